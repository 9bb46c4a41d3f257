// SPDX-License-Identifier: Apache-2.0
// One packet, layer by layer, down to the DNS in it. Each layer is a member function that looks at
// its header, counts what it refuses, and calls the next; encapsulation may nest, to a bounded
// depth.
#pragma once

#include <bitset>
#include <cstdint>

#include "capture/capture_options.h"
#include "capture/fragment_table.h"
#include "capture/message_outlet.h"
#include "capture/packet_source.h"
#include "capture/tcp_reassembler.h"

namespace spoor::capture {

class Dissector {
 public:
  /// `sink` and `stats` must outlive the dissector.
  Dissector(const CaptureOptions& options, harden::MessageSink& sink, CaptureStats& stats);

  void packet(const PacketView& packet);
  /// The capture is over: what waits for a missing piece is given up and counted, and messages
  /// behind a hole are handed on where that is safe.
  void finish();

 private:
  // Tags, tunnels and IP headers inside one another.
  static constexpr int kMaxDepth = 16;

  /// The innermost IP header so far.
  struct Ip {
    Bytes source;
    Bytes destination;  // the last one, where a routing header names others before it
    Bytes v4_header;    // empty in IPv6, and when v4_header_bad tells already
    bool v4_header_bad = false;
    std::uint32_t fragment_id = 0;
  };

  // dissector_link.cc: from the link header to a payload of known type
  void link(LinkType type, Bytes in);
  void typed_header(std::size_t size, Bytes in);
  void family_header(std::size_t size, Bytes in);
  void ethernet(Bytes in);
  void ethertype(std::uint16_t type, Bytes in);
  void llc(Bytes in);
  void address_family(std::uint32_t family, Bytes in);
  void linux_cooked(Bytes in);
  void linux_cooked_v2(Bytes in);
  void pflog(Bytes in);
  void nflog(Bytes in);
  void ppi(Bytes in);

  // dissector_wifi.cc
  void ieee80211(Bytes in, bool padded_header);
  void aggregated_80211(Bytes in);
  void radiotap(Bytes in);
  void prism(Bytes in);

  // dissector_tunnel.cc
  void ppp(Bytes in);
  void pppoe(Bytes in);
  void mpls(Bytes in);
  void gre(Bytes in);
  void erspan(std::uint16_t type, bool has_header, Bytes in);
  void vxlan(Bytes in);
  void geneve(Bytes in);
  void gtp_user(Bytes in);
  void teredo(Bytes in);
  static bool looks_like_teredo(Bytes in) noexcept;

  // dissector_ip.cc
  void any_ip(Bytes in);
  void ipv4(Bytes in);
  void ipv6(Bytes in);
  void ip_payload(Ip& ip, std::uint8_t protocol, Bytes in);
  bool ipv6_extension(Ip& ip, std::uint8_t& protocol, Bytes& in);
  static void routing_header(Ip& ip, Bytes header) noexcept;
  void ipv6_fragment(Ip& ip, Bytes in);
  void fragment(Ip& ip, Fragment& piece);
  [[nodiscard]] bool wants_first_fragment(std::uint8_t protocol, Bytes in) const noexcept;

  // dissector_transport.cc
  void udp(const Ip& ip, Bytes in);
  void udp_tunnel(std::uint16_t source, std::uint16_t destination, Bytes in);
  void tcp(const Ip& ip, Bytes in);
  [[nodiscard]] harden::Checksum checksum(const Ip& ip, std::uint8_t protocol,
                                          Bytes in) const noexcept;

  void skip(Reason reason) noexcept { stats_.count(reason); }
  /// Octets are missing: the capture's doing, or the packet's.
  void too_short(Reason otherwise) noexcept { skip(cut_ ? Reason::kCutBySnapLength : otherwise); }
  [[nodiscard]] bool is_ours(std::uint16_t port) const noexcept { return ports_[port]; }
  // The usual port first: the table of all ports is seldom in the nearest cache.
  [[nodiscard]] bool either_is_ours(std::uint16_t a, std::uint16_t b) const noexcept {
    return a == usual_port_ || b == usual_port_ || ports_[a] || ports_[b];
  }
  [[nodiscard]] static bool is_tunnel_port(std::uint16_t port) noexcept;

  // The walk through the packet at hand.
  std::uint64_t time_us_ = 0;
  std::uint64_t number_ = 0;
  bool cut_ = false;
  int depth_ = 0;

  CaptureStats& stats_;
  MessageOutlet outlet_;
  std::bitset<65'536> ports_;
  std::uint32_t usual_port_;
  bool check_;
  std::uint64_t* link_count_ = nullptr;
  LinkType counted_link_{};
  FragmentTable fragments_;
  TcpReassembler tcp_;
};

}  // namespace spoor::capture
