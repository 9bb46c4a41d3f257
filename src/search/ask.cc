// SPDX-License-Identifier: Apache-2.0
// Lines, and what belongs to which.
#include "search/ask.h"

#include <algorithm>
#include <utility>

#include "search/ask_word.h"

namespace spoor::search {
namespace {

/// Reads line after line.
class AskReader {
 public:
  AskReader(std::string_view whole, std::uint32_t now_s) : whole_(whole), now_s_(now_s) {}

  Result<Asked> read() {
    std::size_t line = 0;
    for (std::size_t at = 0; at < whole_.size();) {
      std::size_t end = std::min(whole_.find_first_of("\n\r", at), whole_.size());
      ++line;
      if (line > kMostAsked || asked_.questions.size() + asked_.errors.size() > kMostAsked)
        return Error{ErrorCode::kLimit,
                     "expected at most 100,000 lines and questions: cut the list", at};
      read_line(line, at, whole_.substr(at, end - at));
      if (whole_.substr(end).starts_with("\r\n")) ++end;
      at = end + 1;
    }
    if (asked_.questions.size() + asked_.errors.size() > kMostAsked)
      return Error{ErrorCode::kLimit, "expected at most 100,000 lines and questions: cut the list",
                   0};
    finish();
    if (asked_.questions.empty() && asked_.errors.empty())
      return Error{ErrorCode::kInvalid,
                   "expected a name, address, CIDR, range, URL, mailbox, /pattern/ or text", 0};
    return std::move(asked_);
  }

 private:
  void tell(std::size_t line, Error error) { asked_.errors.push_back({line, std::move(error)}); }

  void read_line(std::size_t number, std::size_t offset, std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos || line[first] == '#') return;  // a remark
    if (line.size() > kMaxQueryText)
      return tell(number,
                  {ErrorCode::kInvalid, "expected a line of at most 262,144 octets", offset});
    const auto plain = plain_characters(line, offset);
    if (!plain) return tell(number, plain.error());
    const std::vector<AskWord> words = split_words(*plain, whole_);
    std::vector<FilterWord> filters;
    QueryIn in = QueryIn::kAuto;
    bool is_fine = true;
    for (const AskWord& word : words) {
      const Status read = read_setting(word, filters, in);
      if (!read) tell(number, read.error());
      is_fine = is_fine && read;
    }
    const std::size_t had = asked_.questions.size();
    const std::size_t had_errors = asked_.errors.size();
    for (const AskWord& word : words) {
      const bool read = read_question(word, number, in);
      is_fine = is_fine && (read || !is_like_filter(word));
    }
    const bool has_questions = asked_.questions.size() > had;
    if (!is_fine) {  // without its filters a question would be another one
      asked_.questions.resize(had);
    } else if (has_questions) {
      give_filters(had, filters);
    } else if (asked_.errors.size() == had_errors && !filters.empty()) {
      common_.insert(common_.end(), filters.begin(), filters.end());
      common_line_ = number;
    }
  }

  Status read_setting(const AskWord& word, std::vector<FilterWord>& filters, QueryIn& in) const {
    if (word.kind == AskWordKind::kFilter || word.kind == AskWordKind::kTag)
      return add_filter_words(word, now_s_, filters);
    if (word.kind != AskWordKind::kIn) return {};
    auto place = parse_query_in(word.value);
    if (!place || word.is_negated)
      return Error{ErrorCode::kInvalid, "expected in:name, in:rdata or in:raw", word.value_offset,
                   word.text.text()};
    in = *place;
    return {};
  }

  /// Whether a word was meant to be a filter: `tpye:A`.
  static bool is_like_filter(const AskWord& word) {
    const std::string_view text = word.text.view();
    const auto is_letter = [](char c) {
      return c == '_' || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    };
    const auto end = std::find_if_not(text.begin(), text.end(), is_letter);
    return word.kind == AskWordKind::kPlain && end != text.begin() && end != text.end() &&
           std::string_view(":<>").find(*end) != std::string_view::npos;
  }

  /// False when the word was refused.
  bool read_question(const AskWord& word, std::size_t number, QueryIn in) {
    if (word.kind == AskWordKind::kFilter || word.kind == AskWordKind::kTag ||
        word.kind == AskWordKind::kIn)
      return true;
    std::vector<FilterWord> own;
    auto found = read_question_word(word, in, own);
    if (!found) {
      tell(number, found.error());
      return false;
    }
    if (!*found) return true;
    Understood& understood = **found;
    understood.line = number;
    understood.asked = std::string(whole_.substr(word.offset, word.end - word.offset));
    if (!own.empty())
      understood.words = std::make_shared<const std::vector<FilterWord>>(std::move(own));
    asked_.questions.push_back(std::move(understood));
    return true;
  }

