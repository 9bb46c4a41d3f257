// SPDX-License-Identifier: Apache-2.0
// Open addressing over keys in an arena: a slot holds a row's number and half of its hash. Rows lie
// in one dense vector in order of first appearance, which take() sorts in place and hands over
// together with the arena.
//
// A key in the arena is owner, type in four octets, rdata. A plain owner becomes its sort form in
// place, because both forms are equally long: only owners with octets 0x00 or 0x01 in a label need
// new room.
//
// Observations wait in a short queue and are added together: the slot, then the row, then the key
// of each are asked for before the first of them is looked at, because in a large table every one
// of them lies in memory that is in no cache.
#include "record/aggregator.h"

#define XXH_INLINE_ALL
#include <array>
#include <cstring>
#include <random>
#include <utility>
#include <vector>

#include <xxhash.h>

#include "dns/name.h"
#include "record/batch_sort.h"

namespace spoor::record {
namespace {

constexpr std::size_t kTypeOctets = 4;
constexpr std::size_t kTailOctets = 6;  // bailiwick, source, how: hashed, but compared in the row
constexpr unsigned kFirstSlotBits = 10;
constexpr std::size_t kDayOctets = sizeof(DayCount);

/// A key that is asked for.
struct Key {
  const char* octets = nullptr;  ///< Owner, type, rdata.
  std::size_t size = 0;
  std::size_t owner_size = 0;
  dns::RrType type{};
  SourceId source;
  std::uint32_t tag = 0;
  std::uint8_t bailiwick = 0;
  How how = How::kSensor;
};

/// An observation that waits, with its key in a place of its own.
struct Pending {
  static constexpr std::size_t kKeyOctets = 256;
  Key key;
  bool is_told = false;  ///< `sightings` count, else one sighting at `time_s`.
  std::uint32_t time_s = 0;
  std::uint32_t ttl_s = 0;
  Sightings sightings;
  std::array<char, kKeyOctets> octets;
};
constexpr std::size_t kPending = 24;

struct Slot {
  std::uint32_t tag = 0;         ///< Upper half of the key's hash.
  std::uint32_t row_plus_1 = 0;  ///< 0: free.
};

using Slots = std::vector<Slot, LargePages<Slot>>;

char* put_u32(char* out, std::uint32_t v) noexcept {
  for (const unsigned shift : {24U, 16U, 8U, 0U}) *out++ = static_cast<char>(v >> shift);
  return out;
}

std::uint64_t random_seed() {
  std::random_device device;
  return std::uint64_t{device()} << 32 | device();
}

}  // namespace

struct Aggregator::Table {
  Slots slots = Slots(std::size_t{1} << kFirstSlotBits);
  unsigned shift = 32 - kFirstSlotBits;  ///< A tag's slot is tag >> shift.
  BatchRows rows;
  Arena arena;
  std::string scratch;  ///< Room for a key that does not wait; keeps its capacity.
  std::vector<Pending> pending = std::vector<Pending>(kPending);
  std::size_t waiting = 0;
  std::size_t key_bytes = 0;
  std::size_t day_bytes = 0;
  std::uint64_t observations = 0;
  const std::uint64_t seed =
      random_seed();  // secret, so that nobody can make names collide on purpose

