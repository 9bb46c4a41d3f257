// SPDX-License-Identifier: Apache-2.0
// The door of rdata: short ways for the types that make up traffic, the table of layouts for the
// rest.
#include "dns/rdata.h"

#include <array>
#include <cstring>
#include <memory>

#include "base/ip_address.h"
#include "dns/name.h"
#include "dns/rdata/character_string.h"
#include "dns/rdata/encoding.h"
#include "dns/rdata/field_text.h"
#include "dns/rdata/layout.h"
#include "dns/rdata/text_reader.h"

namespace spoor::dns {
namespace {

static_assert(kMisfit == kBadRdata && kMaxRdataOctets == kMaxCanonicalRdata);

/// A name, through a buffer of its own: `out` may have less than 255 octets left. 0 when malformed
/// or too long.
std::size_t read_name_bounded(WireReader& r, std::uint8_t* out, std::size_t room,
                              Compression compression) noexcept {
  std::array<std::uint8_t, kMaxNameOctets> name;
  const std::size_t size = read_name_octets(r, name.data(), compression);
  if (size > room) return 0;
  std::memcpy(out, name.data(), size);
  return size;
}

/// Any layout, field by field, up to `end` of the message.
std::size_t read_by_layout(WireReader& r, const Layout& layout, std::size_t end, std::uint8_t* out,
                           Compression compression) noexcept {
  std::size_t used = 0;
  for (std::size_t i = 0; layout.fields[i] != Field::kEnd; ++i) {
    const Field field = resolve_field(layout.fields[i], out);
    const std::size_t room = kMaxCanonicalRdata - used;
    if (field == Field::kHosts) {
      while (r.pos() < end) {
        const std::size_t size =
            read_name_bounded(r, out + used, kMaxCanonicalRdata - used, compression);
        if (size == 0) return kBadRdata;
        used += size;
      }
    } else if (is_name_field(field)) {
      const std::size_t size = read_name_bounded(r, out + used, room, compression);
      if (size == 0 || r.pos() > end) return kBadRdata;
      used += size;
    } else {
      const Bytes rest = r.whole().subspan(r.pos(), end - r.pos());
      const std::size_t size = measure_field(field, rest, out);
      if (size == kMisfit || size > room) return kBadRdata;
      if (size != 0) std::memcpy(out + used, rest.data(), size);
      used += size;
      r.skip(size);
    }
  }
  return r.pos() == end ? used : kBadRdata;
}

/// Octets that need no look at what they hold.
std::size_t copy_octets(WireReader& r, std::size_t size, std::uint8_t* out) noexcept {
  const Bytes octets = r.bytes(size);
  if (size != 0) std::memcpy(out, octets.data(), size);
  return size;
}

std::size_t read_host_at(WireReader& r, std::size_t prefix, std::uint8_t* out,
                         Compression compression) noexcept {
  copy_octets(r, prefix, out);
  const std::size_t size = read_name_octets(r, out + prefix, compression);
  return size == 0 ? kBadRdata : prefix + size;
}

std::size_t read_soa(WireReader& r, std::size_t end, std::uint8_t* out,
                     Compression compression) noexcept {
  constexpr std::size_t kNumbers = 20;
  const std::size_t mname = read_name_octets(r, out, compression);
  if (mname == 0) return kBadRdata;
  const std::size_t rname = read_name_octets(r, out + mname, compression);
  if (rname == 0 || r.pos() + kNumbers != end) return kBadRdata;
  return mname + rname + copy_octets(r, kNumbers, out + mname + rname);
}

std::size_t read_strings(WireReader& r, std::size_t rdlength, std::uint8_t* out) noexcept {
  const Bytes rest = r.whole().subspan(r.pos(), rdlength);
  std::size_t pos = 0;
  while (pos < rest.size()) pos += rest[pos] + 1U;
  return rest.empty() || pos != rest.size() ? kBadRdata : copy_octets(r, rdlength, out);
}

/// `end` is inside the message. Leaves `r` anywhere.
std::size_t canonicalise(WireReader& r, RrType type, std::size_t end, std::uint8_t* out,
                         Compression limit) noexcept {
  const std::size_t rdlength = end - r.pos();
  std::size_t size = kBadRdata;
  switch (type) {
    case RrType::kA:
      return rdlength == 4 ? copy_octets(r, 4, out) : kBadRdata;
    case RrType::kAaaa:
      return rdlength == 16 ? copy_octets(r, 16, out) : kBadRdata;
    case RrType::kNs:
    case RrType::kCname:
    case RrType::kPtr:
      size = read_host_at(r, 0, out, limit);
      break;
    case RrType::kMx:
      size = rdlength > 2 ? read_host_at(r, 2, out, limit) : kBadRdata;
      break;
    case RrType::kSoa:
      return read_soa(r, end, out, limit);
    case RrType::kTxt:
      return read_strings(r, rdlength, out);
    default: {
      const Layout* layout = layout_of(type);
      if (layout == nullptr) return copy_octets(r, rdlength, out);
      return read_by_layout(r, *layout, end, out,
                            layout->decompresses ? limit : Compression::kRefused);
    }
  }
  return r.pos() == end ? size : kBadRdata;
}

/// Canonical form of uncompressed rdata into `out`; kBadRdata when it does not fit.
std::size_t canonicalise_alone(RrType type, Bytes rdata, std::uint8_t* out) noexcept {
  if (rdata.size() > kMaxCanonicalRdata) return kBadRdata;
  WireReader r(rdata);
  return canonicalise(r, type, rdata.size(), out, Compression::kRefused);
}

constexpr bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// RFC 3597 section 5: whether `text` is `\# length hex`.
bool is_generic_text(std::string_view text) noexcept {
  return text.size() >= 2 && text[0] == '\\' && text[1] == '#' &&
         (text.size() == 2 || is_blank(text[2]));
}

Error to_error(const RdataTextReader& in) {
  return {ErrorCode::kMalformed, in.what(), in.fault_offset(), {}};
}

/// Octets that fit the type become canonical; others stand as they are, so that any octets have a
/// text.
Result<std::size_t> parse_generic(RrType type, std::string_view text, std::uint8_t* out) {
  const auto octets = std::make_unique_for_overwrite<std::uint8_t[]>(kMaxRdataOctets);
  RdataTextReader in(text, octets.get());
  in.word();
  const std::uint64_t length = in.number(kMaxRdataOctets);
  if (!in.ok()) return to_error(in);
  const std::size_t size = decode_hex(in.rest(), octets.get(), kMaxRdataOctets);
  if (size != length) {
    in.fail("the hex digits after \\# are not as many octets as it says");
    return to_error(in);
  }
  const Bytes rdata(octets.get(), size);
  const std::size_t canonical = canonicalise_alone(type, rdata, out);
  if (canonical != kBadRdata) return canonical;
  if (size != 0) std::memcpy(out, rdata.data(), size);
  return size;
}

Result<std::size_t> parse_by_layout(RrType type, std::string_view text, std::uint8_t* out) {
  const Layout* layout = layout_of(type);
  if (layout == nullptr) {
    return Error{ErrorCode::kInvalid,
                 "rdata of this type is written \\# length hex (RFC 3597 section 5)",
                 0,
                 {}};
  }
  RdataTextReader in(text, out);
  if (!read_fields(in, *layout)) return to_error(in);
  return in.used();
}

/// The octets of a partner's label are its text.
Result<std::size_t> parse_label_text(std::string_view text, std::uint8_t* out) {
  std::size_t used = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (used == kMaxRdataOctets)
      return Error{ErrorCode::kMalformed, "rdata longer than 65535 octets", i, {}};
    std::size_t taken = 1;
    if (text[i] == '\\') {
      const bool has_digits = i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9';
      taken = has_digits ? 4 : 2;
      const std::string_view escape = text.substr(i, taken);
      if (escape.size() != taken || unescape(escape, out + used, 1) != 1) {
        return Error{ErrorCode::kMalformed, "a malformed escape", i, {}};
      }
    } else {
      out[used] = static_cast<std::uint8_t>(text[i]);
    }
    ++used;
    i += taken - 1;
  }
  return used;
}

/// The types of most records, when their text is plain; 0 leaves it to parse_by_layout, which also
/// explains.
std::size_t parse_plain(RrType type, std::string_view text, std::uint8_t* out) noexcept {
  switch (type) {
    case RrType::kA:
    case RrType::kAaaa: {
      const auto address = parse_ip_address(text);
      if (!address || address->is_v6 != (type == RrType::kAaaa)) return 0;
      const Bytes octets = address->bytes();
      std::memcpy(out, octets.data(), octets.size());
      return octets.size();
    }
    case RrType::kNs:
    case RrType::kCname:
    case RrType::kPtr:
    case RrType::kDname:
      return parse_name_octets(text, out);
    case RrType::kMx: {
      std::uint32_t preference = 0;
      std::size_t pos = 0;
      for (; pos < text.size() && pos < 5 && text[pos] >= '0' && text[pos] <= '9'; ++pos) {
        preference = preference * 10 + static_cast<std::uint32_t>(text[pos] - '0');
      }
      if (pos == 0 || preference > 65535 || pos >= text.size() || text[pos] != ' ') return 0;
      const std::size_t name = parse_name_octets(text.substr(pos + 1), out + 2);
      out[0] = static_cast<std::uint8_t>(preference >> 8);
      out[1] = static_cast<std::uint8_t>(preference);
      return name == 0 ? 0 : name + 2;
    }
    default:
      return 0;
  }
}

void append_generic(std::string& out, Bytes rdata) {
  out += "\\# ";
  out += std::to_string(rdata.size());
  if (rdata.empty()) return;
  out += ' ';
  append_hex(out, rdata);
}

/// Printable ASCII as it is, the rest as `\DDD`, so that a partner's text cannot steer a terminal.
void append_label_text(std::string& out, Bytes rdata) {
  for (const std::uint8_t octet : rdata) {
    if (octet == '\\') {
      out += "\\\\";
    } else if (octet >= 0x20 && octet <= 0x7E) {
      out += static_cast<char>(octet);
    } else {
      out += '\\';
      out += static_cast<char>('0' + octet / 100);
      out += static_cast<char>('0' + octet / 10 % 10);
      out += static_cast<char>('0' + octet % 10);
    }
  }
}

/// The types of most records; false leaves it to the layout.
bool append_plain(std::string& out, RrType type, Bytes rdata) {
  switch (type) {
    case RrType::kA:
      if (rdata.size() != 4) return false;
      append_ip_text(out, rdata);
      return true;
    case RrType::kAaaa:
      if (rdata.size() != 16) return false;
      append_ip_text(out, rdata);
      return true;
    case RrType::kNs:
    case RrType::kCname:
    case RrType::kPtr:
    case RrType::kDname:
      if (rdata.empty() || measure_name(rdata) != rdata.size()) return false;
      append_name_text(out, rdata);
      return true;
    default:
      return false;
  }
}

}  // namespace

