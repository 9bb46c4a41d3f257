// SPDX-License-Identifier: Apache-2.0
// The program is run here by an interpreter of the few instructions that it is made of; that the
// kernel takes it, and does the same, tests/end_to_end/watch_test.py shows.
#include "capture/asker_fanout.h"

#include <array>

#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/if_ether.h>

#include "capture/packet_builder.h"

namespace spoor::capture {
namespace {

using namespace testing;

constexpr std::uint32_t kMultiplier = 0x9E37'79B1;
const std::vector<std::uint16_t> kPorts{53, 5353};

class Machine {
 public:
  Machine(std::uint16_t protocol, const Octets& packet) : protocol_(protocol), packet_(packet) {}

  std::uint32_t run(const std::vector<sock_filter>& program) {
    for (std::size_t at = 0; at < program.size(); ++at) {
      const sock_filter& one = program[at];
      switch (BPF_CLASS(one.code)) {
        case BPF_LD:
          a_ = load(one);
          if (is_outside_) return 0;
          break;
        case BPF_LDX:
          x_ = one.k;
          break;
        case BPF_MISC:
          x_ = a_;
          break;
        case BPF_ALU:
          compute(one);
          break;
        case BPF_JMP:
          at += jump(one);
          break;
        default:
          return BPF_RVAL(one.code) == BPF_A ? a_ : one.k;
      }
    }
    ADD_FAILURE() << "the program does not return";
    return 0;
  }

 private:
  std::uint32_t load(const sock_filter& one) {
    if (one.k == static_cast<std::uint32_t>(SKF_AD_OFF + SKF_AD_PROTOCOL)) return protocol_;
    std::size_t at = one.k - static_cast<std::uint32_t>(SKF_NET_OFF);
    if (BPF_MODE(one.code) == BPF_IND) at += x_;
    const std::size_t size = BPF_SIZE(one.code) == BPF_W ? 4 : BPF_SIZE(one.code) == BPF_H ? 2 : 1;
    std::uint32_t value = 0;
    is_outside_ = at + size > packet_.size();
    for (std::size_t i = 0; i < size && !is_outside_; ++i) value = value << 8 | packet_[at + i];
    return value;
  }
  void compute(const sock_filter& one) {
    const std::uint32_t by = BPF_SRC(one.code) == BPF_X ? x_ : one.k;
    switch (BPF_OP(one.code)) {
      case BPF_AND:
        a_ &= by;
        break;
      case BPF_XOR:
        a_ ^= by;
        break;
      case BPF_LSH:
        a_ <<= by;
        break;
      case BPF_RSH:
        a_ >>= by;
        break;
      default:
        a_ *= by;
    }
  }
  [[nodiscard]] std::size_t jump(const sock_filter& one) const {
    switch (BPF_OP(one.code)) {
      case BPF_JA:
        return one.k;
      case BPF_JEQ:
        return a_ == one.k ? one.jt : one.jf;
      default:
        return (a_ & one.k) != 0 ? one.jt : one.jf;
    }
  }

  std::uint16_t protocol_;
  const Octets& packet_;
  std::uint32_t a_ = 0, x_ = 0;
  bool is_outside_ = false;
};

std::uint32_t worker_of(const Octets& packet) {
  const bool is_v6 = packet[0] >> 4 == 6;
  return Machine(is_v6 ? ETH_P_IPV6 : ETH_P_IP, packet).run(asker_program(kPorts, kMultiplier));
}

/// What `asker` is told to be worth when it asks.
std::uint32_t asked_by(const std::string& asker, const std::string& server) {
  return worker_of(udp_packet({asker, server, 40'000, 53}, dns_message(1, false)));
}

class AskerFanout : public ::testing::TestWithParam<std::array<std::string, 4>> {
 protected:
  const std::string asker_ = GetParam()[0], server_ = GetParam()[1], other_server_ = GetParam()[2],
                    other_asker_ = GetParam()[3];
};

TEST_P(AskerFanout, AQueryMeetsItsResponseWhateverThePorts) {
  const std::uint32_t asked = asked_by(asker_, server_);
  EXPECT_NE(asked, 0U);
  EXPECT_EQ(worker_of(udp_packet({server_, asker_, 53, 40'000}, dns_message(1, true))), asked);
  EXPECT_EQ(worker_of(udp_packet({server_, asker_, 5353, 1'024}, dns_message(1, true))), asked);
  EXPECT_EQ(worker_of(tcp_packet({server_, asker_, 53, 40'001}, {}, dns_message(1, true))), asked);
  EXPECT_EQ(worker_of(tcp_packet({asker_, server_, 40'001, 53}, {}, {})), asked);
}

TEST_P(AskerFanout, AllThatOneAsksMeets) {
  EXPECT_EQ(asked_by(asker_, server_), asked_by(asker_, other_server_));
  EXPECT_NE(asked_by(asker_, server_), asked_by(other_asker_, server_));
}

TEST_P(AskerFanout, FragmentsOfAResponseFollowIt) {
  const Ends ends{server_, asker_, 53, 40'000};
  const Octets whole = udp(ends, dns_message_of_size(1, true, 2'000));
  const std::uint32_t asked = asked_by(asker_, server_);
  EXPECT_EQ(worker_of(ip_fragment(ends, 17, 0, true, Bytes(whole).first(1'400))), asked);
  EXPECT_EQ(worker_of(ip_fragment(ends, 17, 1'400, false, Bytes(whole).subspan(1'400))), asked);
}

TEST_P(AskerFanout, BothDirectionsOfAnythingElseMeet) {
  EXPECT_EQ(worker_of(udp_packet({asker_, server_, 53, 53}, dns_message(1, false))),
            worker_of(udp_packet({server_, asker_, 53, 53}, dns_message(1, true))));
  EXPECT_EQ(worker_of(udp_packet({asker_, server_, 1'000, 4'789}, Octets(20))),
            worker_of(udp_packet({server_, asker_, 2'000, 4'789}, Octets(20))));
  EXPECT_EQ(worker_of(ip({asker_, server_}, 47, Octets(20))),
            worker_of(ip({server_, asker_}, 47, Octets(20))));
}

INSTANTIATE_TEST_SUITE_P(Families, AskerFanout,
                         ::testing::Values(std::array<std::string, 4>{"192.0.2.1", "192.0.2.53",
                                                                      "198.51.100.53", "192.0.2.9"},
                                           std::array<std::string, 4>{"2001:db8::1", "2001:db8::53",
                                                                      "2001:db8:5::53",
                                                                      "2001:db8:0:1::9"}));

TEST(AskerProgram, WhatIsNoIpIsTheFirstWorkers) {
  const Octets arp(28, 0xFF);
  EXPECT_EQ(Machine(ETH_P_ARP, arp).run(asker_program(kPorts, kMultiplier)), 0U);
}

TEST(AskerProgram, APacketThatEndsEarlyIsTheFirstWorkers) {
  Octets packet = udp_packet({}, dns_message(1, true));
  packet.resize(15);
  EXPECT_EQ(worker_of(packet), 0U);
}

TEST(AskerProgram, FitsTheKernelWithAsManyPortsAsMayBe) {
  std::vector<std::uint16_t> ports;
  for (std::uint16_t i = 0; i < kMostSteeredPorts; ++i) ports.push_back(1'000 + i);
  EXPECT_LE(asker_program(ports, kMultiplier).size(), std::size_t{BPF_MAXINSNS});
}

}  // namespace
}  // namespace spoor::capture
