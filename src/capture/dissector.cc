// SPDX-License-Identifier: Apache-2.0
#include "capture/dissector.h"

#include <algorithm>

namespace spoor::capture {

Dissector::Dissector(const CaptureOptions& options, harden::MessageSink& sink, CaptureStats& stats)
    : stats_(stats),
      outlet_(sink, stats),
      usual_port_(options.ports.empty() ? 65'536U : options.ports.front()),
      check_(options.checksums == ChecksumMode::kCheck),
      fragments_(options.fragments, options.hash_seed, stats),
      tcp_(options.tcp, options.hash_seed, outlet_) {
  for (const std::uint16_t port : options.ports) ports_.set(port);
}

void Dissector::packet(const PacketView& packet) {
  ++stats_.packets;
  if (link_count_ == nullptr || counted_link_ != packet.link) {
    counted_link_ = packet.link;
    link_count_ = &stats_.links[packet.link];
  }
  ++*link_count_;
  if (packet.time_us != 0) {
    stats_.last_us = std::max(stats_.last_us, packet.time_us);
    stats_.first_us =
        stats_.first_us == 0 ? packet.time_us : std::min(stats_.first_us, packet.time_us);
  }
  time_us_ = packet.time_us;
  number_ = packet.number;
  cut_ = packet.cut;
  depth_ = 0;
  link(packet.link, packet.data);
}

void Dissector::finish() {
  fragments_.finish();
  tcp_.finish();
}

}  // namespace spoor::capture
