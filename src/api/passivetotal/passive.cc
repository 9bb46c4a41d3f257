// SPDX-License-Identifier: Apache-2.0
// dns/passive and dns/passive/unique: records from either side, one result a (name, type, rdata),
// with all its sources.
#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "api/key_digest.h"
#include "api/passivetotal/readings.h"
#include "api/passivetotal/response.h"
#include "api/passivetotal/rows_stream.h"
#include "api/record_answer.h"
#include "dns/name.h"
#include "dns/rdata.h"
#include "feed/json_text.h"
#include "record/sightings.h"
#include "registration/mailbox.h"

namespace spoor::api::passivetotal {
namespace {

constexpr std::size_t kMostUnique = 100'000;
constexpr unsigned kRowsInSlice = 2048;

/// The other side of a record, as this API names it; `kind` is empty where there is none that it
/// can name (texts, keys, signatures).
struct OtherSide {
  std::string text;
  std::string_view kind;  // ip, domain, email
};

std::string name_text(Bytes wire) {
  std::string text;
  dns::append_name_text(text, wire);
  if (text.size() > 1) text.pop_back();
  return text;
}

OtherSide other_side(const search::Row& row) {
  const Bytes rdata = as_bytes(row.rdata);
  OtherSide side;
  const bool is_address = (row.type == dns::RrType::kA && rdata.size() == 4) ||
                          (row.type == dns::RrType::kAaaa && rdata.size() == 16);
  if (is_address) {
    append_ip_text(side.text, rdata);
    side.kind = "ip";
    return side;
  }
  constexpr std::size_t kMostNames = 4;
  std::array<dns::RdataName, kMostNames> names;
  const std::size_t count = dns::find_rdata_names(row.type, rdata, names.data(), names.size());
  const auto wire = [&](const dns::RdataName& name) {
    return rdata.subspan(name.offset, name.size);
  };
  for (std::size_t i = 0; row.type == dns::RrType::kSoa && i < count; ++i) {
    if (names[i].role != dns::NameRole::kMailbox) continue;
    side.text = registration::mailbox_of_rname(wire(names[i]));
    side.kind = side.text.empty() ? "" : "email";
    return side;
  }
  if (count > 0 && names[0].role == dns::NameRole::kHost && dns::is_wire_type(row.type)) {
    side.text = name_text(wire(names[0]));
    side.kind = "domain";
  }
  return side;
}

/// Rows of one record joined: whatever their bailiwicks, sources and ways.
struct Joined {
  std::string owner, rdata, type;
  dns::RrType number{};
  OtherSide other;
  std::set<std::string> sources;
  std::uint32_t first = 0, last = 0;

  [[nodiscard]] bool is_same(const search::Row& row) const {
    return owner == as_chars(row.owner) && number == row.type && rdata == row.rdata;
  }
  void begin(const search::Row& row, OtherSide side) {
    owner = as_chars(row.owner);
    number = row.type;
    rdata = row.rdata;
    type = row.type_text;
    other = std::move(side);
    sources.clear();
    first = row.sightings->first;
    last = row.sightings->last;
  }
  void add(const search::Row& row) {
    sources.emplace(row.source_name);
    first = std::min(first, row.sightings->first);
    last = std::max(last, row.sightings->last);
  }
};

/// SHA-256 over the record and the side from which it is seen: a client interns results by it, and
/// the two sides have their values the other way round.
std::string hash_of(const Joined& joined, bool is_by_address) {
  std::string what = is_by_address ? "ip" : "domain";
  for (const std::string* part : {&joined.owner, &joined.type, &joined.rdata}) {
    what += ':';
    what += std::to_string(part->size());
    what += ':';
    what += *part;
  }
  constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t octet : digest_key(what).value_or(KeyDigest{})) {
    text += kHex[octet >> 4];
    text += kHex[octet & 0xF];
  }
  return text;
}

class PassiveStream final : public RowsStream {
 public:
  PassiveStream(std::unique_ptr<RecordAnswer> answer, Subject subject, std::uint64_t limit)
      : RowsStream(std::move(answer), kRowsInSlice), subject_(std::move(subject)), limit_(limit) {}

 private:
  bool take(std::string& out, const search::Row& row) override {
    if (has_joined_ && joined_.is_same(row)) {
      joined_.add(row);
      return true;
    }
    OtherSide side = other_side(row);
    if (side.kind.empty()) return true;
    tell(out);
    if (total_ == limit_) return false;
    joined_.begin(row, std::move(side));
    joined_.add(row);
    has_joined_ = true;
    return true;
  }

