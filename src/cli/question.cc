// SPDX-License-Identifier: Apache-2.0
// Each part is read by search; what is added here is the name of the flag that was wrong, and the
// place in it.
#include "cli/question.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

#include "cli/enrichment.h"
#include "cli/session.h"
#include "cli/text.h"

namespace spoor::cli {
namespace {

/// "--not-type".
std::string flag_of(search::FilterKey key) {
  std::string flag = "--" + std::string(search::filter_parameter(key));
  std::replace(flag.begin(), flag.end(), '_', '-');
  return flag;
}

/// Where the text begins in `--flag 'text'`.
std::size_t text_begin(std::string_view flag_and_text) {
  return flag_and_text.find('\'') + 1;
}

/// What a pattern goes without is told here already, while the text of the flag is at hand.
Status check_exclude(const search::Query& query, const std::string& text) {
  const Status fine = search::check_pattern(query);
  if (fine) return {};
  Error error = at_flag(fine.error(), "--exclude", text);
  const bool has_place = query.kind == search::QueryKind::kPattern;
  if (has_place && error.offset == 0) error.offset = text_begin(error.where);
  return error;
}

}  // namespace

Error at_flag(Error error, std::string_view flag, std::string_view text) {
  error.code = ErrorCode::kInvalid;
  error.where = std::string(flag) + " '" + std::string(text) + "'";
  if (error.offset > 0) error.offset += text_begin(error.where);
  return error;
}

std::vector<search::FilterWord> filter_words(const QuestionOptions& question) {
  using search::FilterKey;
  std::vector<search::FilterWord> words;
  const auto add = [&](FilterKey key, const std::string& value) {
    if (!value.empty()) words.push_back({key, value});
  };
  const auto add_each = [&](FilterKey key, const std::vector<std::string>& values) {
    for (const std::string& value : values) words.push_back({key, value});
  };
  add_each(FilterKey::kType, question.types);
  add_each(FilterKey::kNotType, question.not_types);
  add_each(FilterKey::kBailiwick, question.bailiwicks);
  add_each(FilterKey::kNotBailiwick, question.not_bailiwicks);
  add_each(FilterKey::kSource, question.sources);
  add_each(FilterKey::kNotSource, question.not_sources);
  add(FilterKey::kFirstAfter, question.first_after);
  add(FilterKey::kFirstBefore, question.first_before);
  add(FilterKey::kLastAfter, question.last_after);
  add(FilterKey::kLastBefore, question.last_before);
  add(FilterKey::kSince, question.since);
  add(FilterKey::kUntil, question.until);
  add(FilterKey::kSeen, question.seen);
  add(FilterKey::kOnly, question.only);
  add(FilterKey::kCountMin, question.count_min);
  add(FilterKey::kCountMax, question.count_max);
  add_each(FilterKey::kAsn, question.asns);
  add_each(FilterKey::kNotAsn, question.not_asns);
  add_each(FilterKey::kCountry, question.countries);
  add_each(FilterKey::kNotCountry, question.not_countries);
  add_each(FilterKey::kTag, question.tags);
  add_each(FilterKey::kNotTag, question.not_tags);
  add_each(FilterKey::kName, question.names);
  add_each(FilterKey::kNotName, question.not_names);
  add_each(FilterKey::kRdata, question.rdata);
  add_each(FilterKey::kNotRdata, question.not_rdata);
  add_each(FilterKey::kTld, question.tlds);
  add_each(FilterKey::kNotTld, question.not_tlds);
  add_each(FilterKey::kDomain, question.domains);
  add_each(FilterKey::kNotDomain, question.not_domains);
  add(FilterKey::kExclude, question.exclude);
  return words;
}

Status add_enrichment(const Command& command, search::SearchRequest& request) {
  const search::Filters& filters = request.filters;
  if (filters.asns.is_open() && filters.countries.is_open() && filters.tags.is_open() &&
      filters.domains.is_open())
    return {};
  SPOOR_TRY(const auto holder, open_enrichment(command));
  request.filters.enrichment = holder->current();
  return {};
}

Result<search::SearchRequest> to_request(const QuestionOptions& question,
                                         const record::RecordStore& store, std::uint32_t now_s) {
  search::SearchRequest request;
  auto in = search::parse_query_in(question.in);
  if (!in) return at_flag(in.error(), "--in", question.in);
  auto query = search::parse_query(question.query, *in);
  if (!query) return at_flag(query.error(), "QUERY", question.query);
  request.query = *std::move(query);
  for (const search::FilterWord& word : filter_words(question)) {
    if (const Status added = search::apply_filter(word, {now_s, &store}, request); !added)
      return at_flag(added.error(), flag_of(word.key), word.value);
  }
  SPOOR_CHECK(check_exclude(request.query, question.exclude));
  if (const Status fine = search::check_filters(request.filters); !fine) return fine.error();
  if (question.merge) request.grouping = search::Grouping::kMergeSources;
  return request;
}

Status fit_to_format(search::SearchRequest& request, Format format) {
  const bool is_merged = request.grouping != search::Grouping::kPerSource;
  if (format == Format::kNative && is_merged) {
    return Error{ErrorCode::kInvalid, "keeps every source apart and cannot stand with --merge", 0,
                 "--native"};
  }
  if (format == Format::kCof || format == Format::kZone)
    request.grouping = search::Grouping::kMergeBailiwicks;
  if (format == Format::kDnsdb) request.grouping = search::Grouping::kMergeSources;
  request.with_details = format == Format::kNative || format == Format::kZone;
  request.with_sources = format == Format::kJson || format == Format::kCsv;
  return {};
}

Result<feed::JsonOptions> row_style(const LookupOptions& options) {
  feed::JsonOptions style;
  if (options.details.empty()) return style;
  if (options.format != Format::kJson)
    return Error{ErrorCode::kInvalid, "goes with --json only", 0, "--details"};
  if (!feed::parse_details(options.details, style))
    return at_flag({ErrorCode::kInvalid, "expected days, ttl or both, with a comma between", 0, {}},
                   "--details", options.details);
  return style;
}

Status add_page(search::SearchRequest& request, const LookupOptions& options) {
  auto order = search::parse_order(options.sort);
  if (!order) return at_flag(order.error(), "--sort", options.sort);
  SPOOR_CHECK(fit_to_format(request, options.format));
  request.order = *order;
  request.limit = options.limit == 0 ? search::kNoLimit : options.limit;
  request.offset = options.offset;
  request.from = options.from;
  if (options.details.empty()) return {};
  SPOOR_TRY(const feed::JsonOptions style, row_style(options));
  request.with_details = request.with_details || style.has_details();
  return {};
}

int fail_question(const Error& error) {
  const std::size_t begin = text_begin(error.where);
  const bool is_at_flag = begin > 0 && error.where.ends_with('\'');
  if (error.code == ErrorCode::kInvalid && error.offset >= begin && is_at_flag) {
    complain(Error{error.code, error.what, 0, error.where});
    const std::string_view text(error.where.data() + begin, error.where.size() - 1 - begin);
    std::fputs(pointed_at(text, error.offset - begin).c_str(), stderr);
    return kExitUsage;
  }
  complain(error);
  return error.code == ErrorCode::kNotFound ? kExitUsage : exit_code_of(error);
}

}  // namespace spoor::cli
