// SPDX-License-Identifier: Apache-2.0
#include "store/segment/segment_reader.h"

#include <limits>

#include "store/segment/byte_codec.h"
#include "store/segment/chunk.h"

namespace spoor::store {

Result<std::shared_ptr<SegmentReader>> SegmentReader::open(std::uint32_t number,
                                                           std::unique_ptr<SegmentSource> source) {
  std::shared_ptr<SegmentReader> reader(new SegmentReader(number, std::move(source)));
  if (Status loaded = reader->load(); !loaded) {
    Error error = loaded.error();
    if (error.where.empty()) error.where = reader->source_->name();
    return error;
  }
  return reader;
}

Status SegmentReader::load() {
  const std::uint64_t size = source_->size();
  if (size < kSegmentHeaderBytes + kSegmentTrailerBytes)
    return Error{ErrorCode::kCorrupt, "segment too short", 0, {}};
  std::string bytes;
  SPOOR_CHECK(source_->read(0, kSegmentHeaderBytes, bytes));
  ByteReader header(bytes);
  if (header.bytes(8) != kSegmentMagic) return Error{ErrorCode::kCorrupt, "not a segment", 0, {}};
  version_ = header.u32();
  if (version_ == 0 || version_ > kSegmentVersion)
    return Error{ErrorCode::kInvalid, "segment of another format version", 8, {}};
  SPOOR_CHECK(source_->read(size - kSegmentTrailerBytes, kSegmentTrailerBytes, bytes));
  ByteReader trailer(bytes);
  Extent footer;
  footer.offset = trailer.u64();
  footer.size = trailer.u32();
  if (trailer.u32() != version_ || trailer.bytes(8) != kSegmentEnd) {
    return Error{ErrorCode::kCorrupt,
                 "segment trailer",
                 static_cast<std::size_t>(size - kSegmentTrailerBytes),
                 {}};
  }
  std::string raw;
  SPOOR_CHECK(read_extent(footer, raw));
  SPOOR_TRY(footer_, SegmentFooter::decode(raw, version_));
  for (std::size_t s = 0; s < (has_values() ? kSections : kSectionsOfVersion1); ++s)
    SPOOR_CHECK(load_index(static_cast<Section>(s)));
  SPOOR_CHECK(load_filter(0, name_filter_));
  return load_filter(1, value_filter_);
}

Status SegmentReader::read_extent(const Extent& extent, std::string& raw) const {
  if (extent.size > kMaxChunkBytes)
    return Error{ErrorCode::kCorrupt, "chunk size", static_cast<std::size_t>(extent.offset), {}};
  std::string packed;
  SPOOR_CHECK(source_->read(extent.offset, static_cast<std::size_t>(extent.size), packed));
  if (Status read = read_chunk(packed, raw); !read) {
    Error error = read.error();
    error.offset = static_cast<std::size_t>(extent.offset);
    error.where = source_->name();
    return error;
  }
  return {};
}

Status SegmentReader::load_index(Section section) {
  const auto s = static_cast<std::size_t>(section);
  SectionIndex& index = index_[s];
  std::string raw;
  SPOOR_CHECK(read_extent(footer_.index[s], raw));
  ByteReader in(raw);
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  if (footer_.blocks[s] > raw.size()) return Error{ErrorCode::kCorrupt, "segment index", 0, {}};
  index.blocks.reserve(static_cast<std::size_t>(footer_.blocks[s]));
  index.keys.reserve(raw.size());
  for (std::uint64_t i = 0; i < footer_.blocks[s]; ++i) {
    BlockEntry entry;
    const std::string_view head = in.string();
    const std::string_view rdata = in.string();
    entry.bailiwick = in.u8();
    entry.offset = in.varint();
    const std::uint64_t core = in.varint();
    const std::uint64_t details = in.varint();
    const std::uint64_t rows = in.varint();
    if (!in.ok() || core > kMost || details > kMost || rows > kMost || index.keys.size() > kMost) {
      return Error{ErrorCode::kCorrupt, "segment index", 0, {}};
    }
    entry.core_size = static_cast<std::uint32_t>(core);
    entry.detail_size = static_cast<std::uint32_t>(details);
    entry.rows = static_cast<std::uint32_t>(rows);
    entry.key_at = static_cast<std::uint32_t>(index.keys.size());
    entry.head_size = static_cast<std::uint32_t>(head.size());
    entry.rdata_size = static_cast<std::uint32_t>(rdata.size());
    index.keys.append(head).append(rdata);
    index.blocks.push_back(entry);
  }
  if (!in.at_end()) return Error{ErrorCode::kCorrupt, "segment index", 0, {}};
  return {};
}

Status SegmentReader::load_filter(std::size_t which, BloomFilter& filter) {
  std::string raw;
  SPOOR_CHECK(read_extent(footer_.filter[which], raw));
  if (!filter.decode(raw)) return Error{ErrorCode::kCorrupt, "segment filter", 0, {}};
  return {};
}

record::RowKey SegmentReader::first_key(Section section, std::size_t block) const noexcept {
  const SectionIndex& index = index_[static_cast<std::size_t>(section)];
  const BlockEntry& entry = index.blocks[block];
  const std::string_view keys(index.keys);
  return {keys.substr(entry.key_at, entry.head_size),
          keys.substr(entry.key_at + entry.head_size, entry.rdata_size), entry.bailiwick};
}

std::size_t SegmentReader::find_block(Section section, const record::RowKey& key) const noexcept {
  std::size_t low = 0;
  std::size_t high = blocks(section).size();
  while (low < high) {  // first block whose first key is above `key`
    const std::size_t middle = low + (high - low) / 2;
    if (record::compare(first_key(section, middle), key) <= 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low == 0 ? 0 : low - 1;
}

Result<BlockCache::Block> SegmentReader::read_block(Section section, std::size_t block,
                                                    unsigned part, BlockCache* cache) const {
  const std::uint64_t key =
      BlockCache::make_key(number_, static_cast<unsigned>(section), block, part);
  if (cache != nullptr) {
    if (BlockCache::Block found = cache->find(key)) return found;
  }
  const BlockEntry& entry = blocks(section)[block];
  const Extent extent = part == 0 ? Extent{entry.offset, entry.core_size}
                                  : Extent{entry.offset + entry.core_size, entry.detail_size};
  auto raw = std::make_shared<BlockCache::Content>();
  if (extent.size != 0) SPOOR_CHECK(read_extent(extent, raw->octets));
  if (cache == nullptr) return BlockCache::Block(std::move(raw));
  if ((section == Section::kByName || section == Section::kByValue) && part == 0) {
    raw->guide = RowBlockGuide::make(
        section == Section::kByName ? RowOrder::kByName : RowOrder::kByValue, raw->octets);
  }
  BlockCache::Block read = std::move(raw);
  cache->insert(key, read);
  return read;
}

}  // namespace spoor::store
