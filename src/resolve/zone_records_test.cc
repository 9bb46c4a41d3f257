// SPDX-License-Identifier: Apache-2.0
#include "resolve/zone_records.h"

#include <vector>

#include <gtest/gtest.h>

namespace spoor::resolve {
namespace {

using Octets = std::vector<std::uint8_t>;

constexpr std::uint16_t kId = 0x4242;

void put16(Octets& out, std::uint32_t value) {
  out.push_back(static_cast<std::uint8_t>(value >> 8U));
  out.push_back(static_cast<std::uint8_t>(value));
}

struct Told {
  const char* owner;
  dns::RrType type;
  std::string rdata;
};

struct MessageShape {
  std::uint16_t id = kId, flags = 0x8400;
  const char* question = "corp.example.";  // null: none
  std::uint16_t qtype = 252;
};

Octets message(const std::vector<Told>& records, const MessageShape& shape = {}) {
  Octets out;
  put16(out, shape.id);
  put16(out, shape.flags);
  put16(out, shape.question != nullptr ? 1 : 0);
  put16(out, static_cast<std::uint32_t>(records.size()));
  put16(out, 0);
  put16(out, 0);
  const auto put = [&](Bytes octets) { out.insert(out.end(), octets.begin(), octets.end()); };
  if (shape.question != nullptr) {
    put(dns::parse_name(shape.question)->wire());
    put16(out, shape.qtype);
    put16(out, 1);
  }
  for (const Told& told : records) {
    put(dns::parse_name(told.owner)->wire());
    put16(out, dns::to_number(told.type));
    put16(out, 1);
    put16(out, 0);
    put16(out, 3600);
    put16(out, static_cast<std::uint32_t>(told.rdata.size()));
    put(as_bytes(told.rdata));
  }
  return out;
}

Told soa(const char* owner, const char* serial = "7") {
  return {owner, dns::RrType::kSoa,
          *dns::parse_rdata(dns::RrType::kSoa, std::string("ns.corp.example. h.corp.example. ") +
                                                   serial + " 1 2 3 4")};
}
Told address(const char* owner) {
  return {owner, dns::RrType::kA, std::string("\xC0\x00\x02\x01", 4)};
}

struct Kept final : ZoneRecordSink {
  Status take(const ZoneRecord& record) override {
    std::string text;
    dns::append_name_text(text, record.owner);
    lines.push_back(text + ' ' + dns::rr_type_text(record.type) + ' ' +
                    std::to_string(record.ttl_s) + ' ' +
                    dns::rdata_text(record.type, record.rdata));
    return {};
  }
  std::vector<std::string> lines;
};

/// Whether it is whole after the last message, or what is wrong.
Result<bool> take_all(const std::vector<Octets>& messages, Kept& kept) {
  ZoneRecords zone(*dns::parse_name("corp.example."), kId, kept);
  Result<bool> whole = false;
  for (const Octets& each : messages) {
    whole = zone.take(each);
    if (!whole) break;
  }
  return whole;
}

TEST(ZoneRecords, AZoneIsWholeAtItsSecondSoa) {
  for (const bool in_one : {true, false}) {
    Kept kept;
    const std::vector<Told> all{soa("corp.example."), address("www.corp.example."),
                                address("a.b.corp.example."), soa("CORP.example.")};
    std::vector<Octets> messages;
    if (in_one) {
      messages.push_back(message(all));
    } else {
      MessageShape later;
      later.question = nullptr;
      for (const Told& told : all)
        messages.push_back(message({told}, messages.empty() ? MessageShape() : later));
    }
    const auto whole = take_all(messages, kept);
    ASSERT_TRUE(whole);
    EXPECT_TRUE(*whole);
    EXPECT_EQ(kept.lines,
              (std::vector<std::string>{
                  "corp.example. SOA 3600 ns.corp.example. h.corp.example. 7 1 2 3 4",
                  "www.corp.example. A 3600 192.0.2.1", "a.b.corp.example. A 3600 192.0.2.1"}));
    messages.pop_back();
    if (in_one) continue;
    Kept cut;
    EXPECT_FALSE(*take_all(messages, cut));
  }
}

TEST(ZoneRecords, RefusesWhatIsNoTransferOfTheZone) {
  const Told begin = soa("corp.example.");
  const std::pair<const char*, std::vector<Octets>> kRows[] = {
      {"another id", {message({begin, begin}, {kId + 1, 0x8400})}},
      {"a query", {message({begin, begin}, {kId, 0x0400})}},
      {"truncated", {message({begin, begin}, {kId, 0x8600})}},
      {"refused", {message({}, {kId, 0x8405})}},
      {"nothing", {message({})}},
      {"another zone", {message({begin, begin}, {kId, 0x8400, "example."})}},
      {"another question", {message({begin, begin}, {kId, 0x8400, "corp.example.", 6})}},
      {"no question at first", {message({begin, begin}, {kId, 0x8400, nullptr})}},
      {"does not begin with an SOA", {message({address("www.corp.example."), begin})}},
      {"begins with another's SOA", {message({soa("example."), soa("example.")})}},
      {"another serial at the end", {message({begin, soa("corp.example.", "8")})}},
      {"an SOA below", {message({begin, soa("sub.corp.example.")})}},
      {"a record from elsewhere", {message({begin, address("www.other.example."), begin})}},
      {"records behind the end", {message({begin, begin, address("www.corp.example.")})}},
      {"messages behind the end", {message({begin, begin}), message({begin})}},
      {"rdata that does not fit",
       {message({begin, {"x.corp.example.", dns::RrType::kA, "xyz"}, begin})}},
      {"a type that asks",
       {message({begin, {"x.corp.example.", dns::RrType::kAny, "xyz"}, begin})}},
  };
  for (const auto& [what, messages] : kRows) {
    Kept kept;
    EXPECT_FALSE(take_all(messages, kept)) << what;
  }
}

TEST(ZoneRecords, NoPrefixOfAMessageIsAZone) {
  const Octets whole =
      message({soa("corp.example."), address("www.corp.example."), soa("corp.example.")});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    Kept kept;
    EXPECT_FALSE(
        take_all({Octets(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size))}, kept))
        << size;
  }
}

}  // namespace
}  // namespace spoor::resolve
