// SPDX-License-Identifier: Apache-2.0
// The values inside records from which a new question starts, and how many names share each.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "dns/rr_type.h"
#include "record/record_store.h"
#include "search/query.h"
#include "search/request.h"
#include "search/row_stream.h"

namespace spoor::search {

/// What a value is for in its record.
enum class PivotRole : std::uint8_t {
  kAddress = 0,        ///< A, AAAA.
  kNameServer = 1,     ///< NS.
  kMailServer = 2,     ///< MX.
  kAlias = 3,          ///< CNAME, DNAME.
  kPointer = 4,        ///< PTR.
  kService = 5,        ///< SRV, SVCB, HTTPS.
  kPrimaryServer = 6,  ///< SOA MNAME.
  kHost = 7,           ///< A host in any other type.
  kMailbox = 8,        ///< SOA RNAME, RP and their like, and an address in a TXT record.
  kReportMailbox = 9,  ///< DMARC rua and ruf.
  kVerification = 10,  ///< A site verification.
  kSpfInclude = 11,
  kSpfAddress = 12,
  kDkimKey = 13,
  kToken = 14,  ///< Any other telling token of a TXT record.
};
/// "address", "name-server", "mail-server", "alias" …
std::string_view role_text(PivotRole role) noexcept;

struct Pivot {
  PivotRole role{};
  std::string text;  ///< For people; a DKIM key as `sha256:` and the first 32 hex digits of its
                     ///< digest (of the key as it is written, without blanks).
  Query query;       ///< Finds every record that holds the value.
  bool operator==(const Pivot&) const = default;
};

/// Of one record, each value once, in the order in which they stand in it. TXT records have those
/// tokens that the index knows (record/pivot.h), and a DKIM key that is too long for it by the
/// whole record.
std::vector<Pivot> pivots_of(dns::RrType type, std::string_view rdata);

inline constexpr std::uint64_t kDefaultShareCap = 10'000;

/// Counts the names that share a value, step by step.
class ShareCursor {
 public:
  /// Exact up to `cap`. `store` must outlive it. Errors as search().
  static Result<ShareCursor> open(const record::RecordStore& store, const Query& value,
                                  std::uint64_t cap);
  /// Looks at no more than about `records` further records; true when it is known. Errors:
  /// kCorrupt, kIo.
  Result<bool> advance(std::uint64_t records);
  /// Distinct owners so far, `cap` at most.
  [[nodiscard]] std::uint64_t names() const noexcept;
  /// There are more than `cap`.
  [[nodiscard]] bool is_more() const noexcept { return is_more_; }

 private:
  ShareCursor(std::unique_ptr<RowStream> stream, std::uint64_t cap)
      : stream_(std::move(stream)), cap_(cap) {}

  std::unique_ptr<RowStream> stream_;
  std::uint64_t cap_;
  std::string last_;
  std::unordered_set<std::string> names_;
  bool is_more_ = false;
};

struct PivotOptions {
  std::uint32_t limit = 100;             ///< Pivots at most.
  std::uint64_t cap = kDefaultShareCap;  ///< Of each share count.
  std::uint64_t rows = 10'000;           ///< Of the answer that are looked at.
};

/// A value of the rows of an answer.
struct SharedPivot {
  Pivot pivot;
  std::uint64_t rows = 0;   ///< Of this answer that hold it, among those looked at.
  std::uint64_t names = 0;  ///< That share it, in the whole store.
  bool is_more = false;     ///< There are more.
};

struct PivotAnswer {
  std::vector<SharedPivot> pivots;  ///< By role, then the commonest in the answer first.
  bool has_more_pivots = false;     ///< Others were left out.
  bool has_more_rows = false;       ///< Rows were left out.
};

/// Pivots in the making.
class PivotCursor {
 public:
  virtual ~PivotCursor() = default;
  /// As FacetCursor's. What stop() cuts short has `is_more` set.
  virtual Result<bool> advance(std::uint64_t records) = 0;
  virtual void stop() = 0;
  [[nodiscard]] virtual const PivotAnswer& answer() const = 0;
};

/// The values of the first rows of a request, in key order. `store` must outlive the cursor. Errors
/// as search().
Result<std::unique_ptr<PivotCursor>> open_pivots(const record::RecordStore& store,
                                                 const SearchRequest& request,
                                                 const PivotOptions& options);

}  // namespace spoor::search