  void tell(std::string& out) {
    begin(out, "{\"results\":[");
    if (!std::exchange(has_joined_, false)) return;
    const bool is_by_address = subject_.kind == Kind::kAddress;
    const std::string owner = name_text(as_bytes(joined_.owner));
    out += total_++ == 0 ? "{\"resolve\":" : ",{\"resolve\":";
    feed::append_json_string(out, is_by_address ? owner : joined_.other.text);
    out += ",\"resolveType\":\"";
    out += is_by_address ? "domain" : joined_.other.kind;
    out += "\",\"value\":";
    feed::append_json_string(out, is_by_address ? subject_.text : owner);
    out += ",\"recordType\":";
    feed::append_json_string(out, joined_.type);
    out += ",\"recordHash\":\"" + hash_of(joined_, is_by_address) + "\",\"source\":";
    append_texts(out, {joined_.sources.begin(), joined_.sources.end()});
    out += ",\"firstSeen\":";
    append_time(out, joined_.first);
    out += ",\"lastSeen\":";
    append_time(out, joined_.last);
    out += ",\"collected\":";
    append_time(out, joined_.last);
    out += '}';
    first_ = first_ == 0 ? joined_.first : std::min(first_, joined_.first);
    last_ = std::max(last_, joined_.last);
  }

  void finish(std::string& out, bool is_all) override {
    tell(out);
    out += "],\"queryValue\":";
    feed::append_json_string(out, subject_.text);
    out += subject_.kind == Kind::kAddress ? ",\"queryType\":\"ip\"" : ",\"queryType\":\"domain\"";
    out += ",\"firstSeen\":";
    total_ == 0 ? void(out += "null") : append_time(out, first_);
    out += ",\"lastSeen\":";
    total_ == 0 ? void(out += "null") : append_time(out, last_);
    feed::append_field(out, ",\"totalRecords\":", total_);
    out +=
        is_all ? ",\"pager\":null,\"complete\":true}\n" : ",\"pager\":null,\"complete\":false}\n";
  }

  Subject subject_;
  std::uint64_t limit_;
  bool has_joined_ = false;
  Joined joined_;
  std::uint64_t total_ = 0;
  std::uint32_t first_ = 0, last_ = 0;
};

/// Counts first, and tells the most frequent first.
class UniqueStream final : public RowsStream {
 public:
  UniqueStream(std::unique_ptr<RecordAnswer> answer, Subject subject)
      : RowsStream(std::move(answer), kRowsInSlice), subject_(std::move(subject)) {}

 private:
  /// Addresses of a name, names of an address: that is what its users take them for.
  bool take(std::string& /*out*/, const search::Row& row) override {
    std::string text;
    if (subject_.kind == Kind::kAddress) {
      text = name_text(row.owner);
    } else {
      OtherSide side = other_side(row);
      if (side.kind != "ip") return true;
      text = std::move(side.text);
    }
    if (counts_.size() == kMostUnique && !counts_.contains(text)) return false;
    std::uint64_t& count = counts_[std::move(text)];
    count = record::add_counts(count, row.sightings->count());
    return true;
  }

  void finish(std::string& out, bool is_all) override {
    std::vector<std::pair<std::string, std::uint64_t>> sorted(counts_.begin(), counts_.end());
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    out += "{\"results\":[";
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      if (i > 0) out += ',';
      feed::append_json_string(out, sorted[i].first);
    }
    out += "],\"frequency\":[";
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      out += i == 0 ? "[" : ",[";
      feed::append_json_string(out, sorted[i].first);
      feed::append_field(out, ",", sorted[i].second);
      out += ']';
    }
    out += "],\"queryValue\":";
    feed::append_json_string(out, subject_.text);
    out += subject_.kind == Kind::kAddress ? ",\"queryType\":\"ip\"" : ",\"queryType\":\"domain\"";
    feed::append_field(out, ",\"total\":", sorted.size());
    out +=
        is_all ? ",\"pager\":null,\"complete\":true}\n" : ",\"pager\":null,\"complete\":false}\n";
  }

  Subject subject_;
  std::unordered_map<std::string, std::uint64_t> counts_;
};

/// Opens the rows of `query` within the fences of the request.
Result<std::unique_ptr<RecordAnswer>> open_rows(const Ask& ask, const Subject& subject) {
  search::SearchRequest request;
  request.query = subject.query;
  request.limit = search::kNoLimit;
  // DNSSEC's own records have no other side.
  SPOOR_TRY(request.filters.fences, read_fences(ask.parameters, ask.call.services.now()));
  return RecordAnswer::open(ask.call.services, *ask.call.caller, std::move(request));
}

}  // namespace

http::Response passive(const Ask& ask) {
  auto subject = parse_subject(ask.parameters.text("query"));
  if (!subject) return refuse(subject.error());
  auto rows = open_rows(ask, *subject);
  if (!rows) return refuse(rows.error());
  return answer(std::make_unique<PassiveStream>(*std::move(rows), *std::move(subject),
                                                ask.call.caller->spec().results_max));
}

http::Response passive_unique(const Ask& ask) {
  auto subject = parse_subject(ask.parameters.text("query"));
  if (!subject) return refuse(subject.error());
  auto rows = open_rows(ask, *subject);
  if (!rows) return refuse(rows.error());
  return answer(std::make_unique<UniqueStream>(*std::move(rows), *std::move(subject)));
}

}  // namespace spoor::api::passivetotal
