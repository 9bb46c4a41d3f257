// SPDX-License-Identifier: Apache-2.0
#include "search/retention_text.h"

#include <optional>
#include <utility>

#include "search/request.h"
#include "search/row_sources.h"
#include "search/time_text.h"

namespace spoor::search {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

/// One rule while its words are read.
class RuleReader {
 public:
  RuleReader(const record::RecordStore& store, std::uint32_t now_s)
      : store_(store), now_s_(now_s) {}

  Status add(std::string_view word) {
    if (has_age_) return wrong("the age stands last, behind type:, source: and kind:");
    const std::size_t colon = word.find(':');
    if (colon == std::string_view::npos) return add_age(word);
    const std::string_view key = word.substr(0, colon);
    const std::string_view value = word.substr(colon + 1);
    if (key == "type") return filters_.types.add(value, &store_);
    if (key == "source") return add_sources(value);
    if (key != "kind") return wrong("expected type:, source:, kind: and an age such as 400d");
    filters_.sources.emplace_back(word);
    return {};
  }

  Result<record::RetentionRule> finish() {
    if (!has_age_) return wrong("expected an age such as 400d, or keep");
    if (!filters_.types.is_open()) {
      rule_.types = filters_.types.only_listed();
      if (rule_.types.empty()) return wrong("expected types by their names, without ANY");
    }
    if (filters_.sources.empty()) return std::move(rule_);
    SPOOR_TRY(const SourceChoice choice, SourceChoice::of(store_, filters_));
    rule_.sources.emplace();
    for (const record::KnownSource& each : store_.sources()) {
      if (choice.accepts(each.id)) rule_.sources->push_back(each.id);
    }
    return std::move(rule_);
  }

 private:
  static Error wrong(std::string_view what) { return {ErrorCode::kInvalid, what, 0, {}}; }

  Status add_age(std::string_view word) {
    has_age_ = true;
    if (word == "keep") return {};
    const bool is_age = word.size() > 1 && word.front() >= '0' && word.front() <= '9' &&
                        word.find_first_of("dhmw", word.size() - 1) != std::string_view::npos;
    const auto moment = parse_time("-" + std::string(word), now_s_);
    if (!is_age || !moment) return wrong("expected an age such as 400d, 12h or 8w, or keep");
    rule_.before = moment->unix_s;
    return {};
  }
  Status add_sources(std::string_view names) {
    for (;;) {
      const std::size_t comma = names.find(',');
      if (comma == 0 || names.empty()) return wrong("expected names of sources behind source:");
      filters_.sources.emplace_back(names.substr(0, comma));
      if (comma == std::string_view::npos) return {};
      names.remove_prefix(comma + 1);
    }
  }

  const record::RecordStore& store_;
  std::uint32_t now_s_;
  Filters filters_;
  record::RetentionRule rule_;
  bool has_age_ = false;
};

Error at_rule(Error error, std::string_view text) {
  error.where = error.where.empty() ? "'" + std::string(text) + "'"
                                    : error.where + " in '" + std::string(text) + "'";
  return error;
}

}  // namespace

Result<record::RetentionRule> parse_retention(std::string_view text,
                                              const record::RecordStore& store,
                                              std::uint32_t now_s) {
  RuleReader reader(store, now_s);
  for (std::string_view left = trimmed(text); !left.empty();) {
    const std::size_t end = left.find_first_of(kBlanks);
    const Status added = reader.add(left.substr(0, end));
    if (!added) return at_rule(added.error(), text);
    left = end == std::string_view::npos ? std::string_view() : trimmed(left.substr(end));
  }
  auto rule = reader.finish();
  if (!rule) return at_rule(rule.error(), text);
  return rule;
}

std::vector<std::string> split_retention(const std::vector<std::string>& texts) {
  std::vector<std::string> rules;
  for (std::string_view left : texts) {
    while (!left.empty()) {
      const std::size_t end = left.find(';');
      const std::string_view one = trimmed(left.substr(0, end));
      if (!one.empty()) rules.emplace_back(one);
      left = end == std::string_view::npos ? std::string_view() : left.substr(end + 1);
    }
  }
  return rules;
}

Result<std::vector<record::RetentionRule>> parse_retention(const std::vector<std::string>& texts,
                                                           const record::RecordStore& store,
                                                           std::uint32_t now_s) {
  std::vector<record::RetentionRule> rules;
  for (const std::string& text : split_retention(texts)) {
    SPOOR_TRY(record::RetentionRule rule, parse_retention(text, store, now_s));
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace spoor::search
