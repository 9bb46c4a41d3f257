// SPDX-License-Identifier: Apache-2.0
// One index range, read in its order. The index is sorted by value and domain, so that a whole
// value's domains come sorted; those of a beginning are gathered and sorted here.
#include "registration/search.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "registration/content.h"
#include "registration/file.h"
#include "registration/tidy.h"

namespace spoor::registration {
namespace {

/// Of one domain's versions that match, so many are kept to choose the last observed from.
constexpr std::size_t kMaxVersions = 64;

struct Plan {
  std::string_view sql;      // domain, version of field ?1 between ?2 and ?3
  std::string lower, upper;  // upper is not included
  bool is_range = false;
  std::vector<std::string> others;  // words that must be there too
};

constexpr std::string_view kByValue =
    "SELECT domain, version FROM value WHERE field = ?1 AND value = ?2 ORDER BY domain, version";
constexpr std::string_view kByWord =
    "SELECT domain, version FROM word WHERE field = ?1 AND value = ?2 ORDER BY domain, version";
constexpr std::string_view kByDomain =
    "SELECT domain, id FROM version WHERE ?1 = 0 AND domain = ?2 ORDER BY id";
constexpr std::string_view kValuesFrom =
    "SELECT domain, version FROM value WHERE field = ?1 AND value >= ?2 AND value < ?3";
constexpr std::string_view kWordsFrom =
    "SELECT domain, version FROM word WHERE field = ?1 AND value >= ?2 AND value < ?3";
constexpr std::string_view kDomainsFrom =
    "SELECT domain, id FROM version WHERE ?1 = 0 AND domain >= ?2 AND domain < ?3";
constexpr std::string_view kHasWord =
    "SELECT 1 FROM word WHERE field = ?1 AND value = ?2 AND domain = ?3 AND version = ?4";

Error invalid(std::string_view what, std::string_view text) {
  return {ErrorCode::kInvalid, what, 0, std::string(text.substr(0, 80))};
}

/// A beginning: all values from it up to where no text goes on with it.
void set_range(Plan& plan, std::string beginning) {
  plan.is_range = true;
  plan.lower = std::move(beginning);
  plan.upper = plan.lower + '\xFF';  // no octet of UTF-8 is above
}

Result<Plan> plan_exact(Field field, std::string_view query) {
  Plan plan;
  const bool is_domain = field == Field::kDomain;
  if (!query.ends_with('*')) {
    plan.sql = is_domain ? kByDomain : kByValue;
    SPOOR_TRY(plan.lower, to_searched(field, query));
    return plan;
  }
  query.remove_suffix(1);
  plan.sql = is_domain ? kDomainsFrom : kValuesFrom;
  std::string beginning = lower(trimmed(query));
  if (field == Field::kPhone) {
    std::erase_if(beginning, [](char c) { return c < '0' || c > '9'; });
  }
  if (beginning.empty() || beginning.size() > kMaxValueBytes)
    return invalid("expected a beginning before the *", query);
  set_range(plan, std::move(beginning));
  return plan;
}

Result<Plan> plan_words(Field field, std::string_view query) {
  if (!has_words(field))
    return invalid("expected domain, name, organization or address: others are no words",
                   field_text(field));
  Plan plan;
  std::vector<std::string> words = words_of(query);
  if (words.empty()) return invalid("expected a word of letters or digits", query);
  if (query.ends_with('*')) {
    if (words.size() > 1) return invalid("expected one word before the *", query);
    plan.sql = kWordsFrom;
    set_range(plan, words.front());
    return plan;
  }
  plan.sql = kByWord;
  plan.others = std::move(words);  // start() chooses which of them leads
  return plan;
}

class IndexCursor final : public SearchCursor {
 public:
  IndexCursor(SearchRequest request, Plan plan) : request_(std::move(request)) {
    plan_ = std::move(plan);
    request_.limit = std::min(request_.limit, kMaxResults);
    value_ = plan_.lower;
    for (const std::string& word : plan_.others) value_ += (value_.empty() ? "" : " ") + word;
  }

  Status start(const std::string& path) {
    std::error_code fault;
    if (!std::filesystem::exists(path, fault)) {
      is_over_ = true;
      return {};
    }
    SPOOR_TRY(connection_, Connection::open(path, OpenAs::kReader, kWords));
    if (!plan_.others.empty()) SPOOR_CHECK(choose_leader());
    SPOOR_TRY(rows_, connection_.prepare(plan_.sql));
    rows_.bind(1, static_cast<std::int64_t>(request_.field)).bind(2, plan_.lower);
    if (plan_.is_range) rows_.bind(3, plan_.upper);
    if (!plan_.others.empty()) {
      SPOOR_TRY(has_word_, connection_.prepare(kHasWord));
    }
    return {};
  }

