// SPDX-License-Identifier: Apache-2.0
// One table a facet; values stay octets until the commonest are known.
#include "search/facets.h"

#include <algorithm>
#include <array>
#include <utility>

#include "dns/name.h"
#include "search/best.h"
#include "search/owner_parts.h"
#include "search/row_stream.h"
#include "search/totals_table.h"

namespace spoor::search {
namespace {

/// Of the same index as Facet.
constexpr std::array<std::string_view, kFacets> kTexts{
    "type", "source", "tld", "domain", "asn", "country", "bailiwick", "tag", "name"};

void widen(std::optional<TimeSpan>& span, const record::Sightings& s) {
  if (!span) span = TimeSpan{s.first, s.last};
  span->first = std::min(span->first, s.first);
  span->last = std::max(span->last, s.last);
}

std::optional<IpAddress> address_of(const Row& row) {
  if (row.type == dns::RrType::kA && row.rdata.size() == 4)
    return IpAddress::v4(as_bytes(row.rdata));
  if (row.type == dns::RrType::kAaaa && row.rdata.size() == 16)
    return IpAddress::v6(as_bytes(row.rdata));
  return std::nullopt;
}

/// As a filter takes it: a comma would end a value there.
std::string name_text(std::string_view wire) {
  std::string text;
  dns::append_name_text(text, as_bytes(wire));
  for (std::size_t at = text.find(','); at != std::string::npos; at = text.find(',', at + 1))
    text.replace(at, 1, "\\044");
  return text;
}

/// One facet's table, and what becomes of it.
class Counter {
 public:
  Counter(Facet facet, std::size_t bytes, const std::string& dir) : table_(bytes, dir) {
    counts_.facet = facet;
  }
  [[nodiscard]] Facet facet() const noexcept { return counts_.facet; }
  [[nodiscard]] TotalsTable& table() noexcept { return table_; }
  [[nodiscard]] FacetCounts& counts() noexcept { return counts_; }

  void add(std::string_view value) { table_.add(value, {0, 1, 0, 0, 0}); }
  void add_none() noexcept { ++counts_.without; }
  /// Adds what the table gave next to the commonest.
  void take(std::size_t top) {
    ++counts_.distinct;
    keep_best(counts_.values, top, is_commoner, [&]() -> std::optional<FacetValue> {
      const std::uint64_t rows = table_.totals().rows;
      const bool is_full = counts_.values.size() == top;
      if (is_full && (top == 0 || rows < counts_.values.front().rows)) return std::nullopt;
      return FacetValue{text_of(table_.key()), {}, rows};
    });
  }
  void end() { std::sort(counts_.values.begin(), counts_.values.end(), is_commoner); }

 private:
  static bool is_commoner(const FacetValue& a, const FacetValue& b) {
    return a.rows != b.rows ? a.rows > b.rows : a.value < b.value;
  }
  [[nodiscard]] std::string text_of(std::string_view value) const {
    const bool is_name = counts_.facet == Facet::kTld || counts_.facet == Facet::kDomain ||
                         counts_.facet == Facet::kBailiwick || counts_.facet == Facet::kName;
    return is_name ? name_text(value) : std::string(value);
  }

  TotalsTable table_;
  FacetCounts counts_;
};

class Facets final : public FacetCursor {
 public:
  Facets(std::unique_ptr<RowStream> stream, FacetOptions options)
      : stream_(std::move(stream)), options_(std::move(options)), owner_(*options_.enrichment) {
    if (options_.which.empty()) {
      for (std::size_t i = 0; i < kUsualFacets; ++i)
        options_.which.push_back(static_cast<Facet>(i));
    }
    const SearchRequest& request = stream_->request();
    for (const Facet facet : options_.which)
      counters_.emplace_back(facet, request.sort_bytes / options_.which.size(),
                             request.scratch_dir);
  }

  Result<bool> advance(std::uint64_t records) override {
    Budget budget(records);
    while (!is_read_) {
      for (Counter& counter : counters_) {
        SPOOR_TRY(const bool is_ready, counter.table().work(budget));
        if (!is_ready) return false;
      }
      SPOOR_TRY(const Step step, stream_->next(budget));
      if (step == Step::kPaused) return false;
      step == Step::kRow ? add(stream_->row()) : end_of_rows();
    }
    while (next_ < counters_.size()) {
      SPOOR_TRY(const bool is_done, read(counters_[next_], budget));
      if (!is_done) return false;
      answer_.facets.push_back(std::move(counters_[next_].counts()));
      ++next_;
    }
    return true;
  }
  void stop() override {
    if (!is_read_) end_of_rows();
  }
  [[nodiscard]] const FacetAnswer& answer() const override { return answer_; }

