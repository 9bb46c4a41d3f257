// SPDX-License-Identifier: Apache-2.0
#include "capture/interface_capture.h"

#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include <pcap/pcap.h>
#include <poll.h>

namespace spoor::capture {
namespace {

using std::chrono::milliseconds;

constexpr int kPacketsPerStep = 16'384;  // of one interface
constexpr std::chrono::seconds kBetweenLooks{1};
// Clocks may be set back at any time later, and then nothing may be dropped for it.
constexpr std::chrono::seconds kSharingTime{2};

}  // namespace

InterfaceCapture::InterfaceCapture(WorkerTaps worker, const CaptureOptions& options,
                                   bool tells_interface_drops, harden::MessageSink& sink)
    : worker_(std::move(worker)),
      tells_interface_drops_(tells_interface_drops),
      dissector_(seeded(options), sink, stats_) {}

Status InterfaceCapture::step(milliseconds time) {
  SPOOR_CHECK(wait(has_more_ ? milliseconds(0) : time));
  SPOOR_CHECK(read_all());
  if (const auto now = Clock::now(); now - looked_ >= kBetweenLooks) {
    looked_ = now;
    look_for_drops();
  }
  return {};
}

// The kernel hands on a block when it is full or old enough: what arrived until now has come by
// then.
Status InterfaceCapture::stop() {
  const auto end = Clock::now() + milliseconds(2 * InterfaceTap::kBlockMilliseconds);
  Status done;
  while (done && Clock::now() < end) done = step(milliseconds(10));
  look_for_drops();
  dissector_.finish();
  return done;
}

Status InterfaceCapture::wait(milliseconds time) const {
  std::vector<pollfd> polled;
  polled.reserve(worker_.taps.size());
  for (const InterfaceTap& tap : worker_.taps) polled.push_back({tap.fd(), POLLIN, 0});
  const int ready = ::poll(polled.data(), polled.size(), static_cast<int>(time.count()));
  if (ready >= 0 || errno == EINTR) return {};
  return Error{ErrorCode::kIo, "cannot wait for packets", 0, std::strerror(errno)};
}

Status InterfaceCapture::read_all() {
  has_more_ = false;
  for (InterfaceTap& tap : worker_.taps) {
    packet_.link = tap.link();
    SPOOR_TRY(const std::size_t got,
              tap.read(kPacketsPerStep, take, reinterpret_cast<std::uint8_t*>(this)));
    has_more_ = has_more_ || got >= kPacketsPerStep;
  }
  return {};
}

void InterfaceCapture::take(std::uint8_t* self, const pcap_pkthdr* header,
                            const std::uint8_t* octets) {
  reinterpret_cast<InterfaceCapture*>(self)->packet(*header, octets);
}

void InterfaceCapture::packet(const pcap_pkthdr& header, const std::uint8_t* octets) {
  packet_.time_us = static_cast<std::uint64_t>(header.ts.tv_sec) * 1'000'000 +
                    static_cast<std::uint64_t>(header.ts.tv_usec);
  if (packet_.time_us < worker_.shared_since_us && Clock::now() - opened_ < kSharingTime) return;
  packet_.data = {octets, header.caplen};
  packet_.cut = header.caplen < header.len;
  ++packet_.number;
  octets_ += header.caplen;
  dissector_.packet(packet_);
}

void InterfaceCapture::look_for_drops() {
  TapDrops sum;
  for (InterfaceTap& tap : worker_.taps) {
    const TapDrops drops = tap.drops();
    sum.ring_full += drops.ring_full;
    sum.by_interface += drops.by_interface;
  }
  stats_.set(Reason::kRingFull, sum.ring_full);
  if (tells_interface_drops_) stats_.set(Reason::kInterfaceDropped, sum.by_interface);
}

}  // namespace spoor::capture
