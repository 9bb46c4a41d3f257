// SPDX-License-Identifier: Apache-2.0
// Asks a balboa backend over its own protocol, one question after the other on one connection, as
// balboa's frontend does, and prints how long it took. Rows are counted, not decoded: the peer pays
// for its answer only.
//
//   balboa_ask PORT name|rdata FILE [LIMIT]      a question a line
#include <array>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/stopwatch.h"

namespace spoor::bench {
namespace {

// Outer messages of balboa's protocol (MessagePack): {"T": type, "M": bin}.
constexpr std::string_view kData("\x82\xa1T\xcc\x83\xa1M", 7);
constexpr std::string_view kEnd("\x82\xa1T\xcc\x84\xa1M\xc4\x00", 9);

void put_text(std::string& out, std::string_view text) {
  out += '\xd9';
  out += static_cast<char>(text.size());
  out += text;
}

std::string query(std::string_view value, bool by_name, std::uint32_t limit) {
  std::string inner("\x89");
  const auto field = [&](std::string_view key, std::string_view text, std::string_view has,
                         bool is_set) {
    put_text(inner, key);
    put_text(inner, is_set ? text : "");
    put_text(inner, has);
    inner += is_set ? '\xc3' : '\xc2';
  };
  field("Qrrname", value, "Hrrname", by_name);
  field("Qrdata", value, "Hrdata", !by_name);
  field("Qrrtype", "", "Hrrtype", false);
  field("QsensorID", "", "HsensorID", false);
  put_text(inner, "Limit");
  inner += '\xce';
  for (unsigned shift = 32; shift > 0; shift -= 8) inner += static_cast<char>(limit >> (shift - 8));
  std::string outer("\x82\xa1T\x02\xa1M\xc5");
  outer += static_cast<char>(inner.size() >> 8);
  outer += static_cast<char>(inner.size());
  return outer + inner;
}

int connect_to(std::uint16_t port) {
  const int peer = socket(AF_INET, SOCK_STREAM, 0);
  const int yes = 1;
  setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(peer, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    fmt::print(stderr, "balboa_ask: nobody listens on port {}\n", port);
    std::exit(2);
  }
  return peer;
}

std::uint64_t count_of(std::string_view text, std::string_view what) {
  std::uint64_t count = 0;
  for (std::size_t at = text.find(what); at != std::string_view::npos;
       at = text.find(what, at + what.size()))
    ++count;
  return count;
}

/// Sends one question and waits for the end of its answer; how many rows came.
std::uint64_t ask(int peer, const std::string& question) {
  if (write(peer, question.data(), question.size()) != static_cast<ssize_t>(question.size()))
    std::exit(2);
  std::string answer;
  std::array<char, 1 << 16> buffer{};
  while (!answer.ends_with(kEnd)) {
    // The backend writes an answer in several pieces; without this it waits 40 ms for our
    // acknowledgements.
    const int yes = 1;
    setsockopt(peer, IPPROTO_TCP, TCP_QUICKACK, &yes, sizeof yes);
    const ssize_t got = read(peer, buffer.data(), buffer.size());
    if (got <= 0) {
      fmt::print(stderr, "balboa_ask: the backend hung up\n");
      std::exit(2);
    }
    answer.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return count_of(answer, kData);
}

}  // namespace
}  // namespace spoor::bench

int main(int argc, char** argv) {
  using namespace spoor::bench;  // NOLINT(google-build-using-namespace): a program of one screen
  if (argc < 4) {
    fmt::print(stderr, "usage: balboa_ask PORT name|rdata FILE [LIMIT]\n");
    return 1;
  }
  const bool by_name = std::string_view(argv[2]) == "name";
  const auto limit =
      static_cast<std::uint32_t>(argc > 4 ? std::strtoul(argv[4], nullptr, 10) : 1000);
  std::vector<std::string> questions;
  std::ifstream in(argv[3]);
  for (std::string line; std::getline(in, line);) questions.push_back(query(line, by_name, limit));
  const int peer = connect_to(static_cast<std::uint16_t>(std::strtoul(argv[1], nullptr, 10)));
  Latencies latencies;
  std::uint64_t rows = 0;
  double spent_s = 0;
  for (int round = 0; round < 2; ++round) {  // the second round is warm
    latencies.clear();
    rows = 0;
    const Stopwatch all;
    for (const std::string& question : questions) {
      const Stopwatch one;
      rows += ask(peer, question);
      latencies.add(one.wall_s());
    }
    spent_s = all.wall_s();
  }
  close(peer);
  fmt::print("questions {}\nrows {}\nrows_per_s {:.0f}\np50_us {:.2f}\np99_us {:.2f}\n",
             latencies.count(), rows, static_cast<double>(rows) / spent_s,
             latencies.percentile_us(50), latencies.percentile_us(99));
  return 0;
}
