// SPDX-License-Identifier: Apache-2.0
// Several segments' rows as one list: each record once, its sightings merged by source and how.
#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "record/record_store.h"
#include "store/segment/segment_cursor.h"

namespace spoor::store {

class MergedRows final : public record::RecordCursor {
 public:
  /// Cursors that stand on their first row; those that are not valid are left out. All of them read
  /// details, or none.
  MergedRows(RowOrder order, bool with_details,
             std::vector<std::unique_ptr<SegmentRowCursor>> cursors);

  Result<const record::StoredRecord*> next() override;

 private:
  [[nodiscard]] bool is_behind(std::size_t a, std::size_t b) const noexcept;
  Status step();
  void present_one(const RowBlockCursor& row);
  void present_many();

  RowOrder order_;
  bool with_details_;
  std::vector<std::unique_ptr<SegmentRowCursor>> cursors_;
  std::vector<std::size_t> heap_;    // cursors with rows to come, the least key on top
  std::vector<std::size_t> at_key_;  // cursors on the record that was handed out
  std::vector<record::SourcedSightings> merged_;
  record::StoredRecord record_;
};

class MergedNames final : public record::NameCursor {
 public:
  explicit MergedNames(std::vector<std::unique_ptr<SegmentNameCursor>> cursors);
  Result<std::string_view> next() override;

 private:
  std::vector<std::unique_ptr<SegmentNameCursor>> cursors_;
  std::string name_;
  bool started_ = false;
};

}  // namespace spoor::store
