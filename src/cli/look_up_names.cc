// SPDX-License-Identifier: Apache-2.0
#include "cli/look_up_names.h"

#include <algorithm>
#include <ctime>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "base/input_stream.h"
#include "cli/enrichment.h"
#include "cli/question.h"
#include "cli/text.h"
#include "search/ask.h"
#include "search/idn.h"
#include "search/search.h"
#include "search/time_text.h"

namespace spoor::cli {
namespace {

constexpr std::uint64_t kMostTold = 10;  // bad lines
constexpr std::size_t kMaxLine = 4096;

std::string_view trimmed(std::string_view line) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  return line;
}

/// The next line, without its end; at the end of the input empty, and false.
Result<bool> next_line(InputStream& in, std::string& line) {
  line.clear();
  while (true) {
    SPOOR_TRY(const Bytes octets, in.fill(1));
    if (octets.empty()) return !line.empty();
    const auto end = std::find(octets.begin(), octets.end(), '\n');
    const auto size = static_cast<std::size_t>(end - octets.begin());
    // Nothing of a line without end is kept beyond what makes it wrong.
    line +=
        as_chars(octets.first(std::min(size, kMaxLine + 1 - std::min(line.size(), kMaxLine + 1))));
    const bool has_end = end != octets.end();
    in.consume(size + (has_end ? 1 : 0));
    if (has_end) return true;
  }
}

/// "7d" is what "-7d" is elsewhere: new since then.
Result<std::uint32_t> parse_since(const std::string& text, std::uint32_t now_s) {
  const bool is_age = text.size() > 1 && text.front() >= '0' && text.front() <= '9' &&
                      std::string_view("wdhms").find(text.back()) != std::string_view::npos;
  auto moment = search::parse_time(is_age ? "-" + text : text, now_s);
  if (!moment) return at_flag(moment.error(), "--new-since", text);
  return moment->unix_s;
}

Result<search::SearchRequest> parse_matching(const Session& session,
                                             const record::RecordStore& store,
                                             std::uint32_t now_s) {
  const std::string& given = session.command.resolve.matching;
  const std::string text = given.empty() ? "*" : given;
  auto asked = search::parse_ask(text, now_s);
  if (!asked) return at_flag(asked.error(), "--matching", text);
  if (!asked->errors.empty()) return at_flag(asked->errors.front().error, "--matching", text);
  if (asked->questions.size() != 1)
    return at_flag({ErrorCode::kInvalid, "expected one question"}, "--matching", text);
  auto request = search::to_request(asked->questions.front(), {now_s, &store});
  if (!request) return at_flag(request.error(), "--matching", text);
  if (request->limit == search::kDefaultLimit) request->limit = search::kNoLimit;
  SPOOR_TRY(const auto enrichment, open_enrichment(session.command));
  request->filters.enrichment = enrichment->current();
  return request;
}

/// Whether nobody saw the name before.
Result<bool> is_new(const record::RecordStore& store, const dns::Name& name, std::uint32_t since) {
  search::SearchRequest request;
  request.query.name = name;
  request.limit = search::kNoLimit;
  SPOOR_TRY(const auto rows, search::search(store, request));
  while (true) {
    SPOOR_TRY(const search::Row* const row, rows->next());
    if (row == nullptr) return true;
    if (row->sightings->first < since) return false;
  }
}

Status collect_owners(const Session& session, const record::RecordStore& store,
                      const search::SearchRequest& request, NameList& names) {
  SPOOR_TRY(const auto rows, search::search(store, request));
  while (!session.stop.load()) {
    SPOOR_TRY(const search::Row* const row, rows->next());
    if (row == nullptr) break;
    SPOOR_CHECK(names.add(row->owner));
  }
  return {};
}

}  // namespace

Status NameList::add(Bytes wire) {
  const auto [at, is_first] = names_.emplace(as_chars(wire));
  if (!is_first) return {};
  in_order_.push_back(&*at);
  if (in_order_.size() <= most_) return {};
  return Error{ErrorCode::kLimit, "more names than --max-names: nothing was asked", 0,
               grouped(most_)};
}

Result<dns::Name> parse_typed_name(std::string_view text) {
  SPOOR_TRY(const std::string ascii, search::to_punycode(text));
  return dns::parse_name(ascii);
}

Result<std::uint64_t> read_name_list(const std::string& path, NameList& names) {
  SPOOR_TRY(const auto in, InputStream::open(path));
  std::uint64_t bad = 0;
  std::string line;
  for (std::uint64_t number = 1;; ++number) {
    SPOOR_TRY(const bool has_line, next_line(*in, line));
    if (!has_line) break;
    const std::string_view text = trimmed(line);
    if (text.empty() || text.front() == '#') continue;
    const auto name = parse_typed_name(text.substr(0, kMaxLine));
    if (name) {
      SPOOR_CHECK(names.add(name->wire()));
    } else if (++bad <= kMostTold) {
      complain(fmt::format("{}:{}: '{}': {}", path, number, printable(text.substr(0, 100)),
                           name.error().what));
    }
  }
  if (bad > kMostTold)
    complain(fmt::format("and {} more lines are no names", grouped(bad - kMostTold)));
  return bad;
}

Status find_names(const Session& session, const record::RecordStore& store, NameList& names) {
  const ResolveOptions& o = session.command.resolve;
  const auto now_s = static_cast<std::uint32_t>(std::time(nullptr));
  SPOOR_TRY(search::SearchRequest request, parse_matching(session, store, now_s));
  if (o.new_since.empty()) return collect_owners(session, store, request, names);
  SPOOR_TRY(const std::uint32_t since, parse_since(o.new_since, now_s));
  // Every row of a new name is new, so only those need be looked at; then all else of the name.
  auto& after = request.filters.fences.first_after;
  if (!after || after->unix_s < since) after = search::Moment{since, {}};
  NameList candidates(o.max_names);
  SPOOR_CHECK(collect_owners(session, store, request, candidates));
  for (std::size_t i = 0; i < candidates.size() && !session.stop.load(); ++i) {
    const dns::Name name = candidates[i];
    SPOOR_TRY(const bool counts, is_new(store, name, since));
    if (counts) SPOOR_CHECK(names.add(name.wire()));
  }
  return {};
}

}  // namespace spoor::cli
