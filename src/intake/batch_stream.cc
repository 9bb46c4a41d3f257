// SPDX-License-Identifier: Apache-2.0
#include "intake/batch_stream.h"

#include <utility>

namespace spoor::intake {

using Earlier = StreamIdentity::Earlier;

BatchStream::BatchStream(record::RecordStore& store, BatchOrigin origin, InputStream& in,
                         const BatchLimits& limits)
    : store_(store),
      in_(in),
      limits_(limits),
      more_note_(origin.more_note),
      identity_(make_identity(store, std::move(origin), in)) {}

Status BatchStream::begin_batch() {
  begin_ = in_.offset();
  steps_ = 0;
  began_ = std::chrono::steady_clock::now();
  SPOOR_CHECK(identity_->begin_batch());
  next_stop_ = identity_->next_end();
  return {};
}

bool BatchStream::is_full() const {
  return aggregator_.rows() >= limits_.rows || aggregator_.key_bytes() >= limits_.key_bytes ||
         in_.offset() - begin_ >= limits_.input_bytes;
}

void BatchStream::drop_gathered() {
  const record::Batch dropped = aggregator_.take();
  tell_end(false);
}

Status BatchStream::pass_over() {
  drop_gathered();
  ++known_;
  return begin_batch();
}

Status BatchStream::check() {
  if (in_.source_failed()) return {};  // this step may have read something torn
  SPOOR_TRY(const Earlier earlier, identity_->look(false));
  if (earlier == Earlier::kMerged) return pass_over();
  next_stop_ = identity_->next_end();
  if (!is_full()) return {};
  if (earlier == Earlier::kInside) {  // never to be merged, whatever comes
    drop_gathered();
    return {};
  }
  return steps_ % limits_.steps_between_checks == 0 ? cut(false) : Status();
}

Status BatchStream::after_wait(std::chrono::steady_clock::duration every) {
  if (aggregator_.rows() == 0 || std::chrono::steady_clock::now() - began_ < every) return {};
  return cut(false);
}

Status BatchStream::cut(bool is_last) {
  SPOOR_TRY(const Earlier earlier, identity_->look(true));
  if (earlier == Earlier::kMerged) return pass_over();
  const std::uint64_t observations = aggregator_.observations();
  record::Batch batch = aggregator_.take();
  identity_->sign(batch, is_last);
  if (more_note_) batch.notes.push_back(more_note_());
  batch.more_follow = !is_last;
  SPOOR_TRY(const record::MergeOutcome outcome, store_.merge(std::move(batch)));
  if (outcome == record::MergeOutcome::kMerged) {
    ++merged_;
    observations_ += observations;
    tell_end(true);
  } else {  // by another import at the same time
    SPOOR_CHECK(identity_->check_twin());
    ++known_;
    tell_end(false);
  }
  return is_last ? Status() : begin_batch();
}

Status BatchStream::finish() {
  identity_->end_input();
  if (in_.source_failed()) {
    drop_gathered();
    return {};
  }
  SPOOR_CHECK(check());
  SPOOR_TRY(const bool is_needed, identity_->needs_last(aggregator_.rows() > 0));
  return is_needed ? cut(true) : Status();
}

}  // namespace spoor::intake
