// SPDX-License-Identifier: Apache-2.0
// An assembler of a few dozen lines for a program of a few dozen instructions. Loads are relative
// to the network header, so that neither the link layer nor a VLAN tag matters.
#include "capture/asker_fanout.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <sys/socket.h>

namespace spoor::capture {
namespace {

constexpr auto kNetwork = static_cast<std::uint32_t>(SKF_NET_OFF);
constexpr auto kProtocol = static_cast<std::uint32_t>(SKF_AD_OFF + SKF_AD_PROTOCOL);
constexpr std::uint8_t kTcp = 6, kUdp = 17, kFragment = 44;

enum class Label : std::uint8_t {
  kV4,
  kV6,
  kPorts,
  kFromServer,
  kBoth,
  kSource,
  kDestination,
  kHash
};

class Assembler {
 public:
  void add(unsigned code, std::uint32_t k) {
    out_.push_back({static_cast<std::uint16_t>(code), 0, 0, k});
  }
  /// From the network header.
  void load(unsigned size, std::uint32_t at) { add(BPF_LD | size | BPF_ABS, kNetwork + at); }
  /// From the transport header, whose distance X holds.
  void load_behind(unsigned size, std::uint32_t at) { add(BPF_LD | size | BPF_IND, kNetwork + at); }
  /// Conditional jumps reach 255 instructions, so each only steps over a jump that reaches all.
  void jump_if(unsigned test, std::uint32_t k, Label to) {
    out_.push_back({static_cast<std::uint16_t>(BPF_JMP | test | BPF_K), 0, 1, k});
    jump(to);
  }
  void jump_unless(unsigned test, std::uint32_t k, Label to) {
    out_.push_back({static_cast<std::uint16_t>(BPF_JMP | test | BPF_K), 1, 0, k});
    jump(to);
  }
  void jump(Label to) {
    open_.push_back({out_.size(), to});
    add(BPF_JMP | BPF_JA, 0);
  }
  /// Where the jumps to `label` so far lead.
  void place(Label label) {
    std::erase_if(open_, [&](const Open& each) {
      if (each.to == label) out_[each.at].k = static_cast<std::uint32_t>(out_.size() - each.at - 1);
      return each.to == label;
    });
  }
  std::vector<sock_filter> take() { return std::move(out_); }

 private:
  struct Open {
    std::size_t at;
    Label to;
  };
  std::vector<sock_filter> out_;
  std::vector<Open> open_;
};

/// Where a family keeps its addresses.
struct Addresses {
  std::uint32_t source;
  std::uint32_t words;  // of one
};

/// Leaves the exclusive or of `words` words from `at` on in A.
void fold(Assembler& to, std::uint32_t at, std::uint32_t words) {
  to.load(BPF_W, at);
  for (std::uint32_t i = 1; i < words; ++i) {
    to.add(BPF_MISC | BPF_TAX, 0);
    to.load(BPF_W, at + 4 * i);
    to.add(BPF_ALU | BPF_XOR | BPF_X, 0);
  }
  to.jump(Label::kHash);
}

/// X holds the distance of the transport header.
void pick_by_ports(Assembler& to, const std::vector<std::uint16_t>& ports) {
  to.load_behind(BPF_H, 0);
  for (const std::uint16_t port : ports) to.jump_if(BPF_JEQ, port, Label::kFromServer);
  to.load_behind(BPF_H, 2);
  for (const std::uint16_t port : ports) to.jump_if(BPF_JEQ, port, Label::kSource);
  to.jump(Label::kBoth);
  to.place(Label::kFromServer);
  to.load_behind(BPF_H, 2);
  for (const std::uint16_t port : ports) to.jump_if(BPF_JEQ, port, Label::kBoth);
  to.jump(Label::kDestination);
}

/// Both ends by exclusive or: the same in either direction.
void hash_ends(Assembler& to, Addresses at, std::uint32_t multiplier) {
  to.place(Label::kDestination);
  fold(to, at.source + 4 * at.words, at.words);
  to.place(Label::kSource);
  fold(to, at.source, at.words);
  to.place(Label::kBoth);
  fold(to, at.source, 2 * at.words);
  to.place(Label::kHash);
  to.add(BPF_ALU | BPF_MUL | BPF_K, multiplier);
  to.add(BPF_ALU | BPF_RSH | BPF_K, 16);
  to.add(BPF_RET | BPF_A, 0);
}

/// What has no ports is steered here: fragments of IPv6 (IPv4 knows no such protocol), and anything
/// that is neither UDP nor TCP.
void steer_without_ports(Assembler& to, std::uint32_t protocol_at) {
  to.load(BPF_B, protocol_at);
  to.jump_if(BPF_JEQ, kFragment, Label::kDestination);
  to.jump_if(BPF_JEQ, kUdp, Label::kPorts);
  to.jump_unless(BPF_JEQ, kTcp, Label::kBoth);
  to.place(Label::kPorts);
}

Error cannot_share() {
  return {ErrorCode::kIo, "cannot share an interface among workers", 0, std::strerror(errno)};
}

}  // namespace

std::vector<sock_filter> asker_program(const std::vector<std::uint16_t>& ports,
                                       std::uint32_t multiplier) {
  Assembler to;
  to.add(BPF_LD | BPF_H | BPF_ABS, kProtocol);
  to.jump_if(BPF_JEQ, ETH_P_IPV6, Label::kV6);
  // What is neither goes to the first worker.
  to.jump_if(BPF_JEQ, ETH_P_IP, Label::kV4);
  to.add(BPF_RET | BPF_K, 0);
  to.place(Label::kV4);
  to.load(BPF_H, 6);
  to.jump_if(BPF_JSET, 0x1FFF, Label::kDestination);  // a later fragment
  steer_without_ports(to, 9);
  to.load(BPF_B, 0);
  to.add(BPF_ALU | BPF_AND | BPF_K, 0x0F);
  to.add(BPF_ALU | BPF_LSH | BPF_K, 2);
  to.add(BPF_MISC | BPF_TAX, 0);
  pick_by_ports(to, ports);
  hash_ends(to, {12, 1}, multiplier);
  to.place(Label::kV6);
  steer_without_ports(to, 6);
  to.add(BPF_LDX | BPF_W | BPF_IMM, 40);
  pick_by_ports(to, ports);
  hash_ends(to, {8, 4}, multiplier);
  return to.take();
}

Status share_by_asker(const std::vector<int>& sockets, const std::vector<std::uint16_t>& ports,
                      std::uint32_t multiplier) {
  std::uint32_t id = 0;
  for (std::size_t i = 0; i < sockets.size(); ++i) {
    // The first asks the kernel for a number that nobody has.
    const std::uint32_t flags = i == 0 ? PACKET_FANOUT_FLAG_UNIQUEID : 0;
    const std::uint32_t group = id | (PACKET_FANOUT_CBPF | flags) << 16;
    if (::setsockopt(sockets[i], SOL_PACKET, PACKET_FANOUT, &group, sizeof group) != 0)
      return cannot_share();
    if (i != 0) continue;
    std::uint32_t given = 0;
    socklen_t size = sizeof given;
    if (::getsockopt(sockets[i], SOL_PACKET, PACKET_FANOUT, &given, &size) != 0)
      return cannot_share();
    id = given & 0xFFFF;
  }
  std::vector<sock_filter> program = asker_program(ports, multiplier);
  const sock_fprog text{static_cast<unsigned short>(program.size()), program.data()};
  if (::setsockopt(sockets.front(), SOL_PACKET, PACKET_FANOUT_DATA, &text, sizeof text) != 0)
    return cannot_share();
  return {};
}

}  // namespace spoor::capture
