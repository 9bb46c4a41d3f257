// SPDX-License-Identifier: Apache-2.0
// Values of rows, gathered; then each value's owners, counted.
#include "search/pivots.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "dns/rdata.h"
#include "search/text_pivots.h"

namespace spoor::search {
namespace {

using dns::RrType;

constexpr std::size_t kMostNames = 16;  // HIP may list many servers
/// Of the same index as PivotRole.
constexpr std::array<std::string_view, 15> kTexts{
    "address",      "name-server",    "mail-server", "alias",    "pointer",
    "service",      "primary-server", "host",        "mailbox",  "report-mailbox",
    "verification", "spf-include",    "spf-address", "dkim-key", "token"};

PivotRole host_role(RrType type) {
  switch (type) {
    case RrType::kNs:
      return PivotRole::kNameServer;
    case RrType::kMx:
      return PivotRole::kMailServer;
    case RrType::kCname:
    case RrType::kDname:
      return PivotRole::kAlias;
    case RrType::kPtr:
      return PivotRole::kPointer;
    case RrType::kSrv:
    case RrType::kSvcb:
    case RrType::kHttps:
      return PivotRole::kService;
    case RrType::kSoa:
      return PivotRole::kPrimaryServer;
    default:
      return PivotRole::kHost;
  }
}

void append_names(std::vector<Pivot>& out, RrType type, std::string_view rdata) {
  std::array<dns::RdataName, kMostNames> names;
  const Bytes octets = as_bytes(rdata);
  const std::size_t count = dns::find_rdata_names(type, octets, names.data(), names.size());
  for (std::size_t i = 0; i < count; ++i) {
    const auto name = dns::name_from_wire(octets.subspan(names[i].offset, names[i].size));
    if (!name || name->is_root()) continue;  // "." is nobody: a null MX, an RP without mailbox
    const bool is_mailbox = names[i].role == dns::NameRole::kMailbox;
    Pivot pivot;
    pivot.role = is_mailbox ? PivotRole::kMailbox : host_role(type);
    pivot.query = {
        QueryIn::kRdata, is_mailbox ? QueryKind::kMailbox : QueryKind::kExact, *name, {}, {}, {}};
    pivot.text = query_text(pivot.query);
    if (std::find(out.begin(), out.end(), pivot) == out.end()) out.push_back(std::move(pivot));
  }
}

Pivot address_pivot(const IpAddress& address) {
  Pivot pivot;
  pivot.role = PivotRole::kAddress;
  pivot.query = {QueryIn::kRdata, QueryKind::kAddresses, {}, address, address, {}};
  pivot.text = query_text(pivot.query);
  return pivot;
}

class Pivots final : public PivotCursor {
 public:
  Pivots(const record::RecordStore& store, std::unique_ptr<RowStream> stream,
         const PivotOptions& options)
      : store_(store), stream_(std::move(stream)), options_(options) {}

  Result<bool> advance(std::uint64_t records) override {
    SPOOR_TRY(const bool is_gathered, gather(records));
    if (!is_gathered) return false;
    while (next_ < answer_.pivots.size()) {
      SharedPivot& shared = answer_.pivots[next_];
      if (is_stopped_) {
        shared.is_more = true;
        ++next_;
        continue;
      }
      if (!share_) {
        SPOOR_TRY(auto share, ShareCursor::open(store_, shared.pivot.query, options_.cap));
        share_.emplace(std::move(share));
      }
      SPOOR_TRY(const bool is_counted, share_->advance(records));
      shared.names = share_->names();
      shared.is_more = share_->is_more();
      if (!is_counted) return false;
      share_.reset();
      ++next_;
      if (next_ < answer_.pivots.size()) return false;  // each of them is a step
    }
    return true;
  }
  void stop() override { is_stopped_ = true; }
  [[nodiscard]] const PivotAnswer& answer() const override { return answer_; }

