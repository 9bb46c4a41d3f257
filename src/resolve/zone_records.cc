// SPDX-License-Identifier: Apache-2.0
#include "resolve/zone_records.h"

#include "dns/wire_reader.h"

namespace spoor::resolve {
namespace {

constexpr std::uint16_t kClassIn = 1;
constexpr std::size_t kSoaNumbers = 20;  // serial, refresh, retry, expire, minimum

Error broken(std::string_view what) {
  return {ErrorCode::kMalformed, what};
}

std::string_view refusal_text(unsigned rcode) noexcept {
  switch (rcode) {
    case 5:
      return "the server refuses the transfer (REFUSED)";
    case 9:
      return "the server refuses the transfer, or the key (NOTAUTH)";
    case 3:
      return "the server knows no such zone (NXDOMAIN)";
    case 2:
      return "the server cannot tell the zone (SERVFAIL)";
    default:
      return "the server answers with an error instead of the zone";
  }
}

}  // namespace

ZoneRecords::ZoneRecords(const dns::Name& zone, std::uint16_t id, ZoneRecordSink& sink)
    : zone_(zone),
      id_(id),
      sink_(sink),
      rdata_(std::make_unique<std::array<std::uint8_t, dns::kMaxCanonicalRdata>>()) {}

Status ZoneRecords::check(Bytes message) {
  if (!reader_.begin(message)) return broken("a message of the transfer is malformed");
  const dns::Header& header = reader_.header();
  if (!header.is_response() || header.opcode() != 0 || header.id != id_)
    return broken("a message is no answer to the transfer that was asked for");
  if (header.rcode() != 0)
    return Error{ErrorCode::kDenied, refusal_text(header.rcode()), header.rcode()};
  if (header.is_truncated()) return broken("a message of the transfer is truncated");
  // Messages behind the first may leave the question out (RFC 5936 section 2.2.1).
  if (header.qdcount == 0 && !soa_.empty()) return {};
  const dns::Question& question = reader_.question();
  const bool is_ours = header.qdcount == 1 && question.klass == kClassIn &&
                       question.type == dns::to_number(dns::RrType::kAxfr) &&
                       as_chars(question.name) == as_chars(zone_.wire());
  return is_ours ? Status() : broken("a message answers another question");
}

Result<bool> ZoneRecords::take(Bytes message) {
  if (is_whole_) return broken("the server sends more behind the end of the zone");
  SPOOR_CHECK(check(message));
  if (soa_.empty() && reader_.header().ancount == 0)
    return broken("the server answers without the zone");
  dns::RecordInMessage record;
  while (reader_.next(record)) {
    if (record.section != dns::Section::kAnswer) continue;
    if (is_whole_) return broken("records stand behind the end of the zone");
    SPOOR_TRY(is_whole_, take_record(record));
  }
  if (reader_.failed()) return broken("a message of the transfer is malformed");
  return is_whole_;
}

/// True at the SOA that ends the zone.
Result<bool> ZoneRecords::take_record(const dns::RecordInMessage& record) {
  const auto type = static_cast<dns::RrType>(record.type);
  dns::WireReader wire(reader_.message());
  wire.seek(record.rdata_offset);
  const std::size_t size = dns::read_canonical_rdata(wire, type, record.rdlength, rdata_->data());
  if (size == dns::kBadRdata || record.klass != kClassIn)
    return broken("a record of the zone does not fit its type or class");
  const Bytes rdata = Bytes(*rdata_).first(size);
  const bool is_apex = as_chars(record.owner) == as_chars(zone_.wire());
  const bool is_soa = type == dns::RrType::kSoa;
  if (soa_.empty()) {
    if (!is_soa || !is_apex) return broken("the zone does not begin with its SOA");
    soa_ = as_chars(rdata);
    dns::WireReader numbers(rdata.subspan(rdata.size() - kSoaNumbers));
    serial_ = numbers.u32();
  } else if (is_soa) {
    if (!is_apex || soa_ != as_chars(rdata))
      return broken("the zone ends with another SOA than it began with: it changed meanwhile");
    return true;
  }
  if (!dns::is_at_or_below(record.owner, zone_.wire()))
    return broken("the server tells a record that is not of this zone");
  if (dns::is_meta_type(type)) return broken("the zone holds a type that only asks");
  ++records_;
  SPOOR_CHECK(sink_.take({record.owner, type, record.ttl_s, rdata}));
  return false;
}

}  // namespace spoor::resolve
