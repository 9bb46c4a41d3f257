// SPDX-License-Identifier: Apache-2.0
#include "resolve/zone_transfer.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <random>
#include <vector>

#include <poll.h>
#include <sys/socket.h>

#include "dns/wire_reader.h"
#include "resolve/query.h"
#include "resolve/server_socket.h"

namespace spoor::resolve {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kLook{200};  // between two looks at `stop`

Error lost(int error) {
  return {ErrorCode::kIo, "the connection is lost", 0, std::strerror(error)};
}

/// The connection: whole pieces in and out, in time.
class Connection {
 public:
  Connection(OwnedFd socket, const TransferOptions& options, const std::atomic<bool>& stop)
      : socket_(std::move(socket)),
        options_(options),
        stop_(stop),
        end_(Clock::now() + options.longest) {}

  Status send_all(Bytes octets);
  /// Errors: kIo where the connection ends before.
  Status receive_all(std::vector<std::uint8_t>& into, std::size_t size);

 private:
  Status wait(short events);

  OwnedFd socket_;
  const TransferOptions& options_;
  const std::atomic<bool>& stop_;
  Clock::time_point end_;
};

Status Connection::wait(short events) {
  const auto silent_from = Clock::now();
  while (true) {
    if (stop_.load(std::memory_order_relaxed))
      return Error{ErrorCode::kTruncated, "the transfer was stopped"};
    const auto now = Clock::now();
    if (now - silent_from >= options_.silence)
      return Error{ErrorCode::kTruncated, "the server is silent: time-out"};
    if (now >= end_) return Error{ErrorCode::kTruncated, "the transfer takes too long: time-out"};
    pollfd polled{socket_.fd(), events, 0};
    const int ready = ::poll(&polled, 1, static_cast<int>(kLook.count()));
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return lost(errno);
  }
}

Status Connection::send_all(Bytes octets) {
  while (!octets.empty()) {
    SPOOR_CHECK(wait(POLLOUT));
    const ssize_t done = ::send(socket_.fd(), octets.data(), octets.size(), MSG_NOSIGNAL);
    if (done >= 0) {
      octets = octets.subspan(static_cast<std::size_t>(done));
    } else if (errno != EAGAIN && errno != EINTR) {
      return lost(errno);
    }
  }
  return {};
}

Status Connection::receive_all(std::vector<std::uint8_t>& into, std::size_t size) {
  into.resize(size);
  for (std::size_t at = 0; at < size;) {
    SPOOR_CHECK(wait(POLLIN));
    const ssize_t done = ::recv(socket_.fd(), into.data() + at, size - at, 0);
    if (done > 0) {
      at += static_cast<std::size_t>(done);
    } else if (done == 0) {
      return Error{ErrorCode::kIo, "the server ends the connection before the zone is whole"};
    } else if (errno != EAGAIN && errno != EINTR) {
      return lost(errno);
    }
  }
  return {};
}

std::vector<std::uint8_t> framed(const std::vector<std::uint8_t>& message) {
  std::vector<std::uint8_t> out{static_cast<std::uint8_t>(message.size() >> 8U),
                                static_cast<std::uint8_t>(message.size())};
  out.insert(out.end(), message.begin(), message.end());
  return out;
}

std::uint64_t now_s() {
  return static_cast<std::uint64_t>(std::time(nullptr));
}

}  // namespace

Result<TransferStats> transfer_zone(const TransferOptions& options, ZoneRecordSink& sink,
                                    const std::atomic<bool>& stop) {
  SPOOR_TRY(OwnedFd socket, open_server_socket(options.server, Protocol::kTcp));
  if (!socket) return Error{ErrorCode::kIo, "the server cannot be reached"};
  Connection connection(std::move(socket), options, stop);
  std::random_device random;
  const auto id = static_cast<std::uint16_t>(random());
  std::vector<std::uint8_t> query = write_query({options.zone, dns::RrType::kAxfr}, id,
                                                {.wants_recursion = false, .edns_size = 0});
  std::optional<TsigSession> signing;
  if (options.key) signing.emplace(*options.key).sign(query, now_s());
  SPOOR_CHECK(connection.send_all(framed(query)));
  ZoneRecords zone(options.zone, id, sink);
  TransferStats stats;
  std::vector<std::uint8_t> octets;
  for (bool is_whole = false; !is_whole;) {
    SPOOR_CHECK(connection.receive_all(octets, 2));
    dns::WireReader length(octets);
    SPOOR_CHECK(connection.receive_all(octets, length.u16()));
    ++stats.messages;
    stats.octets += octets.size();
    if (stats.octets > options.max_octets)
      return Error{ErrorCode::kLimit, "the zone is larger than --max-octets"};
    if (signing) SPOOR_CHECK(signing->check(octets, now_s()));
    SPOOR_TRY(is_whole, zone.take(octets));
  }
  if (signing && !signing->is_proven())
    return Error{ErrorCode::kDenied, "the last message of the zone is not signed"};
  stats.records = zone.records();
  stats.serial = zone.serial();
  return stats;
}

}  // namespace spoor::resolve
