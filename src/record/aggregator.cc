// SPDX-License-Identifier: Apache-2.0
// Open addressing over keys in an arena: a slot holds a row's number and half of its hash. Rows lie
// in one dense vector in order of first appearance, which take() sorts in place and hands over
// together with the arena.
//
// A key in the arena is owner, type in four octets, rdata. A plain owner becomes its sort form in
// place, because both forms are equally long: only owners with octets 0x00 or 0x01 in a label need
// new room.
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

struct Slot {
  std::uint32_t tag = 0;         ///< Upper half of the key's hash.
  std::uint32_t row_plus_1 = 0;  ///< 0: free.
};

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
  std::vector<Slot> slots = std::vector<Slot>(std::size_t{1} << kFirstSlotBits);
  unsigned shift = 32 - kFirstSlotBits;  ///< A tag's slot is tag >> shift.
  std::vector<BatchRow> rows;
  Arena arena;
  std::string scratch;  ///< The key that is asked for; keeps its capacity.
  std::size_t key_size = 0;
  std::size_t key_bytes = 0;
  std::size_t day_bytes = 0;
  std::uint64_t observations = 0;
  const std::uint64_t seed =
      random_seed();  // secret, so that nobody can make names collide on purpose

  std::uint32_t hash_key(const RecordView& record, SourceId source, How how);
  bool is_row(const BatchRow& row, const RecordView& record, SourceId source,
              How how) const noexcept;
  /// The row of the key, and whether it is new.
  std::pair<BatchRow*, bool> find_or_insert(const RecordView& record, SourceId source, How how);
  BatchRow& insert(const RecordView& record, SourceId source, How how);
  void grow();
  void to_sort_form(BatchRow& row);
};

/// Leaves the key in `scratch`, hashes it with its tail.
std::uint32_t Aggregator::Table::hash_key(const RecordView& record, SourceId source, How how) {
  key_size = record.owner.size() + kTypeOctets + record.rdata.size();
  if (scratch.size() < key_size + kTailOctets) scratch.resize(2 * (key_size + kTailOctets));
  char* out = scratch.data();
  std::memcpy(out, record.owner.data(), record.owner.size());
  out = put_u32(out + record.owner.size(), dns::to_number(record.type));
  if (!record.rdata.empty()) std::memcpy(out, record.rdata.data(), record.rdata.size());
  out = put_u32(out + record.rdata.size(), source.v);
  *out++ = static_cast<char>(record.bailiwick);
  *out = static_cast<char>(how);
  return static_cast<std::uint32_t>(
      XXH3_64bits_withSeed(scratch.data(), key_size + kTailOctets, seed) >> 32);
}

bool Aggregator::Table::is_row(const BatchRow& row, const RecordView& record, SourceId source,
                               How how) const noexcept {
  // Same size and same bytes up to the rdata: owners say themselves where they end, so the parts
  // are the same too.
  return row.name.size() == record.owner.size() && row.rdata.size() == record.rdata.size() &&
         std::memcmp(row.name.data(), scratch.data(), key_size) == 0 && row.source == source &&
         row.bailiwick == record.bailiwick && row.how == how;
}

std::pair<BatchRow*, bool> Aggregator::Table::find_or_insert(const RecordView& record,
                                                             SourceId source, How how) {
  const std::uint32_t tag = hash_key(record, source, how);
  const std::size_t mask = slots.size() - 1;
  std::size_t at = tag >> shift;
  for (; slots[at].row_plus_1 != 0; at = (at + 1) & mask) {
    if (slots[at].tag != tag) continue;
    BatchRow& row = rows[slots[at].row_plus_1 - 1];
    if (is_row(row, record, source, how)) return {&row, false};
  }
  BatchRow& row = insert(record, source, how);
  slots[at] = {tag, static_cast<std::uint32_t>(rows.size())};
  if (rows.size() > slots.size() / 8 * 5) grow();
  return {&row, true};
}

BatchRow& Aggregator::Table::insert(const RecordView& record, SourceId source, How how) {
  const std::string_view key = arena.copy(std::string_view(scratch.data(), key_size));
  key_bytes += key_size;
  BatchRow& row = rows.emplace_back();
  row.name = key.substr(0, record.owner.size());
  row.rdata = key.substr(record.owner.size() + kTypeOctets);
  row.type = record.type;
  row.source = source;
  row.bailiwick = record.bailiwick;
  row.how = how;
  return row;
}

/// Doubles the slots. The upper bits of a tag say where it belongs, so that old and new order are
/// the same and neither keys nor rows are touched.
void Aggregator::Table::grow() {
  const std::vector<Slot> old = std::exchange(slots, std::vector<Slot>(slots.size() * 2));
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
  const auto [row, is_new] =
      t.find_or_insert(observation.record, observation.source, observation.how);
  if (is_new) {
    row->sightings = Sightings::seen_once(observation.time_s, observation.ttl_s);
    return;
  }
  const std::size_t days = row->sightings.days.all().size();
  row->sightings.add_observation(observation.time_s, observation.ttl_s);
  t.day_bytes += (row->sightings.days.all().size() - days) * kDayOctets;
}

void Aggregator::add(const RecordView& record, SourceId source, How how,
                     const Sightings& sightings) {
  Table& t = *table_;
  ++t.observations;
  BatchRow* const row = t.find_or_insert(record, source, how).first;
  const std::size_t days = row->sightings.days.all().size();
  row->sightings.merge(sightings);
  // A merge may drop a day as well; the sum wraps and comes out right.
  t.day_bytes += (row->sightings.days.all().size() - days) * kDayOctets;
}

std::size_t Aggregator::rows() const noexcept {
  return table_->rows.size();
}

std::size_t Aggregator::memory_bytes() const noexcept {
  const Table& t = *table_;
  return t.slots.capacity() * sizeof(Slot) + t.rows.capacity() * sizeof(BatchRow) +
         t.arena.bytes() + t.scratch.capacity() +
         2 * t.day_bytes;  // a vector of days has up to twice the room
}

std::size_t Aggregator::key_bytes() const noexcept {
  return table_->key_bytes + table_->day_bytes;
}

std::uint64_t Aggregator::observations() const noexcept {
  return table_->observations;
}

Batch Aggregator::take() {
  Table& t = *table_;
  for (BatchRow& row : t.rows) t.to_sort_form(row);
  sort_rows(t.rows);
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
