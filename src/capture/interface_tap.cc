// SPDX-License-Identifier: Apache-2.0
#include "capture/interface_tap.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>

#include <fmt/format.h>
#include <net/if.h>
#include <pcap/pcap.h>

#include "capture/asker_fanout.h"
#include "capture/tap_filter.h"

namespace spoor::capture {
namespace {

std::string interface_names() {
  std::string names;
  struct if_nameindex* const all = ::if_nameindex();
  if (all == nullptr) return names;
  for (const struct if_nameindex* each = all; each->if_name != nullptr; ++each)
    names += std::string(names.empty() ? "" : ", ") + each->if_name;
  ::if_freenameindex(all);
  return names;
}

/// Whether a tool like tcpdump could capture is not the question: what can we do about it?
Error activation_error(int code, const std::string& interface, pcap_t* handle) {
  switch (code) {
    case PCAP_ERROR_PERM_DENIED:
    case PCAP_ERROR_PROMISC_PERM_DENIED:
      return {ErrorCode::kDenied, "capturing needs the capability CAP_NET_RAW", 0, interface};
    case PCAP_ERROR_NO_SUCH_DEVICE:
      return {ErrorCode::kNotFound, "there is no such interface", 0,
              fmt::format("{} (there are: {})", interface, interface_names())};
    case PCAP_ERROR_IFACE_NOT_UP:
      return {ErrorCode::kIo, "the interface is down", 0, interface};
    default: {
      const std::string_view told = pcap_geterr(handle);
      return {ErrorCode::kIo, "cannot capture", 0,
              fmt::format("{}: {}", interface, told.empty() ? pcap_statustostr(code) : told)};
    }
  }
}

std::uint64_t now_us() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

Status check(const TapOptions& options) {
  if (options.interfaces.empty()) return Error{ErrorCode::kInvalid, "expected an interface"};
  if (options.workers == 0 || options.workers > kMostWorkers)
    return Error{ErrorCode::kInvalid, "expected 1 to 64 workers", 0, "workers"};
  if (options.ports.size() > kMostSteeredPorts)
    return Error{ErrorCode::kInvalid, "expected 64 ports at most", 0, "ports"};
  return {};
}

}  // namespace

void InterfaceTap::Close::operator()(pcap* handle) const noexcept {
  pcap_close(handle);
}

InterfaceTap::InterfaceTap(std::string name, pcap* handle)
    : name_(std::move(name)), handle_(handle) {}
InterfaceTap::InterfaceTap(InterfaceTap&&) noexcept = default;
InterfaceTap::~InterfaceTap() = default;

Result<InterfaceTap> InterfaceTap::open(const std::string& interface, const TapOptions& options) {
  std::string fault(PCAP_ERRBUF_SIZE, '\0');
  InterfaceTap tap(interface, pcap_create(interface.c_str(), fault.data()));
  pcap_t* const handle = tap.handle_.get();
  if (handle == nullptr)
    return Error{ErrorCode::kIo, "cannot capture", 0, interface + ": " + fault.c_str()};
  constexpr std::size_t kMostBuffer = std::size_t{1} << 30;
  pcap_set_snaplen(handle, static_cast<int>(options.snap_length));
  pcap_set_promisc(handle, options.is_promiscuous ? 1 : 0);
  pcap_set_timeout(handle, kBlockMilliseconds);
  pcap_set_buffer_size(handle, static_cast<int>(std::min(options.buffer_bytes, kMostBuffer)));
  const int code = pcap_activate(handle);
  if (code < 0) return activation_error(code, interface, handle);
  if (pcap_setnonblock(handle, 1, fault.data()) != 0)
    return Error{ErrorCode::kIo, "cannot capture", 0, interface + ": " + fault.c_str()};
  tap.link_ = static_cast<LinkType>(pcap_datalink(handle));
  SPOOR_CHECK(tap.filter(options.filter.empty() ? default_filter(options.ports) : options.filter));
  return tap;
}

Result<InterfaceTap> InterfaceTap::open_file(const std::string& path, const std::string& filter) {
  std::string fault(PCAP_ERRBUF_SIZE, '\0');
  InterfaceTap tap(path, pcap_open_offline(path.c_str(), fault.data()));
  if (tap.handle_ == nullptr) return Error{ErrorCode::kIo, "cannot be read", 0, fault.c_str()};
  tap.link_ = static_cast<LinkType>(pcap_datalink(tap.handle_.get()));
  SPOOR_CHECK(tap.filter(filter));
  return tap;
}

Status InterfaceTap::filter(const std::string& text) {
  bpf_program program{};
  constexpr int kOptimise = 1;
  if (pcap_compile(handle_.get(), &program, text.c_str(), kOptimise, PCAP_NETMASK_UNKNOWN) != 0)
    return Error{ErrorCode::kInvalid, "is no filter for packets", 0,
                 fmt::format("'{}' ({})", text, pcap_geterr(handle_.get()))};
  const int code = pcap_setfilter(handle_.get(), &program);
  pcap_freecode(&program);
  if (code == 0) return {};
  return Error{ErrorCode::kIo, "the filter cannot be set", 0, pcap_geterr(handle_.get())};
}

int InterfaceTap::fd() const noexcept {
  return pcap_file(handle_.get()) == nullptr ? pcap_get_selectable_fd(handle_.get()) : -1;
}
int InterfaceTap::socket() const noexcept {
  return pcap_fileno(handle_.get());
}

Result<std::size_t> InterfaceTap::read(int most, Take take, std::uint8_t* taker) {
  const int got = pcap_dispatch(handle_.get(), most, take, taker);
  if (got >= 0) return static_cast<std::size_t>(got);
  if (got == PCAP_ERROR_BREAK) return std::size_t{0};
  return Error{ErrorCode::kIo, "cannot capture any more", 0,
               name_ + ": " + pcap_geterr(handle_.get())};
}

TapDrops InterfaceTap::drops() {
  pcap_stat now{};
  if (pcap_stats(handle_.get(), &now) == 0) {
    drops_.ring_full += now.ps_drop - std::exchange(told_full_, now.ps_drop);
    drops_.by_interface += now.ps_ifdrop - std::exchange(told_interface_, now.ps_ifdrop);
  }
  return drops_;
}

Result<std::vector<WorkerTaps>> open_taps(const TapOptions& options) {
  SPOOR_CHECK(check(options));
  std::vector<WorkerTaps> workers(options.workers);
  std::random_device device;
  const std::uint32_t multiplier = device() | 1U;
  for (const std::string& interface : options.interfaces) {
    std::vector<int> sockets;
    for (WorkerTaps& worker : workers) {
      SPOOR_TRY(InterfaceTap tap, InterfaceTap::open(interface, options));
      sockets.push_back(tap.socket());
      worker.taps.push_back(std::move(tap));
    }
    if (sockets.size() > 1) SPOOR_CHECK(share_by_asker(sockets, options.ports, multiplier));
  }
  const std::uint64_t since = options.workers > 1 ? now_us() : 0;
  for (WorkerTaps& worker : workers) worker.shared_since_us = since;
  return workers;
}

}  // namespace spoor::capture
