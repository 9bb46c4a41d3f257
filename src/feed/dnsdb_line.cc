// SPDX-License-Identifier: Apache-2.0
// DNSDB's objects: what dnstable_dump writes, saved answers of its API with and without their frame
// (SAF), and dnsdbq -j (docs/formats/feeds.md).
#include <algorithm>
#include <string>

#include "feed/cof_field.h"
#include "feed/json_value.h"
#include "feed/line_takers.h"
#include "feed/totals_outlet.h"

namespace spoor::feed {
namespace {

/// What stands around the fields of COF.
struct DnsdbLine {
  std::string_view condition;
  bool has_condition = false, has_object = false;
  bool is_index = false;        // of names, or about the file itself
  bool is_rdata_array = false;  // as rrset rows have it
};

bool is_index_key(std::string_view key) {
  constexpr std::string_view kKeys[] = {"rrset_name", "rdata_name", "rrtypes", "entry_type",
                                        "version"};
  return std::find(std::begin(kKeys), std::end(kKeys), key) != std::end(kKeys);
}

void read_member(std::string_view key, ondemand::value value, DnsdbLine& line, TotalsRow& row) {
  line.is_index = line.is_index || is_index_key(key);
  if (key == "rdata") {
    ondemand::json_type type{};
    line.is_rdata_array =
        value.type().get(type) == simdjson::SUCCESS && type == ondemand::json_type::array;
  }
  read_cof_field(key, value, row);
}

/// Fields of an object into the row; false when it is none.
bool read_row_object(ondemand::value value, DnsdbLine& line, TotalsRow& row) {
  ondemand::object object;
  if (value.get_object().get(object) != simdjson::SUCCESS) return false;
  for (auto field : object) {
    std::string_view key;
    ondemand::value each;
    if (field.unescaped_key().get(key) != simdjson::SUCCESS ||
        field.value().get(each) != simdjson::SUCCESS)
      return false;
    read_member(key, each, line, row);
    if (!row.fault.empty()) return true;
  }
  return true;
}

std::string_view read_line(ondemand::parser& parser, std::string_view text, DnsdbLine& line,
                           TotalsRow& row) {
  row.clear();
  line = DnsdbLine{};
  return read_object(
      parser, text,
      [&](std::string_view key, ondemand::value value) -> std::optional<std::string_view> {
        if (key == "cond") {
          line.has_condition = true;
          if (!read_text(value, line.condition)) line.condition = {};
        } else if (key == "obj") {
          line.has_object = true;
          if (!read_row_object(value, line, row)) return "obj is no object";
        } else {
          read_member(key, value, line, row);
        }
        if (!row.fault.empty()) return row.fault;
        return std::nullopt;
      });
}

class DnsdbTaker final : public LineTaker {
 public:
  explicit DnsdbTaker(const TakerNeeds& needs) : outlet_(needs, false) {}

  Status take(std::string_view text, Tally& tally) override {
    const std::string_view fault = read_line(parser_, text, line_, row_);
    if (!fault.empty()) {
      tally.reject(fault);
      return {};
    }
    if (line_.has_condition) take_condition(tally);
    if (line_.has_condition && !line_.has_object) return {};
    const std::string_view reason = reason_to_skip();
    if (!reason.empty()) {
      tally.skip(reason);
      return {};
    }
    return outlet_.take(row_, tally);
  }

  [[nodiscard]] std::string_view fault_at_end() const override {
    return is_open_ ? "the stream has no end: the answer is not whole" : std::string_view();
  }

 private:
  [[nodiscard]] std::string_view reason_to_skip() const {
    if (!row_.has_name) {
      const bool is_about_file = line_.is_index || (!row_.has_type && row_.rdata.empty());
      return is_about_file ? "index or metadata" : std::string_view();
    }
    const bool is_of_rdata = !row_.has_bailiwick && !line_.is_rdata_array;
    // Both dumps of one store tell each record; an answer to a question stands for itself.
    if (is_of_rdata && !line_.has_object)
      return "row of an rdata dump: that of the rrset counts (--format cof takes it)";
    return {};
  }

  /// A frame of the Streaming API: begin, ongoing, then one word for how it ended.
  void take_condition(Tally& tally) {
    if (!line_.has_object) tally.pass();
    const std::string_view word = line_.condition;
    if (word == "begin" || word == "ongoing") {
      is_open_ = true;
    } else if (word == "succeeded" || word == "limited" || word == "failed") {
      is_open_ = false;
      if (word == "limited") tally.note("answer that was cut at a limit of the server");
      if (word == "failed") fail(tally);
    }
  }
  static void fail(Tally& tally) {
    tally.unpass();
    tally.reject("the server failed: the answer is not whole");
  }

  ondemand::parser parser_;
  DnsdbLine line_;
  TotalsRow row_;
  TotalsOutlet outlet_;
  bool is_open_ = false;
};

}  // namespace

std::unique_ptr<LineTaker> make_dnsdb_taker(const TakerNeeds& needs) {
  return std::make_unique<DnsdbTaker>(needs);
}

bool looks_like_dnsdb(const FeedHead& head) {
  if (!head.is_json || head.keys.empty()) return false;
  for (const std::string_view key : {"cond", "obj", "rrset_name", "rdata_name", "entry_type",
                                     "_dnsdbq", "dnsdbq-rdata", "rdata_raw", "raw_rdata"}) {
    if (head.has_key(key)) return true;
  }
  if (head.keys.size() == 2 && head.keys[0] == "time_first" && head.keys[1] == "time_last")
    return true;  // what dnstable says of itself first
  // Its own order of keys, which no other passive DNS has.
  const bool begins_so = head.keys.size() > 4 && head.keys[0] == "count" &&
                         head.keys[1].ends_with("time_first") &&
                         head.keys[2].ends_with("time_last");
  return begins_so && head.keys[3] == "rrname" && head.keys[4] == "rrtype";
}

}  // namespace spoor::feed
