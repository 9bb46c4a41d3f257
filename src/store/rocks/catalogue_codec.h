// SPDX-License-Identifier: Apache-2.0
// Keys and values of the catalogue. On disk: never change what stands here without a new format
// version.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "record/record_store.h"
#include "store/rocks/catalogue.h"

namespace spoor::store {

/// First octet of every catalogue key.
enum class CatalogueTag : char {
  kCard = 'C',
  kFormat = 'F',
  kSegment = 'G',
  kInline = 'I',
  kLabel = 'L',
  kNote = 'N',
  kSource = 'S',
  kStream = 'T',
  kWatched = 'W'
};

std::string format_key();
std::string numbered_key(CatalogueTag tag, std::uint32_t number);
std::string stream_key(record::SourceId source, const record::StreamId& stream);
std::string note_key(std::string_view key);
/// The number behind the tag; false when `key` has another form.
bool read_numbered_key(std::string_view key, std::uint32_t& number);

std::string encode_format(const CatalogueContent& content);
Status decode_format(std::string_view value, CatalogueContent& content);
std::string encode_segment(const SegmentEntry& entry);
Result<SegmentEntry> decode_segment(std::uint32_t number, std::string_view value);
std::string encode_source(const record::SourceSpec& spec);
Result<record::SourceSpec> decode_source(std::string_view value);
std::string encode_card(const record::SourceCard& card);
Result<record::SourceCard> decode_card(std::string_view value);
/// By source, ascending.
std::string encode_watched(const record::WatchedBySource& watched);
Result<record::WatchedBySource> decode_watched(std::string_view value);
std::string encode_stream(const record::StreamState& state);
Result<record::StreamState> decode_stream(std::string_view value);

}  // namespace spoor::store
