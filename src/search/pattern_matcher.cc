// SPDX-License-Identifier: Apache-2.0
// A match that ends at an octet is of the line that the octet stands in: no octet set of a pattern
// takes a line feed.
#include "search/pattern_matcher.h"

#include <cstdlib>
#include <string>
#include <utility>

#include <hs.h>
#include <re2/re2.h>

namespace spoor::search {
namespace {

constexpr std::int64_t kRe2Bytes = std::int64_t{16} << 20;

struct FreeDatabase {
  void operator()(hs_database_t* database) const noexcept { hs_free_database(database); }
};
struct FreeScratch {
  void operator()(hs_scratch_t* scratch) const noexcept { hs_free_scratch(scratch); }
};
using Database = std::unique_ptr<hs_database_t, FreeDatabase>;
using Scratch = std::unique_ptr<hs_scratch_t, FreeScratch>;

/// Octets of the shortest text that can match; 0 when that is not known.
std::size_t shortest_match(const std::string& expression, unsigned flags) {
  hs_expr_info_t* info = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_expression_info(expression.c_str(), flags, &info, &error) != HS_SUCCESS) {
    hs_free_compile_error(error);
    return 0;
  }
  const std::size_t width = info->min_width;
  std::free(info);  // NOLINT(cppcoreguidelines-no-malloc): Hyperscan's allocator is malloc
  return width;
}

/// Whether a line of the block has so many octets.
bool has_line_of(const record::TextBlock& block, std::size_t octets) {
  const std::size_t texts = block.size();
  for (std::size_t i = 0; i < texts; ++i) {
    const std::size_t end = i + 1 < texts ? block.begin_of(i + 1) : block.lines().size();
    if (end - block.begin_of(i) > octets) return true;  // its line feed counts
  }
  return false;
}

class HyperscanMatcher final : public PatternMatcher {
 public:
  /// Null when the machine or Hyperscan will not.
  static std::unique_ptr<PatternMatcher> make(const std::string& expression) {
    if (hs_valid_platform() != HS_SUCCESS) return nullptr;
    hs_database_t* database = nullptr;
    hs_compile_error_t* error = nullptr;
    constexpr unsigned kFlags = HS_FLAG_CASELESS | HS_FLAG_MULTILINE | HS_FLAG_ALLOWEMPTY;
    if (hs_compile(expression.c_str(), kFlags, HS_MODE_BLOCK, nullptr, &database, &error) !=
        HS_SUCCESS) {
      hs_free_compile_error(error);
      return nullptr;
    }
    Database held(database);
    hs_scratch_t* scratch = nullptr;
    if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) return nullptr;
    return std::unique_ptr<PatternMatcher>(new HyperscanMatcher(
        std::move(held), Scratch(scratch), shortest_match(expression, kFlags)));
  }

  Status match(const record::TextBlock& block, std::vector<std::uint32_t>& lines) override {
    lines.clear();
    if (block.size() == 0) return {};
    if (shortest_ >= kWorthLooking && !has_line_of(block, shortest_)) return {};
    Hits hits{block, lines};
    const std::string_view octets = block.lines();
    const auto done = hs_scan(database_.get(), octets.data(), static_cast<unsigned>(octets.size()),
                              0, scratch_.get(), take_hit, &hits);
    if (done != HS_SUCCESS)
      return Error{ErrorCode::kInvalid, "the engine of patterns gave up", 0, {}};
    return {};
  }

  bool matches(std::string_view text) override {
    const auto stop = [](unsigned, unsigned long long, unsigned long long, unsigned, void*) {
      return 1;
    };
    static constexpr char kNothing[] = "";
    const char* const octets = text.empty() ? kNothing : text.data();
    return hs_scan(database_.get(), octets, static_cast<unsigned>(text.size()), 0, scratch_.get(),
                   stop, nullptr) == HS_SCAN_TERMINATED;
  }

 private:
  struct Hits {
    const record::TextBlock& block;
    std::vector<std::uint32_t>& lines;
    std::uint32_t line = 0;  // that the last hit ended in, or an earlier one
  };

  /// Matches of so many octets are rare enough to look for long lines first.
  static constexpr std::size_t kWorthLooking = 24;

  HyperscanMatcher(Database database, Scratch scratch, std::size_t shortest)
      : database_(std::move(database)), scratch_(std::move(scratch)), shortest_(shortest) {}

  // Hits come in order of their ends. A hit may end right behind its line's last octet, where the
  // line feed stands, but never behind that; behind the last line feed there is no line.
  static int take_hit(unsigned, unsigned long long, unsigned long long end, unsigned,
                      void* context) {
    Hits& hits = *static_cast<Hits*>(context);
    if (end >= hits.block.lines().size()) return 0;
    const std::size_t texts = hits.block.size();
    while (hits.line + 1 < texts && hits.block.begin_of(hits.line + std::size_t{1}) <= end)
      ++hits.line;
    if (hits.lines.empty() || hits.lines.back() != hits.line) hits.lines.push_back(hits.line);
    return 0;
  }

  Database database_;
  Scratch scratch_;
  std::size_t shortest_;  // octets of the shortest match, or 0
};

class Re2Matcher final : public PatternMatcher {
 public:
  static std::unique_ptr<PatternMatcher> make(const std::string& expression) {
    RE2::Options options(RE2::Latin1);
    options.set_case_sensitive(false);
    options.set_log_errors(false);
    options.set_max_mem(kRe2Bytes);
    auto re2 = std::make_unique<RE2>(expression, options);
    if (!re2->ok()) return nullptr;
    return std::unique_ptr<PatternMatcher>(new Re2Matcher(std::move(re2)));
  }

  Status match(const record::TextBlock& block, std::vector<std::uint32_t>& lines) override {
    lines.clear();
    for (std::size_t i = 0; i < block.size(); ++i) {
      if (matches(block.line(i))) lines.push_back(static_cast<std::uint32_t>(i));
    }
    return {};
  }
  bool matches(std::string_view text) override {
    return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *re2_);
  }

 private:
  explicit Re2Matcher(std::unique_ptr<RE2> re2) : re2_(std::move(re2)) {}
  std::unique_ptr<RE2> re2_;
};

}  // namespace

Result<std::unique_ptr<PatternMatcher>> PatternMatcher::make(const PatternNode& pattern,
                                                             Engine engine) {
  const std::string expression = to_expression(pattern);
  if (engine == Engine::kBest) {
    if (auto matcher = HyperscanMatcher::make(expression)) return matcher;
  }
  if (auto matcher = Re2Matcher::make(expression)) return matcher;
  return Error{ErrorCode::kLimit, "a pattern as large as this one cannot be searched for", 0, {}};
}

}  // namespace spoor::search
