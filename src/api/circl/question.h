// SPDX-License-Identifier: Apache-2.0
// A request of this dialect as questions of ours. Inside this dialect only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/message.h"
#include "record/record_store.h"
#include "search/query.h"
#include "search/request.h"

namespace spoor::api::circl {

inline constexpr std::uint64_t kMostInPage = 10'000;

/// What is asked, in the order in which it is told.
struct Question {
  std::vector<search::SearchRequest> parts;
  std::string owner = {};  ///< Wire form: a record of this owner was told by the part before.
  std::optional<std::uint64_t> page;    ///< Lines of a page; absent: the whole answer at once.
  std::optional<std::uint64_t> cursor;  ///< Of the page before.
};

/// `{q}` of the path, here and in D4's dialect: records of which the owner is asked for, then
/// (unless it is a wildcard) those that hold it; of an address, prefix or range only these. Errors:
/// kInvalid.
Result<std::vector<search::Query>> parse_queries(const std::string& text);

/// `{q}` of the path: a name (`*.example.com` and `www.example.*` too) means the records of it and
/// those that hold it; an address, prefix or range those that hold it. Fields dribble-* as in
/// README.md. Errors: kInvalid with the field (or `query`) in `where`.
Result<Question> parse_question(const http::Request& request, const record::RecordStore& store);

}  // namespace spoor::api::circl
