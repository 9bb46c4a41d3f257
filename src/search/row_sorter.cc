// SPDX-License-Identifier: Apache-2.0
// Top-k by pruning, and external merge sort when that does not fit.
#include "search/row_sorter.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <type_traits>
#include <utility>

#include "record/key.h"

namespace spoor::search {
namespace {

using record::How;
using record::Sightings;

constexpr std::size_t kFanIn = 64;
constexpr std::size_t kChunk = std::size_t{1} << 14;  // rows sorted at a time: some milliseconds
constexpr std::size_t kMinBytes = std::size_t{1} << 16;

/// The fixed part of a packed row; rank, head, rdata, days and sources follow.
struct PackedHead {
  std::uint64_t order, undated, told;
  std::uint32_t size, type, source, first, last, ttl_min, ttl_max;
  std::uint32_t rank, head, name_at, rdata, days, sources, all_sources;
  std::uint8_t bailiwick, shown_bailiwick, how, has_source;
};
static_assert(std::is_trivially_copyable_v<PackedHead>);

PackedHead head_of(std::string_view packed) {
  PackedHead head;
  std::memcpy(&head, packed.data(), sizeof(head));
  return head;
}

}  // namespace

RowSorter::RowSorter(RowStream& stream, std::uint64_t keep)
    : stream_(stream),
      is_by_key_(stream.request().order.key == OrderKey::kKey),
      is_flipped_(is_by_key_ && stream.request().order.descending),
      rank_(stream.request().order),
      keep_(keep),
      bytes_(std::max(stream.request().sort_bytes, kMinBytes)) {}

/// head_: what ties go by. By key it is the index's own order, else the owner and the type.
void RowSorter::build_head() {
  const std::string_view key = stream_.key().head;
  if (is_by_key_) {
    head_ = stream_.forward_name();
    const bool by_value = stream_.request().query.in != QueryIn::kName;
    name_at_ =
        static_cast<std::uint32_t>(head_.size() + (by_value ? record::value_length(key) : 0));
    head_ += key;
    return;
  }
  head_.assign(stream_.name_form());
  record::append_type(head_, stream_.row().type);
  name_at_ = 0;
}

bool RowSorter::less(const SortKey& a, const SortKey& b) const {
  if (a.order != b.order) return a.order < b.order;
  if (const int rank = record::compare_bytes(a.rank, b.rank); rank != 0) return rank < 0;
  const SortKey& x = is_flipped_ ? b : a;
  const SortKey& y = is_flipped_ ? a : b;
  if (const int head = record::compare_bytes(x.head, y.head); head != 0) return head < 0;
  if (const int rdata = record::compare_bytes(x.rdata, y.rdata); rdata != 0) return rdata < 0;
  if (x.bailiwick != y.bailiwick) return x.bailiwick < y.bailiwick;
  if (x.source != y.source) return x.source < y.source;
  return x.how < y.how;
}

SortKey RowSorter::key_of(std::string_view packed) const {
  const PackedHead h = head_of(packed);
  const std::string_view rank = packed.substr(sizeof(PackedHead), h.rank);
  const std::string_view head = packed.substr(sizeof(PackedHead) + h.rank, h.head);
  const std::string_view rdata = packed.substr(sizeof(PackedHead) + h.rank + h.head, h.rdata);
  const std::string_view source =
      h.has_source != 0 ? stream_.sources().name(record::SourceId{h.source}) : std::string_view();
  return {h.order, rank, head, rdata, h.bailiwick, source, static_cast<How>(h.how)};
}

bool RowSorter::less(const Entry& a, const Entry& b) const {
  return a.order != b.order ? a.order < b.order
                            : less(key_of(packed_at(a.at)), key_of(packed_at(b.at)));
}

bool RowSorter::is_later(const Strand& a, const Strand& b) const {
  return less(entries_[b.next], entries_[a.next]);
}

std::string_view RowSorter::packed_at(std::size_t at) const {
  const std::string_view rest = std::string_view(arena_).substr(at);
  return rest.substr(0, head_of(rest).size);
}

void RowSorter::pack() {
  const Row& row = stream_.row();
  const Sightings& s = *row.sightings;
  const auto days = s.days.all();
  const std::string_view rank = rank_.rest();
  const std::size_t size = sizeof(PackedHead) + rank.size() + head_.size() + row.rdata.size() +
                           days.size_bytes() + row.sources.ids.size_bytes();
  const PackedHead h{rank_.order(),
                     s.undated,
                     s.told,
                     static_cast<std::uint32_t>(size),
                     dns::to_number(row.type),
                     row.source ? row.source->v : 0,
                     s.first,
                     s.last,
                     s.ttl_min,
                     s.ttl_max,
                     static_cast<std::uint32_t>(rank.size()),
                     static_cast<std::uint32_t>(head_.size()),
                     name_at_,
                     static_cast<std::uint32_t>(row.rdata.size()),
                     static_cast<std::uint32_t>(days.size()),
                     static_cast<std::uint32_t>(row.sources.ids.size()),
                     row.sources.total,
                     stream_.key().bailiwick,
                     row.bailiwick,
                     static_cast<std::uint8_t>(row.how),
                     static_cast<std::uint8_t>(row.source ? 1 : 0)};
  entries_.push_back({h.order, arena_.size()});
  arena_.append(reinterpret_cast<const char*>(&h), sizeof(h));
  arena_ += rank;
  arena_ += head_;
  arena_ += row.rdata;
  arena_.append(reinterpret_cast<const char*>(days.data()), days.size_bytes());
  pack_sources(arena_, row.sources);
}

void RowSorter::add() {
  const Row& row = stream_.row();
  ++added_;
  rank_.take(row, stream_.name_form());
  if (rank_.order() > bar_) return;
  build_head();
  if (from_) {
    const SortKey mine{rank_.order(),           rank_.rest(),    head_,  row.rdata,
                       stream_.key().bailiwick, row.source_name, row.how};
    const SortKey last{from_->order,         from_->rank,   from_->key.head, from_->key.rdata,
                       from_->key.bailiwick, from_->source, from_->how};
    if (!less(last, mine)) return;
  }
  pack();
  const bool is_full = arena_.size() + entries_.size() * sizeof(Entry) > bytes_ / 2;
  const bool is_many = keep_ < kNoLimit / 2 && entries_.size() >= keep_ * 2 + 4096;
  if (is_full || is_many) shrink();
}

/// Drops what cannot be among the first `keep_`; what is left and still big goes to disk.
void RowSorter::shrink() {
  if (entries_.size() > keep_) {
    const auto nth = entries_.begin() + static_cast<std::ptrdiff_t>(keep_);
    std::nth_element(entries_.begin(), nth, entries_.end(),
                     [this](const Entry& a, const Entry& b) { return less(a, b); });
    entries_.erase(nth, entries_.end());
    bar_ = 0;
    for (const Entry& entry : entries_) bar_ = std::max(bar_, entry.order);
    std::string kept;
    for (Entry& entry : entries_) {
      const std::string_view packed = packed_at(entry.at);
      entry.at = kept.size();
      kept += packed;
    }
    arena_ = std::move(kept);
  }
  if (arena_.size() + entries_.size() * sizeof(Entry) > bytes_ / 4) phase_ = Phase::kSorting;
}

void RowSorter::finish() {
  is_whole_ = true;
  phase_ = Phase::kSorting;
}

Result<bool> RowSorter::work_on(Budget& budget) {
  while (phase_ != Phase::kTaking && phase_ != Phase::kReading) {
    if (budget.is_spent()) return false;
    if (phase_ == Phase::kSorting) {
      SPOOR_CHECK(sort_chunk(budget));
    } else if (phase_ == Phase::kSpilling) {
      budget.take(1);
      SPOOR_CHECK(spill_row());
    } else {
      budget.take(1);
      SPOOR_CHECK(join_row());
    }
  }
  return true;
}

/// A chunk of what is in memory; when all are sorted they are strands to be merged.
Status RowSorter::sort_chunk(Budget& budget) {
  const std::size_t begin = sorted_;
  const std::size_t end = std::min(begin + kChunk, entries_.size());
  budget.take(end - begin);
  const auto at = [this](std::size_t i) {
    return entries_.begin() + static_cast<std::ptrdiff_t>(i);
  };
  std::sort(at(begin), at(end), [this](const Entry& a, const Entry& b) { return less(a, b); });
  if (begin != end) strands_.push_back({begin, end});
  sorted_ = end;
  if (sorted_ < entries_.size()) return {};
  std::make_heap(strands_.begin(), strands_.end(),
                 [this](const Strand& a, const Strand& b) { return is_later(a, b); });
  if (is_whole_ && (runs_.empty() || entries_.empty())) {
    phase_ = Phase::kReading;
    return {};
  }
  phase_ = Phase::kSpilling;
  SPOOR_TRY(spilling_, SortedRun::create(stream_.request().scratch_dir));
  return {};
}

Status RowSorter::spill_row() {
  if (const std::string_view packed = next_in_memory(); !packed.empty())
    return spilling_->write(packed);
  entries_.clear();
  arena_.clear();
  sorted_ = 0;
  SPOOR_CHECK(spilling_->rewind_to_read());
  runs_.push_back(std::move(spilling_));
  ++spilled_;
  if (runs_.size() < kFanIn) {
    phase_ = is_whole_ ? Phase::kReading : Phase::kTaking;
    return {};
  }
  phase_ = Phase::kJoining;
  joined_ = 0;
  SPOOR_TRY(spilling_, SortedRun::create(stream_.request().scratch_dir));
  return {};
}

/// All runs into one, as far as its rows can be wanted.
Status RowSorter::join_row() {
  SPOOR_TRY(const std::string_view packed,
            joined_ < keep_ ? next_of_runs() : Result<std::string_view>(std::string_view()));
  if (!packed.empty()) {
    ++joined_;
    return spilling_->write(packed);
  }
  heap_.clear();
  runs_.clear();
  SPOOR_CHECK(spilling_->rewind_to_read());
  runs_.push_back(std::move(spilling_));
  phase_ = is_whole_ ? Phase::kReading : Phase::kTaking;
  return {};
}

/// The least row in memory that was not given yet; empty at the end.
std::string_view RowSorter::next_in_memory() {
  if (strands_.empty()) return {};
  const auto later = [this](const Strand& a, const Strand& b) { return is_later(a, b); };
  const bool is_only = strands_.size() == 1;
  if (!is_only) std::pop_heap(strands_.begin(), strands_.end(), later);
  Strand& strand = strands_.back();
  const std::string_view packed = packed_at(entries_[strand.next++].at);
  if (strand.next == strand.end) {
    strands_.pop_back();
  } else if (!is_only) {
    std::push_heap(strands_.begin(), strands_.end(), later);
  }
  return packed;
}

/// The least row of all runs; empty at the end. The view lives until the next call.
Result<std::string_view> RowSorter::next_of_runs() {
  const auto later = [this](const SortedRun* a, const SortedRun* b) {
    return less(key_of(b->current()), key_of(a->current()));
  };
  if (heap_.empty()) {  // the first call (or, harmlessly, one more at the end)
    for (const auto& run : runs_) {
      SPOOR_TRY(const bool has, run->advance());
      if (has) heap_.push_back(run.get());
    }
    std::make_heap(heap_.begin(), heap_.end(), later);
  } else {
    std::pop_heap(heap_.begin(), heap_.end(), later);  // its row was given last time
    SPOOR_TRY(const bool has, heap_.back()->advance());
    if (has) {
      std::push_heap(heap_.begin(), heap_.end(), later);
    } else {
      heap_.pop_back();
    }
  }
  return heap_.empty() ? std::string_view() : heap_.front()->current();
}

Status RowSorter::unpack(std::string_view packed) {
  current_.assign(packed);
  const PackedHead h = head_of(current_);
  std::string_view rest = std::string_view(current_).substr(sizeof(PackedHead) + h.rank);
  const std::string_view head = rest.substr(0, h.head);
  const std::string_view name = head.substr(h.name_at);
  SPOOR_TRY(owner_, dns::name_from_sort_form(name.substr(0, dns::sort_form_length(name))));
  row_.owner = owner_.wire();
  if (type_text_.empty() || row_.type != static_cast<dns::RrType>(h.type))
    type_text_ = stream_.type_text(static_cast<dns::RrType>(h.type));
  row_.type = static_cast<dns::RrType>(h.type);
  row_.type_text = type_text_;
  row_.rdata = rest.substr(h.head, h.rdata);
  row_.bailiwick = h.shown_bailiwick;
  row_.how = static_cast<How>(h.how);
  row_.source.reset();
  row_.source_name = {};
  if (h.has_source != 0) {
    row_.source = record::SourceId{h.source};
    row_.source_name = stream_.sources().name(*row_.source);
  }
  sightings_ = Sightings{};
  sightings_.first = h.first;
  sightings_.last = h.last;
  sightings_.ttl_min = h.ttl_min;
  sightings_.ttl_max = h.ttl_max;
  sightings_.undated = h.undated;
  sightings_.told = h.told;
  rest.remove_prefix(std::size_t{h.head} + h.rdata);
  for (std::uint32_t i = 0; i < h.days; ++i) {
    record::DayCount day;
    std::memcpy(&day, rest.data() + i * sizeof(day), sizeof(day));
    sightings_.days.add(day.day, day.count);
  }
  rest.remove_prefix(h.days * sizeof(record::DayCount));
  sources_.restore(unpack_sources(rest, h.sources), h.all_sources, stream_.sources());
  row_.sources = sources_.view();
  row_.sightings = &sightings_;
  row_.presence = stream_.request().filters.fences.presence(sightings_);
  return {};
}

Result<const Row*> RowSorter::next() {
  SPOOR_TRY(const std::string_view packed,
            runs_.empty() ? Result<std::string_view>(next_in_memory()) : next_of_runs());
  if (packed.empty()) return static_cast<const Row*>(nullptr);
  SPOOR_CHECK(unpack(packed));
  return static_cast<const Row*>(&row_);
}

Position RowSorter::position() const {
  const SortKey key = key_of(current_);
  return {Place::kBehindSorted,    key.order,
          std::string(key.rank),   {std::string(key.head), std::string(key.rdata), key.bailiwick},
          std::string(key.source), key.how};
}

}  // namespace spoor::search