  Result<bool> advance(std::uint32_t rows) override {
    for (std::uint32_t i = 0; i < rows && !is_over_; ++i) {
      SPOOR_TRY(const bool has_row, rows_.step());
      if (!has_row) {
        SPOOR_CHECK(end());
      } else {
        SPOOR_CHECK(take(rows_.text(0), rows_.number(1)));
      }
    }
    return is_over_;
  }

 private:
  using Versions = std::vector<std::int64_t>;

  /// The rarest word leads: its rows are read, and the others looked up beside each.
  Status choose_leader() {
    constexpr std::int64_t kEnough = 10'000;
    SPOOR_TRY(Statement count, connection_.prepare("SELECT count(*) FROM (SELECT 1 FROM word WHERE "
                                                   "field = ?1 AND value = ?2 LIMIT ?3)"));
    std::int64_t least = kEnough + 1;
    std::size_t leader = 0;
    for (std::size_t i = 0; i < plan_.others.size(); ++i) {
      count.bind(1, static_cast<std::int64_t>(request_.field)).bind(2, plan_.others[i]);
      SPOOR_TRY(const bool has_row, count.bind(3, kEnough).step());
      const std::int64_t rows = has_row ? count.number(0) : 0;
      count.reset();
      if (rows >= least) continue;
      least = rows;
      leader = i;
    }
    plan_.lower = plan_.others[leader];
    plan_.others.erase(plan_.others.begin() + static_cast<std::ptrdiff_t>(leader));
    return {};
  }

  Status take(std::string_view domain, std::int64_t version) {
    SPOOR_TRY(const bool matches, has_other_words(domain, version));
    if (!matches) return {};
    if (plan_.is_range) return gather(domain, version);
    if (domain != domain_) {
      SPOOR_CHECK(end_domain());
      domain_ = domain;
    }
    if (versions_.size() == kMaxVersions) versions_.erase(versions_.begin());
    versions_.push_back(version);
    return {};
  }

  Result<bool> has_other_words(std::string_view domain, std::int64_t version) {
    for (const std::string& word : plan_.others) {
      has_word_.bind(1, static_cast<std::int64_t>(request_.field)).bind(2, word);
      has_word_.bind(3, domain).bind(4, version);
      SPOOR_TRY(const bool has_row, has_word_.step());
      has_word_.reset();
      if (!has_row) return false;
    }
    return true;
  }

  Status gather(std::string_view domain, std::int64_t version) {
    const auto at = gathered_.find(domain);
    if (at != gathered_.end()) {
      if (at->second.size() < kMaxVersions) at->second.push_back(version);
    } else if (gathered_.size() == kMaxGathered) {
      is_complete_ = false;
      return end();
    } else {
      gathered_.emplace(domain, Versions{version});
    }
    return {};
  }

  Status end() {
    is_over_ = true;
    for (auto& [domain, versions] : gathered_) {
      domain_ = domain;
      versions_ = std::move(versions);
      SPOOR_CHECK(end_domain());
    }
    gathered_.clear();
    return end_domain();
  }

  /// All versions of a domain that match are known.
  Status end_domain() {
    if (versions_.empty()) return {};
    const std::uint64_t rank = total_++;
    if (rank >= request_.offset && rank - request_.offset < request_.limit) {
      SPOOR_TRY(Found found, load());
      results_.push_back(std::move(found));
    }
    versions_.clear();
    return {};
  }

  Result<Found> load() {
    SPOOR_TRY(
        Statement one,
        connection_.prepare("SELECT source, first_observed, last_observed, content, NOT EXISTS("
                            "SELECT 1 FROM version AS later WHERE later.domain = this.domain "
                            "AND later.source = this.source "
                            "AND later.first_observed > this.first_observed) "
                            "FROM version AS this WHERE id = ?1"));
    Found best;
    for (const std::int64_t version : versions_) {
      SPOOR_TRY(const bool has_row, one.bind(1, version).step());
      if (has_row && one.number(2) >= best.version.last_observed) {
        SPOOR_TRY(best.version.registration, decode_content(one.blob(3)));
        best.version.registration.domain = domain_;
        best.version.source = one.text(0);
        best.version.first_observed = one.number(1);
        best.version.last_observed = one.number(2);
        best.is_current = one.number(4) != 0;
      }
      one.reset();
    }
    return best;
  }

  SearchRequest request_;
  Plan plan_;
  Connection connection_;  // before its statements
  Statement rows_, has_word_;
  bool is_over_ = false;
  std::string domain_;  // whose versions are being read
  Versions versions_;
  std::map<std::string, Versions, std::less<>> gathered_;
};

}  // namespace

Result<std::unique_ptr<SearchCursor>> SearchCursor::open(const std::string& path,
                                                         const SearchRequest& request) {
  auto plan = request.match == Match::kExact ? plan_exact(request.field, request.query)
                                             : plan_words(request.field, request.query);
  if (!plan) return plan.error();
  auto cursor = std::make_unique<IndexCursor>(request, *std::move(plan));
  SPOOR_CHECK(cursor->start(path));
  return std::unique_ptr<SearchCursor>(std::move(cursor));
}

}  // namespace spoor::registration
