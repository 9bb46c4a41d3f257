// SPDX-License-Identifier: Apache-2.0
// Interfaces, opened for capturing through the kernel's ring. Opening is what needs a privilege;
// what was opened may be read without any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "capture/packet_source.h"

struct pcap;
struct pcap_pkthdr;  // NOLINT(readability-identifier-naming): the library's name

namespace spoor::capture {

struct TapOptions {
  std::vector<std::string> interfaces = {};
  std::string filter = {};  ///< In libpcap's language; empty: default_filter(ports).
  std::vector<std::uint16_t> ports{53};
  std::uint32_t snap_length = 262'144;
  std::size_t buffer_bytes = std::size_t{64} << 20;  ///< Of each interface, for each worker.
  bool is_promiscuous = true;
  std::uint32_t workers = 1;
};
inline constexpr std::uint32_t kMostWorkers = 64;

/// Packets that were on their way to us and did not come.
struct TapDrops {
  std::uint64_t ring_full = 0;     ///< Nobody read them in time.
  std::uint64_t by_interface = 0;  ///< Lost by the card or its driver.
};

/// One interface as one worker reads it. Never blocks.
class InterfaceTap {
 public:
  /// How long the kernel gathers packets before it hands on a block that is not full.
  static constexpr int kBlockMilliseconds = 100;

  /// Errors: kDenied (no CAP_NET_RAW), kNotFound (with those there are), kInvalid (the filter),
  /// kIo.
  static Result<InterfaceTap> open(const std::string& interface, const TapOptions& options);
  /// A capture file read through the same library, filter included. Errors: kIo, kInvalid.
  static Result<InterfaceTap> open_file(const std::string& path, const std::string& filter);
  InterfaceTap(InterfaceTap&&) noexcept;
  InterfaceTap& operator=(InterfaceTap&&) = delete;
  ~InterfaceTap();

  [[nodiscard]] int fd() const noexcept;      ///< To wait on; -1: of a file.
  [[nodiscard]] int socket() const noexcept;  ///< The packet socket.
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] LinkType link() const noexcept { return link_; }

  using Take = void (*)(std::uint8_t* taker, const pcap_pkthdr* header, const std::uint8_t* octets);
  /// Hands on what is there, at most `most` packets; how many. Errors: kIo, the interface is gone.
  Result<std::size_t> read(int most, Take take, std::uint8_t* taker);
  /// What has been lost since it was opened.
  TapDrops drops();

 private:
  struct Close {
    void operator()(pcap* handle) const noexcept;
  };
  InterfaceTap(std::string name, pcap* handle);
  Status filter(const std::string& text);

  std::string name_;
  std::unique_ptr<pcap, Close> handle_;
  LinkType link_{};
  TapDrops drops_;
  std::uint32_t told_full_ = 0, told_interface_ = 0;  // the library counts in 32 bits
};

/// What each worker reads.
struct WorkerTaps {
  std::vector<InterfaceTap> taps;  ///< One an interface.
  /// Microseconds since 1970 from which on each packet is in one worker's ring alone. Those before
  /// came while the interface was being shared out, to all of them.
  std::uint64_t shared_since_us = 0;
};

/// Opens every interface for every worker. Errors: InterfaceTap::open's; kInvalid: no interface, or
/// more workers or ports than may be.
Result<std::vector<WorkerTaps>> open_taps(const TapOptions& options);

}  // namespace spoor::capture