 private:
  void end_of_rows() {
    is_read_ = true;
    for (Counter& counter : counters_) counter.table().finish(TotalsTable::Reading::kInAnyOrder);
  }

  Result<bool> read(Counter& counter, Budget& budget) {
    while (true) {
      SPOOR_TRY(const bool is_ready, counter.table().work(budget));
      if (!is_ready || budget.is_spent()) return false;
      budget.take(1);
      SPOOR_TRY(const bool has, counter.table().next());
      if (!has) break;
      counter.take(options_.top);
    }
    counter.end();
    if (counter.facet() == Facet::kAsn) label(counter.counts().values);
    return true;
  }

  void label(std::vector<FacetValue>& values) const {
    for (FacetValue& value : values) {
      const auto held = holders_.find(value.value);
      if (held != holders_.end()) value.label = held->second;
    }
  }

  void add(const Row& row) {
    ++answer_.num_results;
    answer_.count = record::add_counts(answer_.count, row.sightings->count());
    widen(row.how == record::How::kZone ? answer_.zone_seen : answer_.seen, *row.sightings);
    owner_.take(row.owner);
    for (Counter& counter : counters_) count(counter, row);
  }

  void count(Counter& counter, const Row& row) {
    const auto add_or_none = [&](std::string_view value) {
      value.empty() ? counter.add_none() : counter.add(value);
    };
    switch (counter.facet()) {
      case Facet::kType:
        return counter.add(row.type_text);
      case Facet::kSource:
        return add_or_none(row.source_name);
      case Facet::kTld:
        return add_or_none(owner_.tld());
      case Facet::kDomain:
        return add_or_none(owner_.domain());
      case Facet::kName:
        return counter.add(as_chars(row.owner));
      case Facet::kBailiwick:
        return add_or_none(row.bailiwick > owner_.labels()
                               ? std::string_view()
                               : as_chars(dns::ancestor(row.owner, row.bailiwick)));
      case Facet::kAsn:
      case Facet::kCountry:
        return count_origin(counter, row);
      case Facet::kTag:
        return count_tags(counter, row);
    }
  }

  void count_origin(Counter& counter, const Row& row) {
    const auto address = address_of(row);
    const enrich::Origin origin =
        address ? options_.enrichment->origin(*address) : enrich::Origin{};
    if (counter.facet() == Facet::kCountry)
      return origin.country.empty() ? counter.add_none() : counter.add(origin.country);
    if (origin.asn == 0) return counter.add_none();
    const std::string text = "AS" + std::to_string(origin.asn);
    if (!origin.holder.empty() && holders_.size() < kMostHolders)
      holders_.try_emplace(text, origin.holder);
    counter.add(text);
  }

  void count_tags(Counter& counter, const Row& row) {
    enrich::TagSet tags = owner_.tags();
    if (const auto address = address_of(row)) tags.add(options_.enrichment->tags(*address));
    if (tags.empty()) return counter.add_none();
    for (const enrich::Tag tag : enrich::kAllTags) {
      if (tags.has(tag)) counter.add(enrich::tag_text(tag));
    }
  }

  static constexpr std::size_t kMostHolders = 200'000;  // there are some 100,000 AS

  std::unique_ptr<RowStream> stream_;
  FacetOptions options_;
  OwnerParts owner_;
  std::vector<Counter> counters_;
  std::map<std::string, std::string, std::less<>> holders_;
  bool is_read_ = false;
  std::size_t next_ = 0;
  FacetAnswer answer_;
};

}  // namespace

std::string_view facet_text(Facet facet) noexcept {
  return kTexts[static_cast<std::size_t>(facet)];
}

Result<std::vector<Facet>> parse_facets(std::string_view text) {
  std::vector<Facet> which;
  for (std::string_view left = text;;) {
    const std::size_t comma = left.find(',');
    const auto* const at = std::find(kTexts.begin(), kTexts.end(), left.substr(0, comma));
    const auto facet = static_cast<Facet>(at - kTexts.begin());
    if (at == kTexts.end() || std::find(which.begin(), which.end(), facet) != which.end()) {
      return Error{ErrorCode::kInvalid,
                   "expected type, source, tld, domain, asn, country, bailiwick, tag or name, each "
                   "once, with commas between",
                   0, std::string(text.substr(0, 80))};
    }
    which.push_back(facet);
    if (comma == std::string_view::npos) return which;
    left.remove_prefix(comma + 1);
  }
}

Result<std::unique_ptr<FacetCursor>> open_facets(const record::RecordStore& store,
                                                 const SearchRequest& request,
                                                 FacetOptions options) {
  SPOOR_TRY(auto stream, RowStream::open(store, request, std::nullopt));
  return std::unique_ptr<FacetCursor>(
      std::make_unique<Facets>(std::move(stream), std::move(options)));
}

}  // namespace spoor::search
