// SPDX-License-Identifier: Apache-2.0
// A note's value is the ends in decimal, a blank behind each.
#include "cli/batch_stream.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace spoor::cli {
namespace {

std::string hex(const Digest128& digest) {
  std::string out;
  for (const std::uint8_t octet : digest) out += fmt::format("{:02x}", octet);
  return out;
}

std::set<std::uint64_t> parse_ends(std::string_view note, std::uint64_t beyond) {
  std::set<std::uint64_t> ends;
  const char* at = note.data();
  const char* const end = at + note.size();
  while (at != end) {
    std::uint64_t value = 0;
    const auto [next, error] = std::from_chars(at, end, value);
    if (error != std::errc() || next == end) break;
    if (value > beyond) ends.insert(value);
    at = next + 1;
  }
  return ends;
}

}  // namespace

BatchStream::BatchStream(record::RecordStore& store, record::SourceId source, std::string salt,
                         InputStream& in, const BatchLimits& limits)
    : store_(store), source_(source), salt_(std::move(salt)), in_(in), limits_(limits) {
  std::uint64_t seed = 0;  // secret of the store: nobody can make two files that digest alike
  const record::StreamId id = store.store_id();
  std::memcpy(&seed, id.octets.data(), sizeof seed);
  in_.start_digest(seed);
}

// A file of less than kAhead octets keeps its note under its first kLittleAhead, because when it
// has grown kAhead octets are others. A grown file therefore asks for both.
Status BatchStream::begin() {
  constexpr std::size_t kAhead = 512;
  constexpr std::size_t kLittleAhead = 64;
  auto filled = in_.fill(kAhead);
  const Bytes ahead = filled ? *filled : Bytes{};  // a broken file tells the reader so
  note_key_ = tail_key(ahead.first(std::min(ahead.size(), kLittleAhead)));
  SPOOR_TRY(note_, recall(note_key_));
  if (ahead.size() < kAhead) return {};
  note_key_ = tail_key(ahead.first(kAhead));
  SPOOR_TRY(note_, recall(note_key_));
  return {};
}

std::string BatchStream::tail_key(Bytes ahead) {
  const std::string salt = salt_ + std::string(as_chars(ahead));
  return "tail/" + hex(in_.digest(as_bytes(salt)));
}

Result<std::string> BatchStream::recall(const std::string& key) {
  SPOOR_TRY(std::string note, store_.note(key));
  ends_.merge(parse_ends(note, in_.offset()));
  return note;
}

record::BatchId BatchStream::id_here() {
  record::BatchId id;
  id.source = source_;
  id.stream.octets = in_.digest(as_bytes(salt_));
  return id;
}

Status BatchStream::start_at_offset() {
  begin_ = in_.offset();
  steps_ = 0;
  ends_.clear();
  note_key_ = tail_key({});
  SPOOR_TRY(note_, recall(note_key_));
  return {};
}

void BatchStream::drop_gathered() {
  const record::Batch dropped = aggregator_.take();
  ++known_;
}

Status BatchStream::check() {
  const std::uint64_t offset = in_.offset();
  while (!ends_.empty() && *ends_.begin() < offset) ends_.erase(ends_.begin());
  if (!ends_.empty() && *ends_.begin() == offset) {
    const record::BatchId id = id_here();
    SPOOR_TRY(const record::StreamState state, store_.stream_state(id.source, id.stream));
    if (state.is_complete()) {
      drop_gathered();
      return start_at_offset();
    }
    ends_.erase(ends_.begin());
  }
  const bool is_full = aggregator_.rows() >= limits_.rows ||
                       aggregator_.key_bytes() >= limits_.key_bytes ||
                       offset - begin_ >= limits_.input_bytes;
  return is_full && steps_ % limits_.steps_between_checks == 0 ? cut(true) : Status();
}

Status BatchStream::cut(bool more_follow) {
  const std::uint64_t end = in_.offset();
  const record::BatchId id = id_here();
  SPOOR_TRY(const record::StreamState state, store_.stream_state(id.source, id.stream));
  if (state.is_complete()) {
    drop_gathered();
    return start_at_offset();
  }
  const std::uint64_t observations = aggregator_.observations();
  record::Batch batch = aggregator_.take();
  batch.id = id;
  batch.ends_stream = true;
  batch.more_follow = more_follow;
  batch.notes.emplace_back(note_key_, note_ + std::to_string(end) + ' ');
  SPOOR_TRY(const record::MergeOutcome outcome, store_.merge(std::move(batch)));
  if (outcome == record::MergeOutcome::kMerged) {
    ++merged_;
    observations_ += observations;
  } else {
    ++known_;
  }
  return start_at_offset();
}

Status BatchStream::finish() {
  SPOOR_CHECK(check());
  return aggregator_.rows() == 0 ? Status() : cut(false);
}

}  // namespace spoor::cli
