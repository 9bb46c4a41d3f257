// SPDX-License-Identifier: Apache-2.0
// Batches known by the key that the sender gave the upload, and their number. The stream is a
// digest of the salt and the key, its sequences count the batches.
//
// With every batch a note "upload/" + stream + "/" + sequence keeps where it ended and the digest
// of all content up to there, so that a second try is held to the content of the first: it passes
// over what was merged, stops where that stopped, and is refused where it differs. The last batch,
// empty if need be, ends the stream, so that content which is shorter or longer is other content
// too.
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "intake/stream_identity.h"

namespace spoor::intake {
namespace {

Error other_content() {
  return {ErrorCode::kInvalid, "this Idempotency-Key was used for other content", 0,
          "Idempotency-Key"};
}

/// Where a batch ended, and the digest of all content up to there.
struct Mark {
  std::uint64_t end = 0;
  std::string digest;
  bool operator==(const Mark&) const = default;
};

std::string encode_mark(const Mark& mark) {
  return std::to_string(mark.end) + ' ' + mark.digest;
}

std::optional<Mark> decode_mark(std::string_view note) {
  Mark mark;
  const char* const begin = note.data();
  const char* const end = begin + note.size();
  const auto [next, error] = std::from_chars(begin, end, mark.end);
  if (error != std::errc() || next == end || *next != ' ') return std::nullopt;
  mark.digest.assign(next + 1, end);
  return mark;
}

class UploadIdentity final : public StreamIdentity {
 public:
  UploadIdentity(record::RecordStore& store, const BatchOrigin& origin, InputStream& in)
      : store_(store), source_(origin.source), in_(in) {
    // Nothing is read yet, so this is a digest of the text alone; and nothing that could be known
    // by its content begins like it.
    const std::string text = fmt::format("spoor upload 1\nsource {}\n{}key {}", origin.source.v,
                                         origin.salt, origin.key);
    stream_.octets = in.digest(as_bytes(text));
  }

  Status begin_batch() override;
  [[nodiscard]] std::uint64_t next_end() const noexcept override {
    if (is_over_) return begin_;
    return earlier_ ? earlier_->end : kNoEnd;
  }
  Result<Earlier> look(bool is_due) override;
  void sign(record::Batch& batch, bool is_last) override;
  Status check_twin() override;
  void end_input() override;
  Result<bool> needs_last(bool has_rows) override;

 private:
  [[nodiscard]] std::string note_key() const {
    return fmt::format("upload/{}/{}", hex_text(stream_.octets), sequence_);
  }
  [[nodiscard]] Mark mark_here() { return {in_.offset(), hex_text(in_.digest({}))}; }
  Result<std::optional<Mark>> recall() const;

  record::RecordStore& store_;
  record::SourceId source_;
  InputStream& in_;
  record::StreamId stream_;
  std::uint64_t batches_ = 0;   // begun so far
  std::uint64_t sequence_ = 0;  // of the one that begins at begin_
  std::uint64_t begin_ = 0;
  std::optional<Mark> earlier_;  // of this sequence, if it was merged before
  bool is_over_ = false;         // an earlier try ended here
};

Status UploadIdentity::begin_batch() {
  sequence_ = batches_++;
  begin_ = in_.offset();
  SPOOR_TRY(earlier_, recall());
  SPOOR_TRY(const record::StreamState state, store_.stream_state(source_, stream_));
  is_over_ = state.length && sequence_ >= *state.length;
  return {};
}

Result<std::optional<Mark>> UploadIdentity::recall() const {
  const std::string key = note_key();
  SPOOR_TRY(const std::string note, store_.note(key));
  if (note.empty()) return std::optional<Mark>();
  std::optional<Mark> mark = decode_mark(note);
  if (!mark) return Error{ErrorCode::kCorrupt, "a note of an upload cannot be read", 0, key};
  return mark;
}

Result<StreamIdentity::Earlier> UploadIdentity::look(bool /*is_due*/) {
  const std::uint64_t offset = in_.offset();
  if (is_over_) {
    if (offset != begin_) return other_content();
    return Earlier::kInside;
  }
  if (!earlier_) return Earlier::kNothing;
  if (offset < earlier_->end) return Earlier::kInside;
  if (offset > earlier_->end || mark_here() != *earlier_) return other_content();
  return Earlier::kMerged;
}

void UploadIdentity::sign(record::Batch& batch, bool is_last) {
  batch.id = {source_, stream_, sequence_};
  batch.ends_stream = is_last;
  batch.notes.emplace_back(note_key(), encode_mark(mark_here()));
}

Status UploadIdentity::check_twin() {
  SPOOR_TRY(const std::optional<Mark> twin, recall());
  if (!twin || *twin != mark_here()) return other_content();
  return {};
}

// What no reader wanted is content as well: a broken record and all behind it.
void UploadIdentity::end_input() {
  constexpr std::size_t kStep = std::size_t{256} << 10;
  for (auto left = in_.fill(kStep); left && !left->empty(); left = in_.fill(kStep))
    in_.consume(left->size());
}

Result<bool> UploadIdentity::needs_last(bool /*has_rows*/) {
  if (is_over_) return false;
  if (earlier_) return other_content();  // which went on behind our end
  return true;
}

}  // namespace

std::unique_ptr<StreamIdentity> make_upload_identity(record::RecordStore& store,
                                                     const BatchOrigin& origin, InputStream& in) {
  return std::make_unique<UploadIdentity>(store, origin, in);
}

}  // namespace spoor::intake