std::size_t read_canonical_rdata(WireReader& r, RrType type, std::size_t rdlength,
                                 std::uint8_t* out) noexcept {
  if (rdlength > r.left() || rdlength > kMaxCanonicalRdata) {
    r.skip(r.left() + 1);  // nothing stands behind it
    return kBadRdata;
  }
  const std::size_t end = r.pos() + rdlength;
  const std::size_t size = canonicalise(r, type, end, out, Compression::kAllowed);
  r.seek(end);
  return size;
}

Result<std::string> canonical_rdata(RrType type, Bytes rdata) {
  std::string canonical(rdata.size(), '\0');  // without pointers nothing grows
  const std::size_t size =
      canonicalise_alone(type, rdata, reinterpret_cast<std::uint8_t*>(canonical.data()));
  if (size == kBadRdata) return Error{ErrorCode::kMalformed, "rdata does not fit its type", 0, {}};
  canonical.resize(size);
  return canonical;
}

Result<std::size_t> parse_rdata_into(RrType type, std::string_view text, std::uint8_t* out) {
  if (!is_wire_type(type)) return parse_label_text(text, out);
  std::string_view trimmed = text;
  while (!trimmed.empty() && is_blank(trimmed.front())) trimmed.remove_prefix(1);
  if (is_generic_text(trimmed)) return parse_generic(type, text, out);
  if (const std::size_t size = parse_plain(type, trimmed, out); size != 0) return size;
  return parse_by_layout(type, text, out);
}

