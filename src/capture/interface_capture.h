// SPDX-License-Identifier: Apache-2.0
// DNS messages off interfaces, for one worker: its taps through a dissector of its own.
#pragma once

#include <chrono>

#include "capture/capture_options.h"
#include "capture/dissector.h"
#include "capture/interface_tap.h"
#include "capture/live_source.h"

namespace spoor::capture {

class InterfaceCapture final : public LiveSource {
 public:
  /// Of several workers one alone `tells_interface_drops`: each sees the same. `sink` must outlive
  /// it.
  InterfaceCapture(WorkerTaps worker, const CaptureOptions& options, bool tells_interface_drops,
                   harden::MessageSink& sink);

  Status step(std::chrono::milliseconds wait) override;
  Status stop() override;
  [[nodiscard]] const CaptureStats& stats() const noexcept override { return stats_; }
  [[nodiscard]] std::uint64_t octets() const noexcept override { return octets_; }
  [[nodiscard]] std::string_view format() const noexcept override { return "packets"; }

 private:
  using Clock = std::chrono::steady_clock;

  static void take(std::uint8_t* self, const pcap_pkthdr* header, const std::uint8_t* octets);
  void packet(const pcap_pkthdr& header, const std::uint8_t* octets);
  Status wait(std::chrono::milliseconds time) const;
  Status read_all();
  void look_for_drops();

  WorkerTaps worker_;
  bool tells_interface_drops_;
  CaptureStats stats_;
  Dissector dissector_;
  PacketView packet_;
  std::uint64_t octets_ = 0;
  Clock::time_point opened_ = Clock::now();
  Clock::time_point looked_{};  // for drops
  bool has_more_ = false;       // than was read in the last step
};

}  // namespace spoor::capture
