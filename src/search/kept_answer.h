// SPDX-License-Identifier: Apache-2.0
// A whole answer kept as it was when it was made: rows on disk, to be read from any offset.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "record/record_store.h"
#include "search/row_sources.h"
#include "search/search.h"

namespace spoor::search {

/// Immutable; read from several threads at once. Its file has no name and goes with it.
class KeptAnswer {
 public:
  ~KeptAnswer();
  KeptAnswer(const KeptAnswer&) = delete;
  KeptAnswer& operator=(const KeptAnswer&) = delete;

  [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::uint64_t size_bytes() const noexcept { return size_bytes_; }

 private:
  friend class KeptAnswerMaker;
  friend class KeptPage;
  explicit KeptAnswer(int fd) : fd_(fd) {}

  int fd_;
  std::uint64_t rows_ = 0;
  std::uint64_t size_bytes_ = 0;
  std::vector<std::uint64_t> places_;  // of every so many rows
};

/// Writes one.
class KeptAnswerMaker {
 public:
  /// In `dir`, or where temporary files go. Errors: kIo.
  static Result<std::unique_ptr<KeptAnswerMaker>> create(const std::string& dir,
                                                         std::uint64_t max_bytes);
  /// Rows come in their order. Errors: kIo; kLimit when they take more than `max_bytes`.
  Status add(const Row& row);
  /// All rows were added. Errors: as add().
  Result<std::shared_ptr<const KeptAnswer>> finish();

 private:
  KeptAnswerMaker(std::shared_ptr<KeptAnswer> answer, std::uint64_t max_bytes)
      : answer_(std::move(answer)), max_bytes_(max_bytes) {}
  Status flush();

  std::shared_ptr<KeptAnswer> answer_;
  std::uint64_t max_bytes_;
  std::string buffer_;  // not yet written
};

/// Rows of a kept answer, one after the other.
class KeptPage {
 public:
  /// From the row of number `offset` on. `store` is the one that the answer is of; it tells names
  /// of sources and types, and must outlive the page.
  KeptPage(std::shared_ptr<const KeptAnswer> answer, const record::RecordStore& store,
           std::uint64_t offset);

  /// Goes to the next row; false at the end. Errors: kIo, kCorrupt.
  Result<bool> next();
  /// Views live until the next call.
  [[nodiscard]] const Row& row() const noexcept { return row_; }

 private:
  Result<std::string_view> read(std::size_t size);
  Status unpack(std::string_view packed);

  std::shared_ptr<const KeptAnswer> answer_;
  const record::RecordStore& store_;
  std::uint64_t skip_ = 0;  // rows to leave out first
  std::uint64_t left_ = 0;  // rows, those included
  std::uint64_t place_;     // in the file, behind buffer_
  std::string buffer_;
  std::size_t at_ = 0;  // in buffer_
  Row row_;
  record::Sightings sightings_;
  std::string type_text_;
  bool has_type_ = false;
  SourceNames names_;
  SourceList sources_;
};

}  // namespace spoor::search
