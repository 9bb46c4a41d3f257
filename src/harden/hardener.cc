// SPDX-License-Identifier: Apache-2.0
#include "harden/hardener.h"

#include <array>
#include <optional>

#include "dns/message.h"
#include "harden/delegations.h"
#include "harden/message_records.h"
#include "harden/pending_queries.h"
#include "harden/served_zones.h"

namespace spoor::harden {

namespace {

constexpr std::size_t kHeaderOctets = 12;
constexpr std::uint16_t kClassIn = 1;
constexpr unsigned kRcodeNxDomain = 3;
constexpr std::uint64_t kMicrosPerSecond = 1'000'000;
constexpr std::uint16_t kMulticastDnsPort = 5353;
constexpr std::uint16_t kLlmnrPort = 5355;
constexpr std::uint16_t kNetbiosPort = 137;

bool is_transfer(std::uint16_t qtype) noexcept {
  return qtype == dns::to_number(dns::RrType::kAxfr) || qtype == dns::to_number(dns::RrType::kIxfr);
}

/// The refusal that follows from the port a response came from (RFC 6762 section 6, RFC 4795
/// section 2.2).
Rejected port_rejection(std::uint16_t server_port) noexcept {
  switch (server_port) {
    case kMulticastDnsPort:
      return Rejected::kMulticastDns;
    case kLlmnrPort:
      return Rejected::kLlmnr;
    case kNetbiosPort:
      return Rejected::kNetbios;
    default:
      return Rejected::kEnd;
  }
}

Rejected opcode_rejection(unsigned opcode) noexcept {
  switch (opcode) {
    case 0:
      return Rejected::kEnd;
    case 1:
      return Rejected::kIquery;
    case 4:
      return Rejected::kNotify;
    case 5:
      return Rejected::kUpdate;
    default:
      return Rejected::kOpcode;
  }
}

Rejected rcode_rejection(unsigned rcode) noexcept {
  switch (rcode) {
    case 0:
    case kRcodeNxDomain:
      return Rejected::kEnd;
    case 1:
      return Rejected::kFormErr;
    case 2:
      return Rejected::kServFail;
    case 4:
      return Rejected::kNotImp;
    case 5:
      return Rejected::kRefused;
    default:
      return Rejected::kRcode;
  }
}

/// What makes a message none of ours before anybody asks whether it was asked for.
Rejected question_rejection(const dns::Header& header, const dns::Question& question) noexcept {
  if (const Rejected reason = opcode_rejection(header.opcode()); reason != Rejected::kEnd)
    return reason;
  if (header.qdcount != 1) return Rejected::kQuestionCount;
  if (question.klass != kClassIn) return Rejected::kClass;
  return is_transfer(question.type) ? Rejected::kTransfer : Rejected::kEnd;
}

/// Where a message was seen: what a log says goes before the options.
Position position_of(const CapturedMessage& message, Position otherwise) noexcept {
  switch (message.logged_by) {
    case LoggedBy::kResolver:
      return Position::kAbove;
    case LoggedBy::kAuthority:
      return Position::kAuthority;
    case LoggedBy::kClient:
      return Position::kBelow;
    case LoggedBy::kNobody:
      break;
  }
  return otherwise;
}

bool has_referral(const MessageRecords& records) noexcept {
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i].section == dns::Section::kAuthority && records[i].type == dns::RrType::kNs)
      return true;
  }
  return false;
}

}  // namespace

struct Hardener::State {
  State(const HardenOptions& wanted, record::ObservationSink& to)
      : options(wanted), sink(to), pending(wanted.max_pending_queries), records(wanted) {}

  void take_query(const CapturedMessage& message);
  void take_response(const CapturedMessage& message);
  Rejected judge(const CapturedMessage& message);
  bool is_checksum_wrong(const CapturedMessage& message) noexcept;
  bool was_asked_for(const CapturedMessage& message);
  [[nodiscard]] bool is_authority_or_referral() const noexcept;

