// SPDX-License-Identifier: Apache-2.0
// Line after line, in slices.
#include "api/v1/bulk_answer.h"

#include <algorithm>
#include <utility>

#include "api/row_view.h"
#include "api/v1/question.h"
#include "feed/json_text.h"

namespace spoor::api::v1 {
namespace {

constexpr std::size_t kShownOctets = 200;
/// Records between two looks, and looks in one slice: about a millisecond.
constexpr std::uint64_t kLookRecords = 64;
constexpr int kLooks = 64;
/// Lists name a hot address again and again: what took so many looks is kept for the rest of the
/// request, up to so many octets.
constexpr std::uint64_t kDearLooks = 16;
constexpr std::size_t kMostToldOctets = std::size_t{32} << 20;

/// No more than so many octets, and no half of a character at the end.
std::string_view shortened(std::string_view text) {
  if (text.size() <= kShownOctets) return text;
  std::size_t end = kShownOctets;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

/// Whether an error is the line's own, and not the store's.
bool is_of_line(const Error& error) {
  return error.code == ErrorCode::kInvalid || error.code == ErrorCode::kNotFound ||
         error.code == ErrorCode::kLimit || error.code == ErrorCode::kMalformed;
}

}  // namespace

void append_bulk_line(std::string& out, const BulkLine& line, feed::TimeStyle times) {
  feed::append_field(out, "{\"line\":", line.line);
  out += ",\"q\":";
  feed::append_json_string(out, line.asked);
  if (line.error) {
    out += ",\"error\":";
    feed::append_json_string(out, line.error->what);
    feed::append_field(out, ",\"offset\":", line.error->offset);
    out += "}\n";
    return;
  }
  out += ",\"text\":";
  feed::append_json_string(out, line.text);
  feed::append_field(out, ",\"found\":", line.found);
  out += line.is_all ? ",\"complete\":true" : ",\"complete\":false";
  if (line.seen) {
    out += ",\"first_seen\":";
    append_time(out, line.seen->first, times);
    out += ",\"last_seen\":";
    append_time(out, line.seen->last, times);
  }
  out += ",\"rows\":[";
  out += line.rows;
  out += "]}\n";
}

Result<std::unique_ptr<BulkAnswer>> BulkAnswer::open(const record::RecordStore& store,
                                                     std::string text, BulkOptions options) {
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  if (lines + (text.empty() || text.back() == '\n' ? 0 : 1) > search::kMostAsked)
    return Error{ErrorCode::kLimit, "expected at most 100,000 lines: cut the list"};
  return std::unique_ptr<BulkAnswer>(new BulkAnswer(store, std::move(text), std::move(options)));
}

Result<search::SearchRequest> BulkAnswer::understand(std::string_view line) {
  SPOOR_TRY(search::Asked asked, search::parse_ask(line, options_.now_s));
  if (!asked.errors.empty()) return asked.errors.front().error;
  if (asked.questions.size() > 1)
    return Error{ErrorCode::kInvalid, "expected one question a line", asked.questions[1].offset};
  search::Understood& found = asked.questions.front();
  if (!options_.words.empty()) {
    std::vector<search::FilterWord> words = *found.words;
    words.insert(words.end(), options_.words.begin(), options_.words.end());
    found.words = std::make_shared<const std::vector<search::FilterWord>>(std::move(words));
  }
  line_.text = search::ask_text(found);
  SPOOR_TRY(search::SearchRequest request, search::to_request(found, {options_.now_s, &store_}));
  const bool has_limit =
      std::any_of(found.words->begin(), found.words->end(),
                  [](const auto& word) { return word.key == search::FilterKey::kLimit; });
  wanted_rows_ = std::min(has_limit ? request.limit : options_.rows, kMostBulkRows);
  request.limit = kMostBulkFound;
  request.filters.enrichment = options_.enrichment;
  request.with_sources = true;
  return request;
}

/// kLine when the answer is there at once.
Result<BulkAnswer::Step> BulkAnswer::begin(const BulkSlot& slot) {
  line_ = BulkLine{};
  line_.line = slot.line;
  line_.asked = shortened(trim_bulk_line(slot.text));
  auto request = understand(slot.text);
  if (!request) {
    line_.error = request.error();
    return Step::kLine;
  }
  if (tell_again()) return Step::kLine;
  looks_ = 0;
  auto rows = search::search_in(state_, store_, *std::move(request));
  if (rows) {
    rows_ = *std::move(rows);
    return Step::kPaused;
  }
  if (!is_of_line(rows.error())) return rows.error();
  line_.error = rows.error();
  line_.error->offset = 0;
  return Step::kLine;
}

void BulkAnswer::add_row(const search::Row& row) {
  ++line_.found;
  const record::Sightings& s = *row.sightings;
  if (!line_.seen) line_.seen = search::TimeSpan{s.first, s.last};
  line_.seen->first = std::min(line_.seen->first, s.first);
  line_.seen->last = std::max(line_.seen->last, s.last);
  if (line_.found > wanted_rows_) return;
  if (line_.found > 1) line_.rows += ',';
  feed::append_json(line_.rows, to_view(row), {options_.times});
  line_.rows.pop_back();  // its LF
}

/// One state of the store answers all lines: the same question has the same answer.
bool BulkAnswer::tell_again() {
  const auto before = told_.find(line_.text);
  if (before == told_.end()) return false;
  const Told& told = before->second;
  line_.found = told.found;
  line_.is_all = told.is_all;
  line_.seen = told.seen;
  line_.rows = told.rows;
  return true;
}

void BulkAnswer::keep_told() {
  if (looks_ < kDearLooks) return;
  const std::size_t octets = sizeof(Told) + line_.text.size() + line_.rows.size();
  if (told_octets_ + octets > kMostToldOctets) {
    told_.clear();  // what is asked often comes back
    told_octets_ = 0;
  }
  told_octets_ += octets;
  told_.try_emplace(line_.text, Told{line_.found, line_.is_all, line_.seen, line_.rows});
}

void BulkAnswer::finish_line() {
  line_.is_all = !rows_->more();
  rows_.reset();
  keep_told();
}

/// The next run of the list.
void BulkAnswer::fill() {
  is_read_ = !window_.fill();
  kept_.clear();
  kept_.resize(window_.slots().size());
  kept_octets_ = asked_ = told_at_ = 0;
  totals_.lines = window_.lines();
}

/// The answer at hand is whole: true when it is its turn to be told, else it is kept.
bool BulkAnswer::settle() {
  if (asks_ahead_) {
    kept_octets_ += sizeof(BulkLine) + line_.text.size() + line_.rows.size();
    kept_[slot_] = std::move(line_);
    return false;
  }
  ++told_at_;
  if (line_.error) {
    ++totals_.errors;
  } else {
    ++totals_.answered;
    totals_.found += line_.found > 0 ? 1 : 0;
  }
  return true;
}

/// A look at the rows of the line at hand; true when the line is told.
Result<bool> BulkAnswer::go_on() {
  ++looks_;
  SPOOR_TRY(const search::Step step, rows_->advance(kLookRecords));
  if (step == search::Step::kRow) add_row(rows_->row());
  if (step != search::Step::kEnd) return false;
  finish_line();
  return settle();
}

/// The next line of the run; true when it is told.
Result<bool> BulkAnswer::take_up() {
  asks_ahead_ =
      told_at_ == 0 && asked_ < window_.order().size() && kept_octets_ < options_.kept_octets;
  slot_ = asks_ahead_ ? window_.order()[asked_++] : told_at_;
  if (!asks_ahead_ && kept_[slot_]) {
    line_ = *std::move(kept_[slot_]);
    return settle();
  }
  SPOOR_TRY(const Step step, begin(window_.slots()[slot_]));
  return step == Step::kLine && settle();
}

Result<BulkAnswer::Step> BulkAnswer::next() {
  for (int look = 0; look < kLooks; ++look) {
    bool is_told = false;
    if (rows_) {
      SPOOR_TRY(is_told, go_on());
    } else if (told_at_ < kept_.size()) {
      SPOOR_TRY(is_told, take_up());
    } else if (!is_read_) {
      fill();
    } else {
      return Step::kEnd;
    }
    if (is_told) return Step::kLine;
  }
  return Step::kPaused;
}

}  // namespace spoor::api::v1