Result<std::string> parse_rdata(RrType type, std::string_view text) {
  const auto octets = std::make_unique_for_overwrite<std::uint8_t[]>(kMaxCanonicalRdata);
  SPOOR_TRY(const std::size_t size, parse_rdata_into(type, text, octets.get()));
  return std::string(as_chars(Bytes(octets.get(), size)));
}

void append_rdata_text(std::string& out, RrType type, Bytes rdata) {
  if (!is_wire_type(type)) return append_label_text(out, rdata);
  if (append_plain(out, type, rdata)) return;
  const Layout* layout = layout_of(type);
  const std::size_t start = out.size();
  if (layout != nullptr && !rdata.empty() && append_fields(out, *layout, rdata)) return;
  out.resize(start);
  append_generic(out, rdata);
}

std::string rdata_text(RrType type, Bytes rdata) {
  std::string text;
  append_rdata_text(text, type, rdata);
  return text;
}

std::size_t find_rdata_names(RrType type, Bytes rdata, RdataName* names, std::size_t max) noexcept {
  const Layout* layout = layout_of(type);
  if (layout == nullptr || rdata.empty() || rdata.size() > kMaxCanonicalRdata) return 0;
  std::size_t count = 0;
  std::size_t pos = 0;
  for (std::size_t i = 0; layout->fields[i] != Field::kEnd;) {
    const Field field = resolve_field(layout->fields[i], rdata.data());
    if (field != Field::kHosts || pos == rdata.size()) ++i;
    if (field == Field::kHosts && pos == rdata.size()) continue;
    const Bytes rest = rdata.subspan(pos);
    const bool is_name = is_name_field(field);
    const std::size_t size =
        is_name ? measure_name(rest) : measure_field(field, rest, rdata.data());
    if (size == kMisfit || (is_name && size == 0)) return 0;
    if (is_name && count < max) {
      names[count++] = {static_cast<std::uint16_t>(pos), static_cast<std::uint16_t>(size),
                        field == Field::kMailbox ? NameRole::kMailbox : NameRole::kHost};
    }
    pos += size;
  }
  return pos == rdata.size() ? count : 0;
}

}  // namespace spoor::dns
