// SPDX-License-Identifier: Apache-2.0
// Each part is read by search; what is added here is the name of the flag that was wrong.
#include "cli/question.h"

#include <string>
#include <utility>

#include "cli/session.h"

namespace spoor::cli {
namespace {

Error at_flag(Error error, std::string_view flag, std::string_view text) {
  error.code = ErrorCode::kInvalid;
  error.where = std::string(flag) + " '" + std::string(text) + "'";
  error.offset = 0;
  return error;
}

/// A fence, which two flags may set.
Status set_fence(std::optional<search::Moment>& fence, std::string_view flag,
                 const std::string& text, std::uint32_t now_s) {
  if (text.empty()) return {};
  if (fence)
    return Error{ErrorCode::kInvalid, "says again what another flag said", 0, std::string(flag)};
  auto moment = search::parse_time(text, now_s);
  if (!moment) return at_flag(moment.error(), flag, text);
  fence = *moment;
  return {};
}

Status set_fences(search::TimeFences& fences, const QuestionOptions& question,
                  std::uint32_t now_s) {
  SPOOR_CHECK(set_fence(fences.first_after, "--first-after", question.first_after, now_s));
  SPOOR_CHECK(set_fence(fences.first_before, "--first-before", question.first_before, now_s));
  SPOOR_CHECK(set_fence(fences.last_after, "--last-after", question.last_after, now_s));
  SPOOR_CHECK(set_fence(fences.last_before, "--last-before", question.last_before, now_s));
  SPOOR_CHECK(set_fence(fences.last_after, "--since", question.since, now_s));
  return set_fence(fences.first_before, "--until", question.until, now_s);
}

}  // namespace

Result<search::SearchRequest> to_request(const QuestionOptions& question,
                                         const record::RecordStore& store, std::uint32_t now_s) {
  search::SearchRequest request;
  auto in = search::parse_query_in(question.in);
  if (!in) return at_flag(in.error(), "--in", question.in);
  auto query = search::parse_query(question.query, *in);
  if (!query) return at_flag(query.error(), "QUERY", question.query);
  request.query = *std::move(query);
  for (const std::string& type : question.types) {
    if (const Status added = request.filters.types.add(type, store); !added)
      return at_flag(added.error(), "--type", type);
  }
  if (!question.bailiwick.empty()) {
    auto zone = dns::parse_name(question.bailiwick);
    if (!zone)
      return at_flag({ErrorCode::kInvalid, "expected a name"}, "--bailiwick", question.bailiwick);
    request.filters.bailiwick = *zone;
  }
  request.filters.sources = question.sources;
  SPOOR_CHECK(set_fences(request.filters.fences, question, now_s));
  if (question.merge) request.grouping = search::Grouping::kMergeSources;
  return request;
}

Status add_page(search::SearchRequest& request, const LookupOptions& options) {
  auto order = search::parse_order(options.sort);
  if (!order) return at_flag(order.error(), "--sort", options.sort);
  const bool is_merged = request.grouping != search::Grouping::kPerSource;
  if (options.format == Format::kNative && is_merged) {
    return Error{ErrorCode::kInvalid, "keeps every source apart and cannot stand with --merge", 0,
                 "--native"};
  }
  if (options.format == Format::kCof) request.grouping = search::Grouping::kMergeBailiwicks;
  request.with_details = options.format == Format::kNative;
  request.order = *order;
  request.limit = options.limit == 0 ? search::kNoLimit : options.limit;
  request.offset = options.offset;
  request.from = options.from;
  return {};
}

int fail_question(const Error& error) {
  complain(error);
  return error.code == ErrorCode::kNotFound ? kExitUsage : exit_code_of(error);
}

}  // namespace spoor::cli
