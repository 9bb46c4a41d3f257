// SPDX-License-Identifier: Apache-2.0
#include "capture/cdns_file.h"

#include <algorithm>

#include <fmt/format.h>

#include "capture/header.h"

namespace spoor::capture {
namespace {

constexpr std::string_view kFileType = "C-DNS";
constexpr std::size_t kTypeOctets = 6;  // with its head
constexpr std::uint64_t kMajorVersion = 1;
constexpr std::size_t kMostPreamble = std::size_t{1} << 20;
constexpr std::size_t kFirstFill = std::size_t{64} << 10;
constexpr std::size_t kMostParameters = 1'024;

/// ticks-per-second of one BlockParameters; 0 when it does not tell.
std::uint64_t read_ticks(CborReader& in) {
  std::uint64_t ticks = 0;
  auto parameters = in.map();
  while (in.more(parameters)) {
    if (in.integer() != 0) {
      in.skip();
      continue;
    }
    auto storage = in.map();
    while (in.more(storage)) {
      if (in.integer() == 0) {
        ticks = in.number();
      } else {
        in.skip();
      }
    }
  }
  return ticks;
}

}  // namespace

// An array of three, or of any length, that begins with the type.
bool CdnsFile::recognises(Bytes head) noexcept {
  constexpr std::uint8_t kOfThree = 0x83;
  constexpr std::uint8_t kIndefinite = 0x9F;
  const Header<1 + kTypeOctets> first(head);
  if (!first || (first.u8<0>() != kOfThree && first.u8<0>() != kIndefinite)) return false;
  return first.u8<1>() == 0x65 && as_chars(first.bytes<2, kTypeOctets - 1>()) == kFileType;
}

Error CdnsFile::error_here(ErrorCode code, std::string_view what, std::size_t offset) const {
  return {code, what, in_.offset() + offset, fmt::format("{}: block {}", in_.path(), block_)};
}

Result<std::unique_ptr<MessageFile>> CdnsFile::open(InputStream& in, harden::MessageSink& sink) {
  std::unique_ptr<CdnsFile> file(new CdnsFile(in, sink));
  SPOOR_CHECK(file->read_beginning());
  return std::unique_ptr<MessageFile>(std::move(file));
}

Status CdnsFile::read_beginning() {
  SPOOR_TRY(const Bytes head, in_.fill(1 + kTypeOctets));
  if (!recognises(head)) return error_here(ErrorCode::kMalformed, "not a C-DNS file");
  CborReader first(head);
  file_ = first.array();
  static_cast<void>(first.more(file_));
  in_.consume(1 + kTypeOctets);
  SPOOR_TRY(const Bytes preamble, fill_item(kMostPreamble));
  SPOOR_CHECK(read_preamble(preamble));
  in_.consume(preamble.size());
  constexpr std::size_t kLongestHead = 9;
  SPOOR_TRY(const Bytes at, in_.fill(kLongestHead));
  CborReader blocks(at);
  blocks_ = blocks.array();
  if (blocks.ran_out()) return error_here(ErrorCode::kTruncated, "file ends before its blocks");
  if (!blocks.ok()) return error_here(ErrorCode::kMalformed, "expected an array of blocks");
  in_.consume(blocks.pos());
  return {};
}

Status CdnsFile::read_preamble(Bytes preamble) {
  CborReader in(preamble);
  std::uint64_t version = 0;
  auto fields = in.map();
  while (in.more(fields)) {
    const std::int64_t key = in.integer();
    if (key == 0) {
      version = in.number();
    } else if (key == 3) {
      auto list = in.array();
      while (in.more(list) && ticks_per_second_.size() < kMostParameters)
        ticks_per_second_.push_back(read_ticks(in));
    } else {
      in.skip();
    }
  }
  if (!in.ok()) return error_here(ErrorCode::kMalformed, "malformed preamble", in.pos());
  if (version != kMajorVersion)
    return error_here(ErrorCode::kMalformed, "C-DNS of another version than 1");
  return {};
}

// The next item whole. Looked at again when twice as much is there, so that all of it costs no more
// than thrice.
Result<Bytes> CdnsFile::fill_item(std::size_t most) {
  for (std::size_t wanted = kFirstFill;; wanted *= 2) {
    SPOOR_TRY(const Bytes window, in_.fill(std::min(wanted, most)));
    CborReader item(window);
    const Bytes whole = item.skip();
    if (item.ok() && whole.size() <= most) return whole;
    if (item.ok()) return error_here(ErrorCode::kLimit, "a block of more than 16 MiB");
    if (!item.ran_out()) return error_here(ErrorCode::kMalformed, "malformed CBOR", item.pos());
    if (window.size() < std::min(wanted, most)) {
      SPOOR_CHECK(in_.fault());  // a broken compressed file says so itself
      return error_here(ErrorCode::kTruncated, "file ends in the middle of a block");
    }
    if (wanted >= most) return error_here(ErrorCode::kLimit, "a block of more than 16 MiB");
  }
}

Result<bool> CdnsFile::step() {
  if (is_finished_) return false;
  SPOOR_TRY(const Bytes next, in_.fill(1));
  ++block_;
  CborReader ahead(next);
  if (blocks_.is_indefinite && next.empty())
    return error_here(ErrorCode::kTruncated, "file ends before its array of blocks does");
  if (!ahead.more(blocks_)) {
    is_finished_ = true;
    in_.consume(ahead.pos());
    return read_end();
  }
  SPOOR_TRY(const Bytes block, fill_item(CdnsBlock::kMaxOctets));
  const Status read = tables_.read(block);
  if (!read) return error_here(read.error().code, read.error().what, read.error().offset);
  take_items();
  in_.consume(block.size());
  return true;
}

// Behind the blocks stands nothing, or the end of an array of any length.
Result<bool> CdnsFile::read_end() {
  SPOOR_TRY(const Bytes next, in_.fill(1));
  CborReader ahead(next);
  if (file_.is_indefinite && !ahead.more(file_)) in_.consume(ahead.pos());
  return false;
}

void CdnsFile::take_items() {
  const std::uint64_t ticks =
      tables_.parameters < ticks_per_second_.size() ? ticks_per_second_[tables_.parameters] : 0;
  const std::uint64_t begin = in_.offset() + tables_.items_at;
  CborReader in(tables_.items);
  auto items = in.array();
  CdnsItem item;
  harden::CapturedMessage message;
  while (!tables_.items.empty() && in.more(items)) {
    const std::uint64_t offset = begin + in.pos();
    ++items_;
    const Bytes octets = in.skip();  // so that a broken item breaks no other
    CborReader one(octets);
    if (!read_cdns_item(one, item)) {
      stats_.note({items_, offset, Reason::kCdnsBadItem});
      continue;
    }
    ++stats_.packets;
    const Reason reason = assembler_.assemble(tables_, item, ticks, message);
    if (reason == Reason::kCdnsQuery) {
      stats_.count(reason);
    } else if (reason != Reason::kCount) {
      stats_.note({items_, offset, reason});
    } else {
      message.packet = items_;
      stats_.note_time(message.time_us);
      outlet_.hand_on(message);
    }
  }
}

}  // namespace spoor::capture
