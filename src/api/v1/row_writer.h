// SPDX-License-Identifier: Apache-2.0
// An answer's rows in one of seven forms, and what is said around them. Inside the room only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/problem.h"
#include "api/v1/format.h"
#include "enrich/enrichment.h"
#include "feed/cof_writer.h"
#include "feed/zone_writer.h"
#include "http/message.h"
#include "record/record_store.h"
#include "search/query.h"
#include "search/search.h"

namespace spoor::api::v1 {

/// How an answer ended.
struct Ending {
  std::string_view reason = {};             ///< Empty: it is complete. Else limit, time or failed.
  std::uint64_t returned = 0;               ///< Rows.
  std::optional<std::uint64_t> total = {};  ///< Rows of the whole answer, when that is known.
  std::string next = {};                ///< Token of the page that follows; empty when none does.
  std::string answer = {};              ///< Its id, when it is kept.
  std::uint32_t expires = 0;            ///< Until when, Unix seconds.
  std::optional<Problem> problem = {};  ///< With the reason failed.
};

class RowWriter {
 public:
  /// `style` is that of JSON rows.
  RowWriter(Format format, const feed::JsonOptions& style, search::Query query)
      : format_(format), style_(style), query_(std::move(query)) {}

  /// JSON rows tell too what enrichment knows of their name and address.
  void enrich_with(std::shared_ptr<const enrich::Enrichment> enrichment) {
    enrichment_ = std::move(enrichment);
  }

  /// Members that stand first in the object of Format::kJson: `"a":1,"b":2`.
  void set_head(std::string members) { head_ = std::move(members); }
  /// A member that stands last in the object of Format::kJson, and in the last line of kNdjson:
  /// `"a":1`.
  void set_tail(std::string member) { tail_ = std::move(member); }
  [[nodiscard]] Format format() const noexcept { return format_; }
  /// Whether rows must have days and TTL.
  [[nodiscard]] bool needs_details() const noexcept {
    return style_.has_details() || format_ == Format::kNative || format_ == Format::kZone;
  }
  /// Whether how it ended can be said in the body. Else an answer that failed must be cut.
  [[nodiscard]] bool can_tell_failure() const noexcept {
    return format_ == Format::kJson || format_ == Format::kNdjson;
  }
  [[nodiscard]] bool has_begun() const noexcept { return has_begun_; }

  /// What stands before the rows; add() and end() see to it themselves.
  void begin(std::string& out);
  void add(std::string& out, const search::Row& row, const record::RecordStore& store);
  void end(std::string& out, const Ending& ending);

 private:
  void add_json(std::string& out, const search::Row& row) const;
  void add_native(std::string& out, const search::Row& row, const record::RecordStore& store);
  void append_ending(std::string& out, const Ending& ending) const;

  Format format_;
  feed::JsonOptions style_;
  search::Query query_;
  std::shared_ptr<const enrich::Enrichment> enrichment_;  // null: not wanted
  std::string head_, tail_;
  feed::ZoneWriter zone_;
  bool has_begun_ = false;
  bool has_rows_ = false;
};

/// The ending as fields behind the body: Spoor-Complete, -Returned, -Total, -Reason, -Next.
std::vector<http::Field> to_trailers(const Ending& ending);

}  // namespace spoor::api::v1
