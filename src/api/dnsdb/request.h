// SPDX-License-Identifier: Apache-2.0
// A DNSDB request line as a question of ours: path components, query parameters, the Accept field.
// Both versions of that API ask in the same words.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "http/message.h"
#include "record/record_store.h"
#include "search/request.h"

namespace spoor::api::dnsdb {

/// What is done with the rows.
enum class Verb : std::uint8_t { kLookup = 1, kSummarize = 2 };

/// What the path asks for.
enum class Target : std::uint8_t {
  kRrsetName = 1,  ///< rrset/name/{name}/{rrtype?}/{bailiwick?}
  kRrsetRaw = 2,   ///< rrset/raw/{hex}/{rrtype?}/{bailiwick?}: the owner in wire form.
  kRdataName = 3,  ///< rdata/name/{name}/{rrtype?}
  kRdataIp = 4,    ///< rdata/ip/{ip}/{rrtype?}: an address, a prefix or a range.
  kRdataRaw = 5,   ///< rdata/raw/{hex}/{rrtype?}: rdata, or its beginning.
};

constexpr bool is_rdata(Target target) noexcept {
  return target >= Target::kRdataName;
}

/// What a request is read against.
struct Setting {
  const record::RecordStore& store;  ///< Knows the partners' type labels.
  std::uint64_t results_max = 0;     ///< The key's: limit=0 means it, a higher limit too.
  std::uint64_t offset_max = 0;      ///< The key's.
  std::uint32_t now_s = 0;           ///< Unix seconds, for fences that are relative.
};

struct Question {
  search::SearchRequest search;
  bool human_times = false;                    ///< RFC 3339 texts instead of Unix seconds.
  std::uint64_t max_count = search::kNoLimit;  ///< Summaries stop once they counted so many.
};

/// Reads `request`, whose values stand for the placeholders of `target`. Parameters that nobody
/// documents are ignored, `rrtype` among them. Errors: kInvalid with the parameter (or path
/// component) in `where`; kLimit for an offset above the key's.
Result<Question> parse_question(const http::Request& request, Verb verb, Target target,
                                const Setting& setting);

/// The parameters alone: bounds, fences, times. Errors: as parse_question().
Result<Question> parse_parameters(const http::Request& request, Verb verb, const Setting& setting);

/// Whether the client takes one of the types that this API has or its clients ask for:
/// application/x-ndjson, application/jsonl, application/json, text/plain. So does a client that
/// does not say.
bool accepts_answers(const http::Request& request);

}  // namespace spoor::api::dnsdb