  Key make_key(const RecordView& record, SourceId source, How how, char* room) const noexcept;
  Key make_key(const RecordView& record, SourceId source, How how);
  static bool is_row(const BatchRow& row, const Key& key) noexcept;
  /// The row of the key, and whether it is new.
  std::pair<BatchRow*, bool> find_or_insert(const Key& key);
  BatchRow& insert(const Key& key);
  static bool can_wait(const RecordView& record) noexcept {
    return record.owner.size() + record.rdata.size() + kTypeOctets + kTailOctets <=
           Pending::kKeyOctets;
  }
  /// Completes the last one that waits.
  void enqueue(const RecordView& record, SourceId source, How how);
  void add_pending();
  void prefetch_rows() const noexcept;
  void prefetch_keys() const noexcept;
  void add_one(const Key& key, std::uint32_t time_s, std::uint32_t ttl_s);
  void add_told(const Key& key, Sightings&& sightings);
  void grow();
  void to_sort_form(BatchRow& row);
};

/// `room` takes all of the key and its tail.
Key Aggregator::Table::make_key(const RecordView& record, SourceId source, How how,
                                char* room) const noexcept {
  Key key;
  key.octets = room;
  key.size = record.owner.size() + kTypeOctets + record.rdata.size();
  key.owner_size = record.owner.size();
  key.type = record.type;
  key.source = source;
  key.bailiwick = record.bailiwick;
  key.how = how;
  std::memcpy(room, record.owner.data(), record.owner.size());
  char* out = put_u32(room + record.owner.size(), dns::to_number(record.type));
  if (!record.rdata.empty()) std::memcpy(out, record.rdata.data(), record.rdata.size());
  out = put_u32(out + record.rdata.size(), source.v);
  *out++ = static_cast<char>(record.bailiwick);
  *out = static_cast<char>(how);
  key.tag =
      static_cast<std::uint32_t>(XXH3_64bits_withSeed(room, key.size + kTailOctets, seed) >> 32);
  return key;
}

Key Aggregator::Table::make_key(const RecordView& record, SourceId source, How how) {
  const std::size_t size = record.owner.size() + kTypeOctets + record.rdata.size() + kTailOctets;
  if (scratch.size() < size) scratch.resize(2 * size);
  return make_key(record, source, how, scratch.data());
}

bool Aggregator::Table::is_row(const BatchRow& row, const Key& key) noexcept {
  // Same size and same bytes up to the rdata: owners say themselves where they end, so the parts
  // are the same too.
  return row.name.size() == key.owner_size &&
         row.rdata.size() == key.size - key.owner_size - kTypeOctets &&
         std::memcmp(row.name.data(), key.octets, key.size) == 0 && row.source == key.source &&
         row.bailiwick == key.bailiwick && row.how == key.how;
}

std::pair<BatchRow*, bool> Aggregator::Table::find_or_insert(const Key& key) {
  const std::size_t mask = slots.size() - 1;
  std::size_t at = key.tag >> shift;
  for (; slots[at].row_plus_1 != 0; at = (at + 1) & mask) {
    if (slots[at].tag != key.tag) continue;
    BatchRow& row = rows[slots[at].row_plus_1 - 1];
    if (is_row(row, key)) return {&row, false};
  }
  BatchRow& row = insert(key);
  slots[at] = {key.tag, static_cast<std::uint32_t>(rows.size())};
  if (rows.size() > slots.size() / 8 * 5) grow();
  return {&row, true};
}

BatchRow& Aggregator::Table::insert(const Key& key) {
  const std::string_view kept = arena.copy(std::string_view(key.octets, key.size));
  key_bytes += key.size;
  BatchRow& row = rows.emplace_back();
  row.name = kept.substr(0, key.owner_size);
  row.rdata = kept.substr(key.owner_size + kTypeOctets);
  row.type = key.type;
  row.source = key.source;
  row.bailiwick = key.bailiwick;
  row.how = key.how;
  return row;
}

void Aggregator::Table::add_one(const Key& key, std::uint32_t time_s, std::uint32_t ttl_s) {
  const auto [row, is_new] = find_or_insert(key);
  if (is_new) {
    row->sightings = Sightings::seen_once(time_s, ttl_s);
    return;
  }
  const std::size_t days = row->sightings.days.all().size();
  row->sightings.add_observation(time_s, ttl_s);
  day_bytes += (row->sightings.days.all().size() - days) * kDayOctets;
}

void Aggregator::Table::add_told(const Key& key, Sightings&& sightings) {
  const auto [row, is_new] = find_or_insert(key);
  const std::size_t days = row->sightings.days.all().size();
  if (is_new) {
    row->sightings = std::move(sightings);
  } else {
    row->sightings.merge(sightings);
  }
  // A merge may drop a day as well; the sum wraps and comes out right.
  day_bytes += (row->sightings.days.all().size() - days) * kDayOctets;
}

/// The row that a key's first slot names, if its tag is the key's: nearly always the one.
void Aggregator::Table::prefetch_rows() const noexcept {
  for (std::size_t i = 0; i < waiting; ++i) {
    const Slot& slot = slots[pending[i].key.tag >> shift];
    if (slot.row_plus_1 == 0) continue;
    const auto* const octets = reinterpret_cast<const char*>(&rows[slot.row_plus_1 - 1]);
    __builtin_prefetch(octets, 1);
    __builtin_prefetch(octets + sizeof(BatchRow) - 1, 1);
  }
}

void Aggregator::Table::prefetch_keys() const noexcept {
  for (std::size_t i = 0; i < waiting; ++i) {
    const Slot& slot = slots[pending[i].key.tag >> shift];
    if (slot.row_plus_1 == 0 || slot.tag != pending[i].key.tag) continue;
    __builtin_prefetch(rows[slot.row_plus_1 - 1].name.data());
  }
}

void Aggregator::Table::enqueue(const RecordView& record, SourceId source, How how) {
  Pending& last = pending[waiting++];
  last.key = make_key(record, source, how, last.octets.data());
  __builtin_prefetch(&slots[last.key.tag >> shift]);
  if (waiting == kPending) add_pending();
}

void Aggregator::Table::add_pending() {
  prefetch_rows();
  prefetch_keys();
  for (std::size_t i = 0; i < waiting; ++i) {
    Pending& one = pending[i];
    if (one.is_told) {
      add_told(one.key, std::move(one.sightings));
    } else {
      add_one(one.key, one.time_s, one.ttl_s);
    }
  }
  waiting = 0;
}

/// Doubles the slots. The upper bits of a tag say where it belongs, so that old and new order are
/// the same and neither keys nor rows are touched.
void Aggregator::Table::grow() {
  const Slots old = std::exchange(slots, Slots(slots.size() * 2));
  --shift;
  const std::size_t mask = slots.size() - 1;
  for (const Slot& slot : old) {
    if (slot.row_plus_1 == 0) continue;
    std::size_t at = slot.tag >> shift;
    while (slots[at].row_plus_1 != 0) at = (at + 1) & mask;
    slots[at] = slot;
  }
}

void Aggregator::Table::to_sort_form(BatchRow& row) {
  std::array<std::uint8_t, dns::kMaxSortFormOctets> form;
  const std::size_t size = dns::write_sort_form(form.data(), as_bytes(row.name));
  const std::string_view written = as_chars(Bytes(form.data(), size));
  if (size != row.name.size()) {
    row.name = arena.copy(written);
    return;
  }
  std::memcpy(const_cast<char*>(row.name.data()), written.data(),
              size);  // our own arena, and nobody else looks yet
}

Aggregator::Aggregator() : table_(std::make_unique<Table>()) {}
Aggregator::~Aggregator() = default;

void Aggregator::observe(const Observation& observation) {
  Table& t = *table_;
  ++t.observations;
  const RecordView& record = observation.record;
  if (!t.can_wait(record)) {
    t.add_pending();
    t.add_one(t.make_key(record, observation.source, observation.how), observation.time_s,
              observation.ttl_s);
    return;
  }
  Pending& last = t.pending[t.waiting];
  last.is_told = false;
  last.time_s = observation.time_s;
  last.ttl_s = observation.ttl_s;
  t.enqueue(record, observation.source, observation.how);
}

void Aggregator::add(const RecordView& record, SourceId source, How how,
                     const Sightings& sightings) {
  Table& t = *table_;
  ++t.observations;
  if (!t.can_wait(record)) {
    t.add_pending();
    t.add_told(t.make_key(record, source, how), Sightings(sightings));
    return;
  }
  Pending& last = t.pending[t.waiting];
  last.is_told = true;
  last.sightings = sightings;
  t.enqueue(record, source, how);
}

std::size_t Aggregator::rows() const {
  table_->add_pending();
  return table_->rows.size();
}

std::size_t Aggregator::memory_bytes() const noexcept {
  const Table& t = *table_;
  return t.slots.capacity() * sizeof(Slot) + t.rows.capacity() * sizeof(BatchRow) +
         t.arena.bytes() + t.scratch.capacity() +
         2 * t.day_bytes;  // a vector of days has up to twice the room
}

std::size_t Aggregator::key_bytes() const {
  table_->add_pending();
  return table_->key_bytes + table_->day_bytes;
}

std::uint64_t Aggregator::observations() const noexcept {
  return table_->observations;
}

Batch Aggregator::take() {
  Table& t = *table_;
  t.add_pending();
  for (BatchRow& row : t.rows) t.to_sort_form(row);
  sort_rows(t.rows, t.arena);
  Batch batch;
  batch.rows = std::exchange(t.rows, {});
  batch.arena = std::move(t.arena);
  std::fill(t.slots.begin(), t.slots.end(), Slot{});
  t.key_bytes = 0;
  t.day_bytes = 0;
  t.observations = 0;
  return batch;
}

}  // namespace spoor::record