  void tell_absence(std::uint32_t now_s);
  void hand_on(const CapturedMessage& message);
  void hand_on_below(std::uint32_t now_s);
  void hand_on_in_zone(Bytes zone, std::uint32_t now_s);
  void hand_on_above(const IpAddress& server, std::uint32_t now_s);
  void hand_on_at_authority(const IpAddress& server, std::uint32_t now_s);
  void observe(const ToldRecord& told, std::uint8_t bailiwick, std::uint32_t now_s);
  void judge_above(const IpAddress& server, std::uint32_t now_s);
  void teach(std::uint32_t now_s);
  void refuse(Refused reason) noexcept { ++stats.refused_by[static_cast<std::size_t>(reason)]; }

  const HardenOptions options;
  record::ObservationSink& sink;
  AbsenceSink* absences = nullptr;
  HardenStats stats;
  dns::MessageReader reader;
  dns::MessageReader query_reader;  // of a query that a log tells along with its response
  Position position{};              // of the message at hand
  PendingQueries pending;
  MessageRecords records;
  std::optional<Delegations> delegations;               // above, once needed
  std::optional<ServedZones> served;                    // authority, once needed
  std::vector<std::optional<std::uint8_t>> bailiwicks;  // above: of `records`, one by one
};

Hardener::Hardener(const HardenOptions& options, record::ObservationSink& sink)
    : state_(std::make_unique<State>(options, sink)) {}
Hardener::~Hardener() = default;

const HardenStats& Hardener::stats() const noexcept {
  return state_->stats;
}
std::size_t Hardener::pending_memory_bytes() const noexcept {
  return state_->pending.memory_bytes();
}

void Hardener::tell_absences(AbsenceSink* sink) noexcept {
  state_->absences = sink;
}

void Hardener::take(const CapturedMessage& message) {
  HardenStats& stats = state_->stats;
  ++stats.messages;
  if (message.payload.size() < kHeaderOctets) {
    ++stats.too_short;
    return;
  }
  dns::WireReader header(message.payload);
  header.skip(2);
  if ((header.u8() & 0x80U) == 0) {
    ++stats.queries;
    state_->take_query(message);
  } else {
    state_->take_response(message);
  }
}

void Hardener::finish() {
  state_->pending.finish();
  state_->stats.queries_unanswered = state_->pending.unanswered();
  state_->stats.queries_evicted = state_->pending.evicted();
}

// A query that could not be answered by anything that counts is not remembered.
void Hardener::State::take_query(const CapturedMessage& message) {
  if (!reader.begin(message.payload)) return;
  if (question_rejection(reader.header(), reader.question()) != Rejected::kEnd) return;
  pending.add(QueryKey(message, reader.header(), reader.question()), message.time_us);
}

void Hardener::State::take_response(const CapturedMessage& message) {
  if (const Rejected reason = judge(message); reason != Rejected::kEnd) {
    ++stats.rejected_by[static_cast<std::size_t>(reason)];
    return;
  }
  ++stats.responses;
  hand_on(message);
}

bool Hardener::State::is_checksum_wrong(const CapturedMessage& message) noexcept {
  if (options.checksums == ChecksumPolicy::kIgnore || message.checksum == Checksum::kUnchecked)
    return false;
  ++stats.checksums_seen;
  if (message.checksum != Checksum::kBad) return false;
  ++stats.checksums_bad;
  return true;
}

// A log's word is taken that its software matched the two, unless it tells both and they differ.
bool Hardener::State::was_asked_for(const CapturedMessage& message) {
  const dns::Header& header = reader.header();
  const dns::Question& question = reader.question();
  if (!message.is_matched)
    return pending.take(QueryKey(message, header, question), message.time_us);
  if (message.query.empty()) return true;
  if (!query_reader.begin(message.query)) return false;
  const dns::Header& asked_header = query_reader.header();
  const dns::Question& asked = query_reader.question();
  return !asked_header.is_response() && asked_header.id == header.id && asked_header.qdcount == 1 &&
         asked.type == question.type && asked.klass == question.klass &&
         as_chars(asked.name) == as_chars(question.name);
}

