// SPDX-License-Identifier: Apache-2.0
#include "capture/cbor_reader.h"

#include <limits>

namespace spoor::capture {
namespace {

// No string and no array of a file that is read is longer: what says so lies.
constexpr std::uint64_t kMaxLength = std::uint64_t{1} << 30;

}  // namespace

CborReader::Head CborReader::head() noexcept {
  constexpr std::uint8_t kOneOctet = 24;
  const std::uint8_t first = in_.u8();
  Head head;
  head.type = static_cast<CborType>(first >> 5);
  head.info = first & 0x1FU;
  head.value = head.info;
  switch (head.info) {
    case kOneOctet:
      head.value = in_.u8();
      break;
    case kOneOctet + 1:
      head.value = in_.u16();
      break;
    case kOneOctet + 2:
      head.value = in_.u32();
      break;
    case kOneOctet + 3:
      head.value = std::uint64_t{in_.u32()} << 32;
      head.value |= in_.u32();
      break;
    default:
      if (head.info > kOneOctet + 3 && head.info != kIndefinite) fail();
      break;
  }
  return ok() ? head : Head{};
}

std::uint64_t CborReader::number() noexcept {
  const Head item = head();
  if (item.type == CborType::kUnsigned && item.info != kIndefinite) return item.value;
  if (in_.ok()) fail();
  return 0;
}

std::int64_t CborReader::integer() noexcept {
  const Head item = head();
  const bool is_whole = item.type == CborType::kUnsigned || item.type == CborType::kNegative;
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (!is_whole || item.info == kIndefinite || item.value > kMost) {
    if (in_.ok()) fail();
    return 0;
  }
  const auto value = static_cast<std::int64_t>(item.value);
  return item.type == CborType::kUnsigned ? value : -1 - value;
}

// In one piece: nobody writes C-DNS in others.
Bytes CborReader::string_of(const Head& item) noexcept {
  if (item.info == kIndefinite || item.value > kMaxLength) {
    if (in_.ok()) fail();
    return {};
  }
  return in_.bytes(static_cast<std::size_t>(item.value));
}

Bytes CborReader::string(CborType type) noexcept {
  const Head item = head();
  if (ok() && item.type != type) fail();
  return ok() ? string_of(item) : Bytes{};
}

CborReader::Container CborReader::container(CborType type) noexcept {
  const Head item = head();
  const bool is_indefinite = item.info == kIndefinite;
  if (ok() && (item.type != type || (!is_indefinite && item.value > kMaxLength))) fail();
  return ok() ? Container{is_indefinite ? 0 : item.value, is_indefinite} : Container{};
}

bool CborReader::take_break() noexcept {
  dns::WireReader ahead = in_;
  if (ahead.u8() != kBreak || !ahead.ok()) return false;
  in_ = ahead;
  return true;
}

bool CborReader::more(Container& container) noexcept {
  if (!ok()) return false;
  if (container.is_indefinite) return !take_break();
  if (container.left == 0) return false;
  --container.left;
  return true;
}

// What an item holds is stepped over next.
void CborReader::enter(const Head& item, Nesting& nesting) noexcept {
  const bool is_indefinite = item.info == kIndefinite;
  bool is_sound = true;
  switch (item.type) {
    case CborType::kBytes:
    case CborType::kText:
      static_cast<void>(string_of(item));
      break;
    case CborType::kArray:
    case CborType::kMap: {
      const std::uint64_t items = item.type == CborType::kMap ? item.value * 2 : item.value;
      is_sound = (is_indefinite || item.value <= kMaxLength) &&
                 nesting.push({is_indefinite ? 0 : items, is_indefinite});
      break;
    }
    case CborType::kTag:  // stands before another item
      is_sound = !is_indefinite && nesting.push({1, false});
      break;
    default:  // a number, or an end of nothing
      is_sound = !is_indefinite;
      break;
  }
  if (!is_sound) fail();
}

Bytes CborReader::skip() noexcept {
  const std::size_t begin = in_.pos();
  Nesting nesting;
  do {
    enter(head(), nesting);
    while (ok() && nesting.depth > 0 && !more(nesting.open[nesting.depth - 1])) --nesting.depth;
  } while (ok() && nesting.depth > 0);
  return ok() ? in_.whole().subspan(begin, in_.pos() - begin) : Bytes{};
}

}  // namespace spoor::capture
