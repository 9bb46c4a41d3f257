// SPDX-License-Identifier: Apache-2.0
// When something first appeared, and who saw it first: a name, a domain, a type under a name, a
// pair of name and value.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "history/row_walk.h"
#include "history/value_match.h"
#include "record/record_store.h"
#include "search/request.h"

namespace spoor::history {

/// A row that owns what it shows; without days.
struct HeldRow {
  std::string owner;  ///< Wire form.
  dns::RrType type{};
  std::string type_text;
  std::string rdata;
  std::uint8_t bailiwick = record::kBailiwickUnknown;
  std::string source;
  record::How how = record::How::kSensor;
  record::Sightings sightings;

  static HeldRow of(const search::Row& row);
};

struct FirstSeenQuestion {
  search::SearchRequest request;  ///< Page, order and grouping do not matter.
  /// Only records that hold it: a question about rdata, but no pattern.
  std::optional<search::Query> value;
};

/// What one source (in one way) or one type says.
struct FirstSeen {
  HeldRow row;  ///< The earliest; of several the first in the order of keys.
  std::uint32_t last = 0;
  std::uint64_t rows = 0;
  std::uint64_t count = 0;
};

class FirstSeenCursor {
 public:
  /// `store` must outlive the cursor. Errors: kInvalid (value), search()'s.
  static Result<std::unique_ptr<FirstSeenCursor>> open(const record::RecordStore& store,
                                                       const FirstSeenQuestion& question);
  /// Looks at about `records` further records; true when all were looked at. Errors: kCorrupt, kIo.
  Result<bool> advance(std::uint64_t records);

  /// Ends early: what was found so far counts as all.
  void stop() noexcept {}

  /// Over all sources; empty when nothing was seen.
  [[nodiscard]] const std::optional<FirstSeen>& first() const noexcept { return first_; }
  /// By source and how, earliest first.
  [[nodiscard]] std::vector<const FirstSeen*> by_source() const;
  /// By type, earliest first.
  [[nodiscard]] std::vector<const FirstSeen*> by_type() const;

 private:
  FirstSeenCursor(RowWalk walk, const std::optional<search::Query>& value)
      : walk_(std::move(walk)) {
    if (value) match_.emplace(*value);
  }
  void add(const search::Row& row);

  RowWalk walk_;
  std::optional<ValueMatch> match_;
  std::optional<FirstSeen> first_;
  std::map<std::pair<record::SourceId, record::How>, FirstSeen> by_source_;
  std::map<dns::RrType, FirstSeen> by_type_;
};

}  // namespace spoor::history
