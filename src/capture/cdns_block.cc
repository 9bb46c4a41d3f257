// SPDX-License-Identifier: Apache-2.0
#include "capture/cdns_block.h"

#include <limits>

namespace spoor::capture {
namespace {

/// Field numbers of a Block.
enum BlockField : std::uint64_t { kPreamble = 0, kTables = 2, kItems = 3 };
/// Of BlockTables.
enum Table : std::uint64_t {
  kAddresses = 0,
  kClassTypes = 1,
  kNames = 2,
  kSignatures = 3,
  kQuestionLists = 4,
  kQuestions = 5,
  kRecordLists = 6,
  kRecords = 7,
};

std::uint32_t small(CborReader& in) noexcept {
  const std::uint64_t value = in.number();
  constexpr std::uint32_t kMost = std::numeric_limits<std::uint32_t>::max();
  return value < kMost ? static_cast<std::uint32_t>(value) : kMost;
}

/// Calls `take(key)` for each pair of a map with a number as key, as private ones are negative.
template <class Take>
void each_field(CborReader& in, Take take) {
  auto map = in.map();
  while (in.more(map)) {
    const std::int64_t key = in.integer();
    if (!in.ok()) return;
    if (key < 0 || !take(static_cast<std::uint64_t>(key))) in.skip();
  }
}

/// Calls `take()` for each element, at most kMaxEntries of them. False when there are more.
template <class Take>
bool each_element(CborReader& in, Take take) {
  auto array = in.array();
  std::size_t count = 0;
  while (in.more(array)) {
    if (++count > CdnsBlock::kMaxEntries) return false;
    take();
  }
  return true;
}

/// A field that holds a number of 32 bits, by its key.
struct Target {
  std::uint64_t key;
  std::uint32_t* to;
};
template <std::size_t N>
void read_numbers(CborReader& in, const Target (&targets)[N]) {
  each_field(in, [&](std::uint64_t key) {
    for (const Target& target : targets) {
      if (target.key != key) continue;
      *target.to = small(in);
      return true;
    }
    return false;
  });
}

CdnsClassType read_class_type(CborReader& in) {
  CdnsClassType out;
  read_numbers(in, {{0, &out.type}, {1, &out.klass}});
  return out;
}
CdnsQuestion read_question(CborReader& in) {
  CdnsQuestion out;
  read_numbers(in, {{0, &out.name}, {1, &out.class_type}});
  return out;
}
CdnsRecord read_record(CborReader& in) {
  CdnsRecord out;
  read_numbers(in, {{0, &out.name}, {1, &out.class_type}, {2, &out.ttl_s}, {3, &out.rdata}});
  return out;
}
CdnsSignature read_signature(CborReader& in) {
  CdnsSignature out;
  read_numbers(in, {{0, &out.server_address},
                    {1, &out.server_port},
                    {2, &out.transport},
                    {4, &out.has},
                    {5, &out.opcode},
                    {6, &out.dns_flags},
                    {8, &out.class_type},
                    {16, &out.response_rcode}});
  return out;
}

bool read_lists(CborReader& in, CdnsLists& lists) {
  std::size_t numbers = 0;
  return each_element(in, [&] {
    auto list = in.array();
    while (in.more(list) && ++numbers <= 4 * CdnsBlock::kMaxEntries) lists.add(small(in));
    lists.end_list();
  });
}

}  // namespace

void CdnsBlock::clear() {
  earliest_seconds = earliest_ticks = 0;
  parameters = 0;
  addresses.clear();
  class_types.clear();
  names.clear();
  signatures.clear();
  questions.clear();
  records.clear();
  question_lists.clear();
  record_lists.clear();
  items = {};
  items_at = 0;
}

Status CdnsBlock::read(Bytes block) {
  clear();
  CborReader in(block);
  bool fits = true;
  each_field(in, [&](std::uint64_t key) {
    switch (key) {
      case kPreamble:
        return read_preamble(in);
      case kTables:
        fits = read_tables(in) && fits;
        return true;
      case kItems:
        items_at = in.pos();
        items = in.skip();
        return true;
      default:
        return false;
    }
  });
  if (!fits)
    return Error{ErrorCode::kLimit, "a table of a block has more than 1,000,000 entries", in.pos()};
  if (!in.ok()) return Error{ErrorCode::kMalformed, "malformed block", in.pos()};
  return {};
}

bool CdnsBlock::read_preamble(CborReader& in) {
  each_field(in, [&](std::uint64_t key) {
    if (key == 1) {
      parameters = small(in);
      return true;
    }
    if (key != 0) return false;
    auto time = in.array();
    if (in.more(time)) earliest_seconds = in.number();
    if (in.more(time)) earliest_ticks = in.number();
    while (in.more(time)) in.skip();
    return true;
  });
  return true;
}

bool CdnsBlock::read_tables(CborReader& in) {
  bool fits = true;
  each_field(in, [&](std::uint64_t key) {
    if (key > kRecords) return false;
    fits = read_table(key, in) && fits;
    return true;
  });
  return fits;
}

bool CdnsBlock::read_table(std::uint64_t key, CborReader& in) {
  switch (key) {
    case kAddresses:
      return each_element(in, [&] { addresses.push_back(in.octets()); });
    case kClassTypes:
      return each_element(in, [&] { class_types.push_back(read_class_type(in)); });
    case kNames:
      return each_element(in, [&] { names.push_back(in.octets()); });
    case kSignatures:
      return each_element(in, [&] { signatures.push_back(read_signature(in)); });
    case kQuestionLists:
      return read_lists(in, question_lists);
    case kQuestions:
      return each_element(in, [&] { questions.push_back(read_question(in)); });
    case kRecordLists:
      return read_lists(in, record_lists);
    default:
      return each_element(in, [&] { records.push_back(read_record(in)); });
  }
}

bool read_cdns_item(CborReader& in, CdnsItem& item) noexcept {
  item = {};
  each_field(in, [&](std::uint64_t key) {
    switch (key) {
      case 0:
        item.time_offset = in.number();
        return true;
      case 1:
        item.client_address = small(in);
        return true;
      case 2:
        item.client_port = small(in);
        return true;
      case 3:
        item.id = small(in);
        return true;
      case 4:
        item.signature = small(in);
        return true;
      case 6:
        item.response_delay = in.integer();
        return true;
      case 7:
        item.query_name = small(in);
        return true;
      case 12:
        read_numbers(
            in,
            {{0, &item.questions}, {1, &item.answer}, {2, &item.authority}, {3, &item.additional}});
        return true;
      default:
        return false;
    }
  });
  return in.ok();
}

}  // namespace spoor::capture
