// SPDX-License-Identifier: Apache-2.0
// Fields by name; what is not there keeps its default where it may, and is an error where it may
// not.
#include "api/v1/client_json.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <simdjson.h>

#include "base/plain_text.h"
#include "history/day_text.h"

namespace spoor::api::v1 {
namespace {

using simdjson::dom::object;

/// The members of an object. Sticky: is_fine() tells at the end whether all that were needed are
/// there and of their type.
class Members {
 public:
  explicit Members(const object& from) : from_(from) {}

  std::string text(const char* name, bool is_needed) {
    std::string_view value;
    if (!take(from_[name].get(value), is_needed)) return {};
    return std::string(value);
  }
  std::uint64_t number(const char* name, bool is_needed,
                       std::uint64_t most = std::numeric_limits<std::uint64_t>::max()) {
    std::uint64_t value = 0;
    if (!take(from_[name].get(value), is_needed)) return 0;
    is_fine_ = is_fine_ && value <= most;
    return value;
  }
  std::uint32_t time(const char* name, bool is_needed) {
    return static_cast<std::uint32_t>(
        number(name, is_needed, std::numeric_limits<std::uint32_t>::max()));
  }
  bool flag(const char* name) {
    bool value = false;
    take(from_[name].get(value), true);
    return value;
  }
  [[nodiscard]] bool has(const char* name) const {
    return from_[name].error() == simdjson::SUCCESS;
  }
  void fail() noexcept { is_fine_ = false; }
  [[nodiscard]] bool is_fine() const noexcept { return is_fine_; }

 private:
  bool take(simdjson::error_code code, bool is_needed) {
    if (code == simdjson::SUCCESS) return true;
    is_fine_ = is_fine_ && code == simdjson::NO_SUCH_FIELD && !is_needed;
    return false;
  }

