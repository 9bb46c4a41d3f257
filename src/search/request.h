// SPDX-License-Identifier: Apache-2.0
// A question with its filters, grouping, order and page.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "dns/name.h"
#include "dns/rr_type.h"
#include "enrich/enrichment.h"
#include "record/record_store.h"
#include "record/sightings.h"
#include "record/source.h"
#include "search/query.h"
#include "search/time_text.h"

namespace spoor::search {

/// Which types are wanted; all of them until something was added.
class TypeFilter {
 public:
  /// A mnemonic, TYPEnnn, a partner's label known to `store`, `ANY` (without DNSSEC, FIRST-SEEN) or
  /// `ANY-DNSSEC` (only those), or several with commas between. Errors: kInvalid.
  Status add(std::string_view text, const record::RecordStore& store) { return add(text, &store); }
  /// The same; without a store no label is known.
  Status add(std::string_view text, const record::RecordStore* store);
  void add(dns::RrType type);

  [[nodiscard]] bool accepts(dns::RrType type) const noexcept;
  [[nodiscard]] bool is_open() const noexcept { return listed_.empty() && !plain_ && !dnssec_; }
  /// The types named, ascending, when nothing but named types is wanted; empty otherwise.
  [[nodiscard]] const std::vector<dns::RrType>& only_listed() const noexcept;
  /// For digests and messages: "A,MX,ANY".
  [[nodiscard]] std::string text() const;

 private:
  std::vector<dns::RrType> listed_;
  bool plain_ = false;   // ANY
  bool dnssec_ = false;  // ANY-DNSSEC
};

/// Whether a row was seen in a span of days.
enum class Presence : std::uint8_t {
  kNotAsked = 0,
  kAbsent,    ///< Before, after, or every count is dated and none of them lies in the span.
  kPossible,  ///< Seen before and after; what lies between is not known by day.
  kCertain,   ///< A day of the span is confirmed.
};

/// `certain`, `possible`, or nothing for the others.
std::string_view presence_text(Presence presence) noexcept;

/// Of sightings with their days. Days are UTC days since 1970-01-01, both ends included.
Presence presence_in(const record::Sightings& s, std::uint32_t first_day, std::uint32_t last_day);

/// Inclusive bounds of the times of a row as it is shown; an absent one does not bound.
struct TimeFences {
  std::optional<Moment> first_after, first_before;
  std::optional<Moment> last_after, last_before;
  std::optional<Moment> seen_from, seen_to;  ///< Seen on a UTC day from this one's to that one's.

