// SPDX-License-Identifier: Apache-2.0
// Resume tokens: where a page ended, sealed so that nobody can make one up. Inside the room only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "record/batch.h"
#include "record/key.h"
#include "record/source.h"
#include "search/request.h"

namespace spoor::search {

/// What a position means. In tokens: never renumber.
enum class Place : std::uint8_t {
  kBehindRow = 0,     ///< A streamed answer goes on behind the row of this key, source and how.
  kBehindSorted = 1,  ///< A sorted one, behind the row of this value and what ties go by.
  kAtKey = 2,  ///< A streamed answer that was left between two rows: on with this key, itself too.
};

/// Where an answer goes on. Keys of streamed answers are of the index asked.
struct Position {
  Place place = Place::kBehindRow;
  std::uint64_t order = 0;  ///< What a sorted answer orders by first, ascending (RowRank).
  std::string rank = {};    ///< All of it, where that is not enough.
  record::OwnedKey key;
  std::string source;  ///< Name; empty when sources are merged, and under kAtKey.
  record::How how = record::How::kSensor;
  bool operator==(const Position&) const = default;
};

/// What a token says: the position, and the fences as they were (relative times do not move between
/// pages).
struct ResumePoint {
  Position position;
  TimeFences fences;
};

/// URL-safe text. Holds the store's id, a digest of the question, fences and position;
/// authenticated with HMAC-SHA256 under a key derived from the store's id and the format of keys.
std::string seal_token(const record::StreamId& store, const SearchRequest& request,
                       const Position& position);

/// Errors: kInvalid when the token is damaged, of another store, or of another question.
Result<ResumePoint> open_token(const record::StreamId& store, const SearchRequest& request);

}  // namespace spoor::search