// Everything that refuses a response as a whole. Whatever it holds, a response that matches uses
// its query up.
Rejected Hardener::State::judge(const CapturedMessage& message) {
  if (is_checksum_wrong(message)) return Rejected::kChecksum;
  position = position_of(message, options.position);
  // Software that logs knows what it spoke, whatever the port.
  if (const Rejected reason = port_rejection(message.source_port);
      reason != Rejected::kEnd && message.logged_by == LoggedBy::kNobody)
    return reason;
  if (!reader.begin(message.payload)) return Rejected::kMalformed;
  const dns::Header& header = reader.header();
  if (const Rejected reason = question_rejection(header, reader.question());
      reason != Rejected::kEnd)
    return reason;
  const bool is_matched = was_asked_for(message);
  if (!is_matched && options.unmatched == Unmatched::kDrop) return Rejected::kUnmatched;
  if (header.is_truncated()) return Rejected::kTruncated;
  if (const Rejected reason = rcode_rejection(header.rcode()); reason != Rejected::kEnd)
    return reason;
  const std::uint64_t now_s = message.time_us / kMicrosPerSecond;
  if (now_s == 0 || now_s > 0xFFFFFFFFULL) return Rejected::kTime;
  if (!records.read(reader, position)) return Rejected::kMalformed;
  if (records.extended_rcode() != 0) return Rejected::kRcode;
  if (position != Position::kBelow && !is_authority_or_referral())
    return Rejected::kNotAuthoritative;
  if (!is_matched) ++stats.unmatched_kept;
  return Rejected::kEnd;
}

// A referral: no answer, but the name servers of a zone further down (RFC 2308 section 2.1).
bool Hardener::State::is_authority_or_referral() const noexcept {
  const dns::Header& header = reader.header();
  if (header.is_authoritative()) return true;
  return header.rcode() == 0 && header.ancount == 0 && has_referral(records);
}

void Hardener::State::hand_on(const CapturedMessage& message) {
  records.add_refused(stats.refused_by);
  const auto now_s = static_cast<std::uint32_t>(message.time_us / kMicrosPerSecond);
  if (absences != nullptr) tell_absence(now_s);
  switch (position) {
    case Position::kBelow:
      return hand_on_below(now_s);
    case Position::kAbove:
      return message.zone != nullptr ? hand_on_in_zone(message.zone->wire(), now_s)
                                     : hand_on_above(message.source, now_s);
    case Position::kAuthority:
      return hand_on_at_authority(message.source, now_s);
  }
}

// NODATA is told by a SOA; without one, and without name servers to ask next, by an empty answer.
void Hardener::State::tell_absence(std::uint32_t now_s) {
  const dns::Question& question = reader.question();
  Absence absence{question.name, reader.header().rcode() == kRcodeNxDomain, now_s};
  constexpr std::uint16_t kAny = 255;
  bool has_soa = false, has_servers = false;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const ToldRecord told = records[i];
    if (told.section == dns::Section::kAuthority) {
      has_soa = has_soa || told.type == dns::RrType::kSoa;
      has_servers = has_servers || told.type == dns::RrType::kNs;
    } else if (told.section == dns::Section::kAnswer) {
      const bool is_alias = told.type == dns::RrType::kCname || told.type == dns::RrType::kDname;
      const bool is_asked = question.type == kAny || question.type == dns::to_number(told.type);
      if (!is_alias || is_asked) return;
      if (told.type == dns::RrType::kCname) absence.name = told.rdata;
    }
  }
  const bool is_empty = has_soa || (reader.header().ancount == 0 && !has_servers);
  if (absence.is_name || is_empty) absences->absent(absence);
}

