// SPDX-License-Identifier: Apache-2.0
// Batches known by their content. The stream of a batch is the digest of the salt and of all
// content up to its end, and the batch is the whole stream.
//
// With every batch a note "tail/" + digest of the content up to its beginning keeps the ends that
// were used from there, in decimal, a blank behind each. At the very beginning, where nothing was
// read yet, the first octets ahead take part in that digest, so that files do not share a note.
#include <algorithm>
#include <charconv>
#include <cstring>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "intake/stream_identity.h"

namespace spoor::intake {
namespace {

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

class ContentIdentity final : public StreamIdentity {
 public:
  ContentIdentity(record::RecordStore& store, BatchOrigin origin, InputStream& in)
      : store_(store), origin_(std::move(origin)), in_(in) {}

  Status begin_batch() override {
    ends_.clear();
    if (in_.offset() == 0) return begin_input();
    note_key_ = tail_key({});
    return recall();
  }
  [[nodiscard]] std::uint64_t next_end() const noexcept override {
    return ends_.empty() ? kNoEnd : *ends_.begin();
  }
  Result<Earlier> look(bool is_due) override;
  void sign(record::Batch& batch, bool /*is_last*/) override {
    batch.id = id_here();
    batch.ends_stream = true;
    batch.notes.emplace_back(note_key_, note_ + std::to_string(in_.offset()) + ' ');
  }
  Status check_twin() override { return {}; }  // whatever has this id has this content
  void end_input() override {}
  Result<bool> needs_last(bool has_rows) override { return has_rows; }

 private:
  Status begin_input();
  Status recall();
  [[nodiscard]] std::string tail_key(Bytes ahead);
  [[nodiscard]] record::BatchId id_here();

  record::RecordStore& store_;
  BatchOrigin origin_;
  InputStream& in_;
  std::string note_key_;
  std::string note_;              // what is kept under note_key_, passed ends too
  std::set<std::uint64_t> ends_;  // of batches that once began here, ahead of where we are
};

// A file of less than kAhead octets keeps its note under its first kLittleAhead, because when it
// has grown kAhead octets are others. A grown file therefore asks for both.
Status ContentIdentity::begin_input() {
  constexpr std::size_t kAhead = 512;
  constexpr std::size_t kLittleAhead = 64;
  auto filled = in_.fill(kAhead);
  const Bytes ahead = filled ? *filled : Bytes{};  // a broken file tells the reader so
  note_key_ = tail_key(ahead.first(std::min(ahead.size(), kLittleAhead)));
  SPOOR_CHECK(recall());
  if (ahead.size() < kAhead) return {};
  note_key_ = tail_key(ahead.first(kAhead));
  return recall();
}

// Takes up the ends that the note keeps.
Status ContentIdentity::recall() {
  SPOOR_TRY(note_, store_.note(note_key_));
  ends_.merge(parse_ends(note_, in_.offset()));
  return {};
}

std::string ContentIdentity::tail_key(Bytes ahead) {
  const std::string salt = origin_.salt + std::string(as_chars(ahead));
  return "tail/" + hex_text(in_.digest(as_bytes(salt)));
}

record::BatchId ContentIdentity::id_here() {
  record::BatchId id;
  id.source = origin_.source;
  id.stream.octets = in_.digest(as_bytes(origin_.salt));
  return id;
}

Result<StreamIdentity::Earlier> ContentIdentity::look(bool is_due) {
  const std::uint64_t offset = in_.offset();
  while (!ends_.empty() && *ends_.begin() < offset) ends_.erase(ends_.begin());
  const bool ended_here = !ends_.empty() && *ends_.begin() == offset;
  if (!ended_here && !is_due) return Earlier::kNothing;
  const record::BatchId id = id_here();
  SPOOR_TRY(const record::StreamState state, store_.stream_state(id.source, id.stream));
  if (ended_here) ends_.erase(ends_.begin());
  return state.is_complete() ? Earlier::kMerged : Earlier::kNothing;
}

}  // namespace

std::unique_ptr<StreamIdentity> make_content_identity(record::RecordStore& store,
                                                      BatchOrigin origin, InputStream& in) {
  return std::make_unique<ContentIdentity>(store, std::move(origin), in);
}

std::unique_ptr<StreamIdentity> make_identity(record::RecordStore& store, BatchOrigin origin,
                                              InputStream& in) {
  std::uint64_t seed = 0;  // secret of the store: nobody can make two files that digest alike
  const record::StreamId id = store.store_id();
  std::memcpy(&seed, id.octets.data(), sizeof seed);
  in.start_digest(seed);
  return origin.key.empty() ? make_content_identity(store, std::move(origin), in)
                            : make_upload_identity(store, origin, in);
}

std::string hex_text(const Digest128& digest) {
  std::string out;
  for (const std::uint8_t octet : digest) out += fmt::format("{:02x}", octet);
  return out;
}

}  // namespace spoor::intake