  const object& from_;
  bool is_fine_ = true;
};

Error malformed() {
  return {ErrorCode::kMalformed, kNoAnswer};
}

/// Reads one object, and hands it on.
template <class Value, class Read>
Result<Value> read_object(std::string_view json, const Read& read) {
  thread_local simdjson::dom::parser parser;
  object top;
  if (parser.parse(json.data(), json.size()).get(top) != simdjson::SUCCESS) return malformed();
  Members members(top);
  Value value = read(members, top);
  if (!members.is_fine()) return malformed();
  return value;
}

std::optional<search::TimeSpan> read_span(Members& members, const char* first, const char* last) {
  if (!members.has(first)) return std::nullopt;
  return search::TimeSpan{members.time(first, true), members.time(last, true)};
}

std::uint32_t read_day(Members& members, const char* name) {
  const auto day = history::parse_day(members.text(name, true), 0);
  if (!day) members.fail();
  return day ? *day : 0;
}

/// Servers of before did not say it.
record::WatchedSpan read_watched(Members& members) {
  record::WatchedSpan watched;
  watched.is_complete = members.has("watch_complete") && members.flag("watch_complete");
  if (!members.has("days_watched")) return watched;
  watched.days = static_cast<std::uint32_t>(
      members.number("days_watched", true, std::numeric_limits<std::uint32_t>::max()));
  if (watched.days == 0) return watched;
  watched.first_day = read_day(members, "first_day");
  watched.last_day = read_day(members, "last_day");
  return watched;
}

record::SourceSpec read_source(Members& outer, const simdjson::dom::element& element,
                               record::WatchedSpan& watched) {
  record::SourceSpec spec;
  object from;
  if (element.get(from) != simdjson::SUCCESS) {
    outer.fail();
    return spec;
  }
  Members members(from);
  constexpr std::array<std::string_view, 5> kKinds{"sensor", "feed", "resolver", "crawl", "zone"};
  spec.name = members.text("name", true);
  const auto* const kind = std::find(kKinds.begin(), kKinds.end(), members.text("kind", true));
  const std::string counts = members.text("counts", true);
  spec.kind = static_cast<record::SourceKind>(kind - kKinds.begin());
  spec.mode = counts == "total" ? record::FeedMode::kTotal : record::FeedMode::kDelta;
  watched = read_watched(members);
  if (!members.is_fine() || kind == kKinds.end()) outer.fail();
  return spec;
}

ErrorCode code_of(unsigned status) {
  switch (status) {
    case 401:
    case 403:
      return ErrorCode::kDenied;
    case 413:
    case 429:
      return ErrorCode::kLimit;
    default:
      return status >= 400 && status < 500 ? ErrorCode::kInvalid : ErrorCode::kIo;
  }
}

}  // namespace

Error to_refusal(unsigned status, std::string_view body) {
  struct Said {
    std::string parameter, detail;
  };
  const auto said = read_object<Said>(body, [](Members& members, const object&) {
    return Said{members.text("parameter", false), members.text("detail", true)};
  });
  Error error{code_of(status), "the server refused the question", 0, {}};
  if (error.code == ErrorCode::kIo) error.what = "the server cannot answer now";
  if (!said) {
    error.where = fmt::format("HTTP status {}", status);
  } else if (said->parameter.empty()) {
    error.where = printable(said->detail);
  } else {
    error.where = printable(said->parameter) + ": " + printable(said->detail);
  }
  return error;
}

Result<RemoteEnding> parse_ending(std::string_view json) {
  return read_object<RemoteEnding>(json, [](Members& members, const object& top) {
    RemoteEnding ending;
    ending.complete = members.flag("complete");
    ending.returned = members.number("returned", true);
    ending.reason = members.text("reason", !ending.complete);
    ending.next = members.text("next", false);
    std::string_view detail;
    if (top["problem"]["detail"].get(detail) == simdjson::SUCCESS) ending.detail = detail;
    return ending;
  });
}

Result<RemoteSummary> parse_summary(std::string_view json) {
  return read_object<RemoteSummary>(json, [](Members& members, const object& top) {
    RemoteSummary result;
    search::Summary& summary = result.summary;
    summary.num_results = members.number("num_results", true);
    summary.count = members.number("count", true);
    summary.seen = read_span(members, "time_first", "time_last");
    summary.zone_seen = read_span(members, "zone_time_first", "zone_time_last");
    if (members.has("names")) summary.names = members.number("names", true);
    object types;
    if (top["rows_by_type"].get(types) != simdjson::SUCCESS) {
      members.fail();
      return result;
    }
    for (const auto& [type, element] : types) {
      std::uint64_t rows = 0;
      if (element.get(rows) != simdjson::SUCCESS) members.fail();
      summary.rows_by_type.emplace(type, rows);
    }
    result.complete = members.flag("complete");
    return result;
  });
}

Result<RemoteStatus> parse_status(std::string_view json) {
  return read_object<RemoteStatus>(json, [](Members& members, const object& top) {
    RemoteStatus status;
    status.version = members.text("version", true);
    record::StoreStats& stats = status.stats;
    stats.records = members.number("records", true);
    stats.names = members.number("names", true);
    stats.is_exact = members.flag("exact");
    stats.bytes = members.number("bytes", true);
    stats.format = static_cast<std::uint32_t>(
        members.number("format", true, std::numeric_limits<std::uint32_t>::max()));
    simdjson::dom::array sources;
    if (top["sources"].get(sources) != simdjson::SUCCESS) {
      members.fail();
      return status;
    }
    std::uint32_t number = 0;
    for (const auto& element : sources) {
      stats.sources.emplace_back(record::SourceId{++number},
                                 read_source(members, element, stats.watched.emplace_back()));
    }
    status.complete = members.flag("complete");
    return status;
  });
}

Result<RemoteRow> parse_remote_row(std::string_view line) {
  return read_object<RemoteRow>(line, [](Members& members, const object&) {
    RemoteRow row;
    row.rrname = members.text("rrname", true);
    row.rrtype = members.text("rrtype", true);
    row.rdata = members.text("rdata", true);
    row.bailiwick = members.text("bailiwick", false);
    row.source = members.text("source", false);
    row.is_zone = members.text("how", true) == "zone";
    row.count = members.number("count", true);
    row.first = members.time(row.is_zone ? "zone_time_first" : "time_first", true);
    row.last = members.time(row.is_zone ? "zone_time_last" : "time_last", true);
    return row;
  });
}

}  // namespace spoor::api::v1
