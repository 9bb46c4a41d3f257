// SPDX-License-Identifier: Apache-2.0
// A capture file takes the place of the interface: same library, same filter, same path. Interfaces
// themselves are for tests/end_to_end/watch_test.py.
#include "capture/interface_capture.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "capture/packet_builder.h"
#include "capture/tap_filter.h"

namespace spoor::capture {
namespace {

using namespace testing;
using std::chrono::milliseconds;

class InterfaceCaptureTest : public ::testing::Test {
 protected:
  InterfaceCaptureTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "spoorXXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~InterfaceCaptureTest() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::vector<Octets>& packets) const {
    const Octets file = pcap_file(packets);
    const std::string path = folder_ + "/packets.pcap";
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(file.data()),
               static_cast<std::streamsize>(file.size()));
    return path;
  }
  /// What of `packets` comes through `filter`.
  CaptureStats capture(const std::vector<Octets>& packets, const std::string& filter,
                       std::uint64_t shared_since_us = 0) {
    WorkerTaps worker;
    worker.shared_since_us = shared_since_us;
    auto tap = InterfaceTap::open_file(write(packets), filter);
    EXPECT_TRUE(tap);
    worker.taps.push_back(*std::move(tap));
    InterfaceCapture capture(std::move(worker), {}, true, sink_);
    EXPECT_TRUE(capture.step(milliseconds(0)));
    EXPECT_TRUE(capture.stop());
    octets_ = capture.octets();
    return capture.stats();
  }
  /// How many packets of one each pass the filter that is usual.
  std::uint64_t passes(const Octets& packet) {
    return capture({packet}, default_filter({53, 5'300})).packets;
  }

  std::string folder_;
  KeepingSink sink_;
  std::uint64_t octets_ = 0;
};

Octets tagged(std::uint16_t outer, const Octets& untagged) {
  Octets out(untagged.begin(), untagged.begin() + 12);
  const Octets tag = Builder().u16(outer).u16(7).take();
  out.insert(out.end(), tag.begin(), tag.end());
  out.insert(out.end(), untagged.begin() + 12, untagged.end());
  return out;
}

const Ends kV6{"2001:db8::53", "2001:db8::1", 53, 40'000};

TEST_F(InterfaceCaptureTest, HandsOnWhatAFileWouldGive) {
  const Ends asks{"192.0.2.1", "192.0.2.53", 40'000, 53};
  const Octets query = frame(udp_packet(asks, dns_message(1, false)));
  const Octets response = frame(udp_packet({}, dns_message(1, true)));
  const CaptureStats stats = capture({query, response}, default_filter({53}));
  EXPECT_EQ(stats.packets, 2U);
  EXPECT_EQ(stats.responses, 1U);
  EXPECT_EQ(stats.first_us, 1'600'000'000'000'005U);
  EXPECT_EQ(octets_, query.size() + response.size());
  ASSERT_EQ(sink_.kept.size(), 2U);
  EXPECT_EQ(sink_.kept[1].payload, dns_message(1, true));
  EXPECT_EQ(sink_.kept[1].message.packet, 2U);
  EXPECT_EQ(sink_.kept[1].message.checksum, harden::Checksum::kGood);
}

TEST_F(InterfaceCaptureTest, TakesDnsOfBothFamiliesAndTransports) {
  EXPECT_EQ(passes(frame(udp_packet({}, dns_message(1, true)))), 1U);
  EXPECT_EQ(passes(frame(udp_packet({"192.0.2.1", "192.0.2.2", 4'000, 5'300}, Octets(20)))), 1U);
  EXPECT_EQ(passes(frame(tcp_packet({}, {}, dns_message(1, true)))), 1U);
  EXPECT_EQ(passes(frame(udp_packet(kV6, dns_message(1, true)))), 1U);
}

TEST_F(InterfaceCaptureTest, LeavesTheRestToTheKernel) {
  EXPECT_EQ(passes(ethernet(0x0806, Octets(28))), 0U);
  EXPECT_EQ(passes(frame(udp_packet({"192.0.2.1", "192.0.2.2", 4'000, 54}, Octets(20)))), 0U);
  EXPECT_EQ(passes(frame(tcp_packet({"192.0.2.1", "192.0.2.2", 443, 54}, {}, Octets(20)))), 0U);
  EXPECT_EQ(passes(tagged(0x8100, frame(udp_packet({"192.0.2.1", "192.0.2.2", 1, 2}, {})))), 0U);
}

TEST_F(InterfaceCaptureTest, TakesFragments) {
  for (const Ends& ends : {Ends{}, kV6}) {
    const Octets whole = udp(ends, dns_message_of_size(1, true, 2'000));
    const Octets first = frame(ip_fragment(ends, 17, 0, true, Bytes(whole).first(1'400)));
    const Octets last = frame(ip_fragment(ends, 17, 1'400, false, Bytes(whole).subspan(1'400)));
    EXPECT_EQ(capture({first, last}, default_filter({53})).responses, 1U);
    EXPECT_EQ(
        capture({tagged(0x8100, first), tagged(0x8100, last)}, default_filter({53})).responses, 1U);
  }
}

TEST_F(InterfaceCaptureTest, TakesWhatIsBehindTags) {
  for (const Ends& ends : {Ends{}, kV6}) {
    const Octets plain = frame(udp_packet(ends, dns_message(1, true)));
    EXPECT_EQ(passes(tagged(0x8100, plain)), 1U);
    EXPECT_EQ(passes(tagged(0x88A8, tagged(0x8100, plain))), 1U);
  }
}

TEST_F(InterfaceCaptureTest, PassesOverWhatCameBeforeWorkersShared) {
  const std::vector<Octets> packets(3, frame(udp_packet({}, dns_message(1, true))));
  EXPECT_EQ(capture(packets, "", 1'600'000'001'000'000).packets, 2U);
}

TEST_F(InterfaceCaptureTest, SaysWhatIsWrongWithAFilter) {
  const auto tap = InterfaceTap::open_file(write({}), "port fifty");
  ASSERT_FALSE(tap);
  EXPECT_EQ(tap.error().code, ErrorCode::kInvalid);
  EXPECT_NE(tap.error().where.find("port fifty"), std::string::npos);
}

TEST(OpenTaps, RefusesWhatCannotBe) {
  const auto code = [](const TapOptions& options) { return open_taps(options).error().code; };
  EXPECT_EQ(code({}), ErrorCode::kInvalid);
  EXPECT_EQ(code({.interfaces = {"lo"}, .workers = 0}), ErrorCode::kInvalid);
  EXPECT_EQ(code({.interfaces = {"lo"}, .workers = 65}), ErrorCode::kInvalid);
  EXPECT_EQ(code({.interfaces = {"lo"}, .ports = std::vector<std::uint16_t>(65, 53)}),
            ErrorCode::kInvalid);
}

TEST(OpenTaps, NamesTheInterfacesThereAre) {
  const auto taps = open_taps({.interfaces = {"nosuch0"}});
  ASSERT_FALSE(taps);
  if (taps.error().code == ErrorCode::kDenied) GTEST_SKIP() << "needs CAP_NET_RAW";
  EXPECT_EQ(taps.error().code, ErrorCode::kNotFound);
  EXPECT_NE(taps.error().where.find("lo"), std::string::npos);
}

}  // namespace
}  // namespace spoor::capture
