// SPDX-License-Identifier: Apache-2.0
#include "store/rocks/catalogue_codec.h"

#include <algorithm>
#include <limits>

#include "store/segment/byte_codec.h"

namespace spoor::store {
namespace {

constexpr std::uint8_t kInFlag = 1;
constexpr std::uint8_t kPlainFlag = 2;

Error corrupt(std::string_view what) {
  return Error{ErrorCode::kCorrupt, what, 0, {}};
}

void put_big_endian(std::string& out, std::uint32_t v) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(v >> shift);
}

}  // namespace

std::string format_key() {
  return {static_cast<char>(CatalogueTag::kFormat)};
}

std::string numbered_key(CatalogueTag tag, std::uint32_t number) {
  std::string key(1, static_cast<char>(tag));
  put_big_endian(key, number);
  return key;
}

std::string stream_key(record::SourceId source, const record::StreamId& stream) {
  std::string key = numbered_key(CatalogueTag::kStream, source.v);
  key.append(as_chars(stream.octets));
  return key;
}

std::string note_key(std::string_view key) {
  return std::string(1, static_cast<char>(CatalogueTag::kNote)).append(key);
}

bool read_numbered_key(std::string_view key, std::uint32_t& number) {
  if (key.size() != 5) return false;
  number = 0;
  for (const char octet : key.substr(1)) number = number << 8 | static_cast<std::uint8_t>(octet);
  return true;
}

std::string encode_format(const CatalogueContent& content) {
  std::string out;
  put_varint(out, content.format);
  out.append(as_chars(content.store_id.octets));
  put_u64(out, content.digest_seed);
  return out;
}

Status decode_format(std::string_view value, CatalogueContent& content) {
  ByteReader in(value);
  const std::uint64_t format = in.varint();
  if (!in.ok()) return corrupt("catalogue format");
  if (format > kStoreFormat) {
    return Error{ErrorCode::kInvalid,
                 "the store was written by a newer program: its format version is in parentheses",
                 static_cast<std::size_t>(format),
                 {}};
  }
  content.format = static_cast<std::uint32_t>(format);
  const std::string_view id = in.bytes(content.store_id.octets.size());
  content.digest_seed = in.u64();
  if (!in.at_end()) return corrupt("catalogue format");
  std::copy(id.begin(), id.end(), content.store_id.octets.begin());
  return {};
}

std::string encode_segment(const SegmentEntry& entry) {
  std::string out(
      1, static_cast<char>((entry.is_inline ? kInFlag : 0) | (entry.is_plain ? kPlainFlag : 0)));
  put_varint(out, entry.bytes);
  put_varint(out, entry.records);
  return out;
}

Result<SegmentEntry> decode_segment(std::uint32_t number, std::string_view value) {
  ByteReader in(value);
  SegmentEntry entry;
  entry.number = number;
  const std::uint8_t flags = in.u8();
  entry.is_inline = (flags & kInFlag) != 0;
  entry.is_plain = (flags & kPlainFlag) != 0;
  entry.bytes = in.varint();
  entry.records = in.varint();
  if (!in.at_end() || flags > (kInFlag | kPlainFlag))
    return corrupt("catalogue entry of a segment");
  return entry;
}

std::string encode_source(const record::SourceSpec& spec) {
  std::string out{static_cast<char>(spec.kind), static_cast<char>(spec.mode)};
  put_string(out, spec.name);
  return out;
}

Result<record::SourceSpec> decode_source(std::string_view value) {
  ByteReader in(value);
  record::SourceSpec spec;
  const std::uint8_t kind = in.u8();
  const std::uint8_t mode = in.u8();
  spec.name = in.string();
  if (!in.at_end() || kind > static_cast<std::uint8_t>(record::SourceKind::kZone) || mode > 1) {
    return corrupt("catalogue entry of a source");
  }
  spec.kind = static_cast<record::SourceKind>(kind);
  spec.mode = static_cast<record::FeedMode>(mode);
  return spec;
}

std::string encode_card(const record::SourceCard& card) {
  std::string out(1, static_cast<char>(card.tlp));
  for (const std::string* text : {&card.label, &card.position, &card.owner, &card.notes})
    put_string(out, *text);
  return out;
}

Result<record::SourceCard> decode_card(std::string_view value) {
  ByteReader in(value);
  record::SourceCard card;
  const std::uint8_t tlp = in.u8();
  for (std::string* text : {&card.label, &card.position, &card.owner, &card.notes})
    *text = in.string();
  if (!in.at_end() || tlp > static_cast<std::uint8_t>(record::Tlp::kRed))
    return corrupt("catalogue entry of a source's card");
  card.tlp = static_cast<record::Tlp>(tlp);
  return card;
}

std::string encode_watched(const record::WatchedBySource& watched) {
  std::string out;
  put_varint(out, watched.all().size());
  for (const auto& [source, days] : watched.all()) {
    put_varint(out, source.v);
    record::encode_day_set(out, days);
  }
  return out;
}

Result<record::WatchedBySource> decode_watched(std::string_view value) {
  ByteReader in(value);
  record::WatchedBySource watched;
  const std::uint64_t count = in.varint();
  if (!in.ok() || count > in.left()) return corrupt("catalogue entry of watched days");
  std::string_view rest = value.substr(value.size() - in.left());
  for (std::uint64_t i = 0; i < count; ++i) {
    ByteReader number(rest);
    const std::uint64_t source = number.varint();
    if (!number.ok() || source > std::numeric_limits<std::uint32_t>::max())
      return corrupt("catalogue entry of watched days");
    rest = rest.substr(rest.size() - number.left());
    SPOOR_TRY(watched.of(record::SourceId{static_cast<std::uint32_t>(source)}),
              record::decode_day_set(rest));
  }
  if (!rest.empty()) return corrupt("catalogue entry of watched days");
  return watched;
}

std::string encode_stream(const record::StreamState& state) {
  std::string out;
  put_varint(out, state.watermark);
  put_varint(out, state.length ? *state.length + 1 : 0);
  put_varint(out, state.later.size());
  std::uint64_t last = state.watermark;
  for (const std::uint64_t sequence : state.later) {
    put_varint(out, sequence - last);
    last = sequence;
  }
  return out;
}

Result<record::StreamState> decode_stream(std::string_view value) {
  ByteReader in(value);
  record::StreamState state;
  state.watermark = in.varint();
  const std::uint64_t length = in.varint();
  if (length != 0) state.length = length - 1;
  const std::uint64_t later = in.varint();
  if (later > in.left()) return corrupt("catalogue entry of a stream");
  std::uint64_t last = state.watermark;
  for (std::uint64_t i = 0; i < later; ++i) state.later.push_back(last += in.varint());
  if (!in.at_end()) return corrupt("catalogue entry of a stream");
  return state;
}

}  // namespace spoor::store
