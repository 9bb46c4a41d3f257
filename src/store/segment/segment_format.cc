// SPDX-License-Identifier: Apache-2.0
#include "store/segment/segment_format.h"

#include "store/segment/byte_codec.h"

namespace spoor::store {

std::string SegmentFooter::encode() const {
  std::string out;
  for (std::size_t s = 0; s < kSections; ++s) {
    put_varint(out, rows[s]);
    put_varint(out, blocks[s]);
    put_varint(out, bytes[s]);
    put_varint(out, index[s].offset);
    put_varint(out, index[s].size);
  }
  for (const Extent& extent : filter) {
    put_varint(out, extent.offset);
    put_varint(out, extent.size);
  }
  put_varint(out, sightings);
  put_varint(out, min_first);
  put_varint(out, max_last);
  put_varint(out, group_texts);
  return out;
}

Result<SegmentFooter> SegmentFooter::decode(std::string_view encoded, std::uint32_t version) {
  SegmentFooter footer;
  ByteReader in(encoded);
  const std::size_t sections = version == 1 ? kSectionsOfVersion1 : kSections;
  for (std::size_t s = 0; s < sections; ++s) {
    footer.rows[s] = in.varint();
    footer.blocks[s] = in.varint();
    footer.bytes[s] = in.varint();
    footer.index[s].offset = in.varint();
    footer.index[s].size = in.varint();
  }
  for (Extent& extent : footer.filter) {
    extent.offset = in.varint();
    extent.size = in.varint();
  }
  footer.sightings = in.varint();
  footer.min_first = static_cast<std::uint32_t>(in.varint());
  footer.max_last = static_cast<std::uint32_t>(in.varint());
  const std::uint64_t texts = version < 3 ? kGroupTextsOfVersion2 : in.varint();
  if (!std::has_single_bit(texts) || texts < kLeastGroupTexts || texts > kMostBlockTexts)
    return Error{ErrorCode::kCorrupt, "texts in a group of a segment", 0, {}};
  footer.group_texts = static_cast<std::uint32_t>(texts);
  if (!in.at_end()) return Error{ErrorCode::kCorrupt, "segment footer", 0, {}};
  return footer;
}

}  // namespace spoor::store