 private:
  /// True when the values of all rows are there.
  Result<bool> gather(std::uint64_t records) {
    Budget budget(records);
    while (!is_gathered_) {
      if (rows_ == options_.rows || is_stopped_) {
        answer_.has_more_rows = true;
        break;
      }
      SPOOR_TRY(const Step step, stream_->next(budget));
      if (step == Step::kPaused) return false;
      if (step == Step::kEnd) break;
      ++rows_;
      for (Pivot& pivot : pivots_of(stream_->row().type, stream_->row().rdata)) add(pivot);
    }
    if (!is_gathered_) finish();
    is_gathered_ = true;
    return true;
  }

  void add(Pivot& pivot) {
    std::string key(1, static_cast<char>(pivot.role));
    key += static_cast<char>(pivot.query.kind);
    key += pivot.text;
    const auto found = by_key_.find(key);
    if (found != by_key_.end()) {
      ++answer_.pivots[found->second].rows;
    } else if (answer_.pivots.size() == options_.limit) {
      answer_.has_more_pivots = true;
    } else {
      by_key_.emplace(std::move(key), answer_.pivots.size());
      answer_.pivots.push_back({std::move(pivot), 1, 0, false});
    }
  }

  void finish() {
    by_key_.clear();
    std::sort(answer_.pivots.begin(), answer_.pivots.end(),
              [](const SharedPivot& a, const SharedPivot& b) {
                if (a.pivot.role != b.pivot.role) return a.pivot.role < b.pivot.role;
                if (a.rows != b.rows) return a.rows > b.rows;
                if (a.pivot.text != b.pivot.text) return a.pivot.text < b.pivot.text;
                return a.pivot.query.kind < b.pivot.query.kind;
              });
  }

  const record::RecordStore& store_;
  std::unique_ptr<RowStream> stream_;
  PivotOptions options_;
  std::map<std::string, std::size_t> by_key_;  // to an index of answer_.pivots
  std::uint64_t rows_ = 0;
  bool is_gathered_ = false;
  bool is_stopped_ = false;
  std::size_t next_ = 0;
  std::optional<ShareCursor> share_;
  PivotAnswer answer_;
};

}  // namespace

std::string_view role_text(PivotRole role) noexcept {
  return kTexts[static_cast<std::size_t>(role)];
}

std::vector<Pivot> pivots_of(RrType type, std::string_view rdata) {
  std::vector<Pivot> pivots;
  if (type == RrType::kA && rdata.size() == 4) {
    pivots.push_back(address_pivot(IpAddress::v4(as_bytes(rdata))));
  } else if (type == RrType::kAaaa && rdata.size() == 16) {
    pivots.push_back(address_pivot(IpAddress::v6(as_bytes(rdata))));
  } else if (type == RrType::kTxt || type == RrType::kSpf) {
    append_text_pivots(pivots, rdata);
  } else {
    append_names(pivots, type, rdata);
  }
  return pivots;
}

Result<ShareCursor> ShareCursor::open(const record::RecordStore& store, const Query& value,
                                      std::uint64_t cap) {
  SearchRequest request;
  request.query = value;
  request.grouping = Grouping::kMergeSources;
  SPOOR_TRY(auto stream, RowStream::open(store, std::move(request), std::nullopt));
  return ShareCursor(std::move(stream), cap);
}

Result<bool> ShareCursor::advance(std::uint64_t records) {
  Budget budget(records);
  while (!is_more_) {
    SPOOR_TRY(const Step step, stream_->next(budget));
    if (step == Step::kPaused) return false;
    if (step == Step::kEnd) return true;
    if (stream_->name_form() == last_) continue;
    last_.assign(stream_->name_form());
    if (names_.contains(last_)) continue;
    if (names_.size() == cap_) {
      is_more_ = true;
    } else {
      names_.insert(last_);
    }
  }
  return true;
}

std::uint64_t ShareCursor::names() const noexcept {
  return names_.size();
}

Result<std::unique_ptr<PivotCursor>> open_pivots(const record::RecordStore& store,
                                                 const SearchRequest& request,
                                                 const PivotOptions& options) {
  SPOOR_TRY(auto stream, RowStream::open(store, request, std::nullopt));
  return std::unique_ptr<PivotCursor>(std::make_unique<Pivots>(store, std::move(stream), options));
}

}  // namespace spoor::search
