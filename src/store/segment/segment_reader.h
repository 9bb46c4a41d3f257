// SPDX-License-Identifier: Apache-2.0
// An open segment: its indexes and filters in memory, its blocks on demand. Immutable, hence
// thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/key.h"
#include "store/segment/block_cache.h"
#include "store/segment/bloom_filter.h"
#include "store/segment/segment_file.h"
#include "store/segment/segment_format.h"

namespace spoor::store {

/// Where a block stands and with which key it begins.
struct BlockEntry {
  std::uint64_t offset = 0;
  std::uint32_t core_size = 0;
  std::uint32_t detail_size = 0;
  std::uint32_t rows = 0;
  std::uint32_t key_at = 0;  // into the section's key bytes: head, then rdata
  std::uint32_t head_size = 0;
  std::uint32_t rdata_size = 0;
  std::uint8_t bailiwick = 0;
};

class SegmentReader {
 public:
  /// `number` is the segment's in its store. Errors: kCorrupt, kIo.
  static Result<std::shared_ptr<SegmentReader>> open(std::uint32_t number,
                                                     std::unique_ptr<SegmentSource> source);

  [[nodiscard]] std::uint32_t number() const noexcept { return number_; }
  [[nodiscard]] const SegmentFooter& footer() const noexcept { return footer_; }
  /// Whether it has a list of values; segments of version 1 have none.
  [[nodiscard]] bool has_values() const noexcept { return version_ > 1; }
  [[nodiscard]] const SegmentSource& source() const noexcept { return *source_; }
  [[nodiscard]] const std::vector<BlockEntry>& blocks(Section section) const noexcept {
    return index_[static_cast<std::size_t>(section)].blocks;
  }
  [[nodiscard]] record::RowKey first_key(Section section, std::size_t block) const noexcept;
  /// The last block whose first key is not above `key`; 0 when all are.
  [[nodiscard]] std::size_t find_block(Section section, const record::RowKey& key) const noexcept;

  [[nodiscard]] bool may_hold_name(std::uint64_t hash) const noexcept {
    return name_filter_.may_contain(hash);
  }
  [[nodiscard]] bool may_hold_value(std::uint64_t hash) const noexcept {
    return value_filter_.may_contain(hash);
  }
  [[nodiscard]] const BloomFilter& name_filter() const noexcept { return name_filter_; }
  [[nodiscard]] const BloomFilter& value_filter() const noexcept { return value_filter_; }

  /// A block's core (part 0) or detail columns (part 1), decompressed; kept in `cache` unless that
  /// is null.
  Result<BlockCache::Block> read_block(Section section, std::size_t block, unsigned part,
                                       BlockCache* cache) const;

 private:
  struct SectionIndex {
    std::vector<BlockEntry> blocks;
    std::string keys;
  };
  SegmentReader(std::uint32_t number, std::unique_ptr<SegmentSource> source)
      : number_(number), source_(std::move(source)) {}
  Status load();
  Status load_index(Section section);
  Status load_filter(std::size_t which, BloomFilter& filter);
  Status read_extent(const Extent& extent, std::string& raw) const;

  std::uint32_t number_;
  std::uint32_t version_ = kSegmentVersion;
  std::unique_ptr<SegmentSource> source_;
  SegmentFooter footer_;
  std::array<SectionIndex, kSections> index_;
  BloomFilter name_filter_, value_filter_;
};

}  // namespace spoor::store