  void give_filters(std::size_t from, const std::vector<FilterWord>& filters) {
    const auto shared = std::make_shared<const std::vector<FilterWord>>(filters);
    for (std::size_t i = from; i < asked_.questions.size(); ++i) {
      FilterWords& words = asked_.questions[i].words;
      if (words == nullptr) {
        words = shared;
      } else if (!filters.empty()) {
        std::vector<FilterWord> both = *words;
        both.insert(both.end(), filters.begin(), filters.end());
        words = std::make_shared<const std::vector<FilterWord>>(std::move(both));
      }
    }
  }

  /// Filters that stood alone: of all questions; or, where there are none, themselves a question.
  void finish() {
    if (!common_.empty() && asked_.questions.empty() && asked_.errors.empty()) ask_for_filters();
    if (!common_.empty() && !asked_.questions.empty() && !is_from_filters_) spread();
    check();
  }

  void spread() {
    FilterWords before, after;
    for (Understood& each : asked_.questions) {
      if (each.words != before || after == nullptr) {
        before = each.words;
        std::vector<FilterWord> both = *each.words;
        both.insert(both.end(), common_.begin(), common_.end());
        after = std::make_shared<const std::vector<FilterWord>>(std::move(both));
      }
      each.words = after;
    }
  }

  void ask_for_filters() {
    const auto is_network = [](const FilterWord& word) { return word.key == FilterKey::kAsn; };
    const auto is_country = [](const FilterWord& word) { return word.key == FilterKey::kCountry; };
    auto at = std::find_if(common_.begin(), common_.end(), is_network);
    if (at == common_.end()) at = std::find_if(common_.begin(), common_.end(), is_country);
    if (at == common_.end()) {
      return tell(common_line_,
                  {ErrorCode::kInvalid,
                   "expected what to look for beside the filters: a name, an address, * for all",
                   common_.front().offset, "filters"});
    }
    Understood found;
    found.kind = is_network(*at) ? AskKind::kAsn : AskKind::kCountry;
    found.line = common_line_;
    found.offset = at->offset;
    found.asked = at->value;
    found.query.kind = QueryKind::kBelow;
    found.query.in = QueryIn::kName;
    std::rotate(common_.begin(), at, at + 1);
    found.words = std::make_shared<const std::vector<FilterWord>>(common_);
    asked_.questions.push_back(std::move(found));
    is_from_filters_ = true;
  }

  /// Filters must go together; a question whose filters do not becomes an error.
  void check() {
    const std::vector<FilterWord>* checked = nullptr;
    std::optional<Error> error;
    std::vector<Understood> fine;
    fine.reserve(asked_.questions.size());
    for (Understood& each : asked_.questions) {
      if (each.words.get() != checked) {
        checked = each.words.get();
        const auto request = to_filters(*each.words, {now_s_, nullptr});
        error = request ? std::nullopt : std::optional<Error>(request.error());
        if (error) tell(each.line, *error);
      }
      if (!error) fine.push_back(std::move(each));
    }
    asked_.questions = std::move(fine);
    std::sort(asked_.errors.begin(), asked_.errors.end(),
              [](const AskError& a, const AskError& b) { return a.error.offset < b.error.offset; });
  }

  std::string_view whole_;
  std::uint32_t now_s_;
  Asked asked_;
  std::vector<FilterWord> common_;  // of lines without a question
  std::size_t common_line_ = 1;
  bool is_from_filters_ = false;
};

}  // namespace

Result<Asked> parse_ask(std::string_view text, std::uint32_t now_s) {
  if (text.size() > kMaxAskText)
    return Error{ErrorCode::kLimit, "expected at most 32 MiB of text", kMaxAskText};
  return AskReader(text, now_s).read();
}

Result<SearchRequest> to_filters(const std::vector<FilterWord>& words,
                                 const FilterContext& context) {
  SearchRequest request;
  for (const FilterWord& word : words) {
    if (const Status applied = apply_filter(word, context, request); !applied) {
      Error error = applied.error();
      error.offset += word.value_offset;
      return error;
    }
  }
  if (const Status fine = check_filters(request.filters); !fine) {
    Error error = fine.error();
    error.offset = words.back().offset;
    return error;
  }
  return request;
}

Result<SearchRequest> to_request(const Understood& understood, const FilterContext& context) {
  SPOOR_TRY(SearchRequest request, to_filters(*understood.words, context));
  std::string exclude = std::move(request.query.exclude);
  request.query = understood.query;
  request.query.exclude = std::move(exclude);
  if (const Status fine = check_pattern(request.query); !fine) {
    Error error = fine.error();
    error.offset += understood.offset;
    return error;
  }
  return request;
}

}  // namespace spoor::search