void Hardener::State::observe(const ToldRecord& told, std::uint8_t bailiwick, std::uint32_t now_s) {
  record::Observation observation;
  // Field by field: a whole that is written in other pieces than it is copied in stalls the copy.
  observation.record.owner = told.owner;
  observation.record.type = told.type;
  observation.record.rdata = told.rdata;
  observation.record.bailiwick = bailiwick;
  observation.source = options.source;
  observation.how = record::How::kSensor;
  observation.time_s = now_s;
  observation.ttl_s = told.ttl_s;
  ++stats.records;
  sink.observe(observation);
}

void Hardener::State::hand_on_below(std::uint32_t now_s) {
  for (std::size_t i = 0; i < records.size(); ++i)
    observe(records[i], record::kBailiwickUnknown, now_s);
}

// The resolver says of which zone it asked the server: nothing need be learned to know it.
void Hardener::State::hand_on_in_zone(Bytes zone, std::uint32_t now_s) {
  const auto labels = static_cast<std::uint8_t>(dns::count_labels(zone));
  bool is_inside = false;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!records.same_owner_as_before(i)) is_inside = dns::is_at_or_below(records[i].owner, zone);
    if (is_inside) {
      observe(records[i], labels, now_s);
    } else {
      refuse(Refused::kOutOfBailiwick);
    }
  }
}

// All of a message is judged by what was known before it, then what was accepted teaches: so no
// record of a message can vouch for another one.
void Hardener::State::hand_on_above(const IpAddress& server, std::uint32_t now_s) {
  if (!delegations) delegations.emplace(options);
  judge_above(server, now_s);
  bool is_server_known = false;
  for (const auto& bailiwick : bailiwicks)
    is_server_known = is_server_known || bailiwick.has_value();
  if (!is_server_known && records.size() != 0) {
    is_server_known = delegations->bailiwick(reader.question().name, server, now_s).has_value();
  }
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (bailiwicks[i]) {
      observe(records[i], *bailiwicks[i], now_s);
    } else {
      refuse(is_server_known ? Refused::kOutOfBailiwick : Refused::kServerUnknown);
    }
  }
  teach(now_s);
}

void Hardener::State::judge_above(const IpAddress& server, std::uint32_t now_s) {
  bailiwicks.clear();
  for (std::size_t i = 0; i < records.size(); ++i) {
    bailiwicks.push_back(records.same_owner_as_before(i)
                             ? bailiwicks.back()
                             : delegations->bailiwick(records[i].owner, server, now_s));
  }
}

// Name servers before addresses, so that glue finds the host it belongs to.
void Hardener::State::teach(std::uint32_t now_s) {
  for (std::size_t i = 0; i < records.size(); ++i) {
    const ToldRecord told = records[i];
    if (bailiwicks[i] && told.type == dns::RrType::kNs)
      delegations->learn_name_server(told.owner, told.rdata, now_s);
  }
  for (std::size_t i = 0; i < records.size(); ++i) {
    const ToldRecord told = records[i];
    if (!bailiwicks[i]) continue;
    if (told.type == dns::RrType::kA && told.rdata.size() == 4) {
      delegations->learn_address(told.owner, IpAddress::v4(told.rdata), now_s);
    } else if (told.type == dns::RrType::kAaaa && told.rdata.size() == 16) {
      delegations->learn_address(told.owner, IpAddress::v6(told.rdata), now_s);
    }
  }
}

// An authority is believed about what it serves, so what it tells counts at once.
void Hardener::State::hand_on_at_authority(const IpAddress& server, std::uint32_t now_s) {
  if (!served) served.emplace(options);
  for (std::size_t i = 0; reader.header().is_authoritative() && i < records.size(); ++i) {
    const ToldRecord told = records[i];
    if (told.type == dns::RrType::kSoa || told.type == dns::RrType::kNs)
      served->learn(told.owner, server);
  }
  for (std::size_t i = 0; i < records.size(); ++i) {
    const ToldRecord told = records[i];
    observe(told, served->bailiwick(told.owner, server).value_or(record::kBailiwickUnknown), now_s);
  }
}

}  // namespace spoor::harden