  [[nodiscard]] bool asks_days() const noexcept { return seen_from || seen_to; }
  /// kNotAsked when no such fence is set. Needs days.
  [[nodiscard]] Presence presence(const record::Sightings& s) const;
  [[nodiscard]] bool accept(const record::Sightings& s) const {
    return (!first_after || s.first >= first_after->unix_s) &&
           (!first_before || s.first <= first_before->unix_s) &&
           (!last_after || s.last >= last_after->unix_s) &&
           (!last_before || s.last <= last_before->unix_s) &&
           (!asks_days() || presence(s) != Presence::kAbsent);
  }
  [[nodiscard]] bool is_open() const noexcept {
    return !first_after && !first_before && !last_after && !last_before && !asks_days();
  }
};

/// Values of which a record must have one, and values of which it must have none.
template <class Value>
struct Choice {
  std::vector<Value> wanted;   ///< None: any will do.
  std::vector<Value> refused;  ///< A record without such a value is never refused.
  [[nodiscard]] bool is_open() const noexcept { return wanted.empty() && refused.empty(); }
  bool operator==(const Choice&) const = default;
};

/// A bailiwick as it is asked for: a zone, or nothing for those that are not known.
using Zone = std::optional<dns::Name>;

struct Filters {
  TypeFilter types;
  TypeFilter refused_types;   ///< Open: none is refused.
  Choice<Zone> bailiwicks;    ///< Of the record, before any are merged: exactly this zone.
  Choice<dns::Name> names;    ///< The owner, exactly.
  Choice<std::string> rdata;  ///< In presentation form, the whole of it.
  Choice<dns::Name> tlds;     ///< The owner's last label, as a name.
  Choice<dns::Name> domains;  ///< The owner's registered domain.
  /// Names; `NAME/*` is every sensor of NAME, `kind:zone` every source of a kind. None: all.
  std::vector<std::string> sources;
  std::vector<std::string> refused_sources;  ///< Likewise; what they told is not looked at.
  TimeFences fences;
  std::optional<std::uint64_t> count_min, count_max;  ///< Of the row as it is shown; inclusive.
  Choice<std::uint32_t> asns;     ///< Of the address that an A or AAAA record holds.
  Choice<std::string> countries;  ///< Likewise: ISO 3166 alpha-2, upper case.
  Choice<enrich::Tag> tags;       ///< Of that address, or of the owner.
  /// What knows them; null: the built-in.
  std::shared_ptr<const enrich::Enrichment> enrichment;
};

/// Errors: kInvalid when fences or counts run backwards, so that nothing could ever match; `where`
/// says which.
Status check_filters(const Filters& filters);

/// What makes one row.
enum class Grouping : std::uint8_t {
  kPerSource = 0,        ///< (record, source, how).
  kMergeSources = 1,     ///< (record, how).
  kMergeBailiwicks = 2,  ///< (name, type, rdata, how): the rows of the Common Output Format.
};

/// A column that rows are ordered by. In digests of tokens: never renumber.
enum class OrderKey : std::uint8_t {
  kKey = 0,  ///< The index's own order; stands alone.
  kFirstSeen = 1,
  kLastSeen = 2,
  kCount = 3,
  kName = 4,       ///< By labels from the right.
  kType = 5,       ///< By its text.
  kRdata = 6,      ///< Addresses by number, then names by labels from the right, then all else.
  kSource = 7,     ///< By name.
  kBailiwick = 8,  ///< By labels from the right; unknown behind all.
  kDaysSeen = 9,   ///< Number of days on which it was confirmed.
  kTtl = 10,       ///< The highest; unknown counts as 0.
};

struct OrderColumn {
  OrderKey key = OrderKey::kKey;
  bool descending = false;
  bool operator==(const OrderColumn&) const = default;
};

/// Order of rows. kKey is the order of the index asked: by name, else by value and then name; rows
/// of one record by source name, sensor before zone. Ties of the other keys go by name, type
/// (as a number), rdata (its octets), bailiwick, source, sensor before zone, ascending.
struct Order {
  OrderKey key = OrderKey::kKey;
  bool descending = false;
  std::vector<OrderColumn> then = {};  ///< Where the columns before are equal; each column once.
  [[nodiscard]] bool streams() const noexcept { return key == OrderKey::kKey && !descending; }
  /// Whether it looks at days or TTL.
  [[nodiscard]] bool needs_details() const noexcept;
};

/// `key`, `name`, `type`, `rdata`, `source`, `bailiwick`, `first_seen`, `last_seen`, `count`,
/// `days_seen` or `ttl`, with `-` before it for descending; or several with commas between, `key`
/// not among them. Errors: kInvalid.
Result<Order> parse_order(std::string_view text);
/// The canonical text: parse_order(order_text(o)) is o.
std::string order_text(const Order& order);

inline constexpr std::uint64_t kDefaultLimit = 10'000;
inline constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

struct SearchRequest {
  Query query;
  Filters filters;
  Grouping grouping = Grouping::kPerSource;
  Order order;
  std::uint64_t limit = kDefaultLimit;  ///< Rows; kNoLimit for all.
  std::uint64_t offset = 0;             ///< Rows skipped first. Not together with `from`.
  std::string from;                     ///< Token of the page before; empty for the first page.
  bool with_details = false;            ///< Days and TTL.
  bool with_sources = false;            ///< Rows whose sources are merged tell who they are.
  std::string scratch_dir;              ///< Where sorting may spill; TMPDIR or /tmp when empty.
  std::size_t sort_bytes = std::size_t{128} << 20;  ///< Memory that sorting may take.
};

}  // namespace spoor::search
