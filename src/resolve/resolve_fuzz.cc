// SPDX-License-Identifier: Apache-2.0
// Any octets as what a server sends: an answer to a look-up, the messages of a transfer, and a
// signed one. The first octets say how the rest is cut.
#include <cstdio>
#include <cstdlib>

#include "resolve/answer.h"
#include "resolve/tsig.h"
#include "resolve/zone_records.h"

namespace {

using namespace spoor;

constexpr std::uint16_t kId = 0x1234;
constexpr std::uint64_t kNow = 1'700'000'000;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

const dns::Name& zone() {
  static const dns::Name kZone = *dns::parse_name("corp.example.");
  return kZone;
}

void check_answer(Bytes message) {
  dns::MessageReader reader;
  const auto verdict = resolve::judge_answer(reader, {zone(), dns::RrType::kA}, kId, message);
  if (verdict.kind == resolve::AnswerKind::kForeign) return;
  require(message.size() >= 12, "an answer has a header");
  require(message[0] == 0x12 && message[1] == 0x34, "an answer has the id");
  require(verdict.outcome < resolve::Outcome::kTimeOut, "an answer has an outcome of its own");
}

struct CheckingSink final : resolve::ZoneRecordSink {
  Status take(const resolve::ZoneRecord& record) override {
    require(dns::is_at_or_below(record.owner, zone().wire()), "a record is of the zone");
    require((records++ == 0) == (record.type == dns::RrType::kSoa), "the SOA comes first, once");
    const auto again = dns::canonical_rdata(record.type, record.rdata);
    require(again && *again == as_chars(record.rdata), "rdata is canonical");
    return {};
  }
  std::uint64_t records = 0;
};

/// Messages behind their lengths, as over TCP.
void check_transfer(Bytes octets) {
  CheckingSink sink;
  resolve::ZoneRecords records(zone(), kId, sink);
  dns::WireReader reader(octets);
  while (reader.ok() && reader.left() > 0) {
    const Bytes message = reader.bytes(reader.u16());
    if (!reader.ok()) return;
    const auto whole = records.take(message);
    if (!whole) return;
    require(records.records() == sink.records, "every record is counted");
    require(!*whole || sink.records > 0, "a whole zone has its SOA");
  }
}

void check_signature(Bytes message) {
  static const resolve::TsigKey kKey =
      *resolve::parse_tsig_key("transfer.example:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
  resolve::TsigSession session(kKey);
  auto query = resolve::write_query({zone(), dns::RrType::kAxfr}, kId, {false, 0});
  session.sign(query, kNow);
  const bool is_good = static_cast<bool>(session.check(message, kNow));
  require(is_good == session.is_proven(), "a first answer that is taken is proven");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Bytes octets = Bytes(data, size).subspan(1);
  switch (data[0] % 3) {
    case 0:
      check_answer(octets);
      break;
    case 1:
      check_transfer(octets);
      break;
    default:
      check_signature(octets);
  }
  return 0;
}
