// SPDX-License-Identifier: Apache-2.0
#include "dns/name.h"

#include <algorithm>

namespace spoor::dns {
namespace {

constexpr std::size_t kMaxLabels = 127;

/// Start offsets of the labels of a valid wire name, the root label left out.
struct LabelOffsets {
  std::array<std::uint8_t, kMaxLabels + 1> at;
  std::size_t count = 0;

  explicit LabelOffsets(Bytes wire) noexcept {
    std::size_t pos = 0;
    while (pos < wire.size() && wire[pos] != 0 && count < kMaxLabels) {
      at[count++] = static_cast<std::uint8_t>(pos);
      pos += wire[pos] + 1U;
    }
  }
};

inline std::uint8_t* write_label(std::uint8_t* out, const std::uint8_t* label,
                                 std::size_t size) noexcept {
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint8_t octet = label[i];
    if (octet > 1) [[likely]] {
      *out++ = octet;
    } else {
      *out++ = 1;
      *out++ = static_cast<std::uint8_t>(octet + 1);
    }
  }
  *out++ = 0;
  return out;
}

/// How an octet of a label is written in presentation form.
enum class Written : std::uint8_t { kAsIs, kEscaped, kDigits };
constexpr auto kWritten = [] {
  std::array<Written, 256> written{};
  for (std::size_t octet = 0; octet < 256; ++octet) {
    if (octet <= 0x20 || octet >= 0x7F) written[octet] = Written::kDigits;
  }
  for (const char octet : {'.', '\\', '"', ';', '(', ')', '@', '$'}) {
    written[static_cast<std::uint8_t>(octet)] = Written::kEscaped;
  }
  return written;
}();

/// Reads the labels of a sort or forward form into `labels`, decoded back to back.
struct DecodedForm {
  std::array<std::uint8_t, kMaxNameOctets> octets;
  std::array<std::uint8_t, kMaxLabels> size;
  std::size_t labels = 0;

  bool decode(std::string_view form) noexcept {
    std::size_t used = 0;
    std::size_t start = 0;
    for (std::size_t i = 0; i < form.size(); ++i) {
      auto octet = static_cast<std::uint8_t>(form[i]);
      if (octet == 0) {
        if (used == start) return i + 1 == form.size();  // the 0x00 that ends the name
        if (labels == kMaxLabels || used - start > kMaxLabelOctets) return false;
        size[labels++] = static_cast<std::uint8_t>(used - start);
        start = used;
        continue;
      }
      if (octet == 1) {
        ++i;
        if (i == form.size() || (form[i] != 1 && form[i] != 2)) return false;
        octet = static_cast<std::uint8_t>(form[i] - 1);
      }
      if (used == octets.size() || dns::to_lower(octet) != octet) return false;
      octets[used++] = octet;
    }
    return false;  // no end
  }
};

Result<Name> build(const DecodedForm& form, bool from_root) {
  NameBuilder builder;
  std::array<std::uint8_t, kMaxLabels + 1> at{};
  for (std::size_t i = 0; i < form.labels; ++i)
    at[i + 1] = static_cast<std::uint8_t>(at[i] + form.size[i]);
  for (std::size_t i = 0; i < form.labels; ++i) {
    const std::size_t label = from_root ? form.labels - 1 - i : i;
    if (!builder.push(Bytes(form.octets).subspan(at[label], form.size[label]))) {
      return Error{ErrorCode::kCorrupt, "stored name is longer than 255 octets", 0, {}};
    }
  }
  return builder.finish();
}

/// Sixteen octets to lower case, from `in` to `out`: without a branch, so that it becomes a few
/// vector instructions.
inline void lower_sixteen(std::uint8_t* out, const std::uint8_t* in) noexcept {
  std::array<std::uint8_t, 16> octets;
  std::memcpy(octets.data(), in, octets.size());
  for (std::uint8_t& octet : octets) {
    const bool is_upper = static_cast<std::uint8_t>(octet - 'A') < 26;
    octet = static_cast<std::uint8_t>(octet | (is_upper ? 0x20U : 0U));
  }
  std::memcpy(out, octets.data(), octets.size());
}

/// Eight octets to lower case: each octet between 'A' and 'Z' gets its bit 0x20.
inline std::uint64_t to_lower_eight(std::uint64_t octets) noexcept {
  constexpr std::uint64_t kEach = 0x0101010101010101ULL;
  const std::uint64_t low_bits = octets & (0x7F * kEach);
  const std::uint64_t from_a = low_bits + (0x80 - 'A') * kEach;
  const std::uint64_t above_z = low_bits + (0x7F - 'Z') * kEach;
  const std::uint64_t is_upper = (from_a ^ above_z) & ~octets & (0x80 * kEach);
  return octets | is_upper >> 2;
}

/// A whole wire name to lower case in place: lengths are below 'A', so they may be treated like
/// letters.
inline void to_lower(std::uint8_t* octets, std::size_t size) noexcept {
  std::size_t i = 0;
  std::uint64_t eight = 0;
  for (; i + 8 <= size; i += 8) {
    std::memcpy(&eight, octets + i, 8);
    eight = to_lower_eight(eight);
    std::memcpy(octets + i, &eight, 8);
  }
  for (; i < size; ++i) octets[i] = dns::to_lower(octets[i]);
}

/// The first `size` octets of `in`, labels with their lengths, to `out` in lower case: lengths are
/// below 'A', so they may be treated like letters. `room`: octets that `out` may take; what lies
/// behind the labels there is overwritten.
inline void copy_lower(std::uint8_t* out, std::size_t room, Bytes in, std::size_t size) noexcept {
  const std::uint8_t* const from = in.data();
  if (size > 16) {
    for (std::size_t i = 0; i + 16 < size; i += 16) lower_sixteen(out + i, from + i);
    // The last ones together with some of those before: cheaper than to find out how many they are.
    lower_sixteen(out + size - 16, from + size - 16);
  } else if (room >= 16 && in.size() >= 16) [[likely]] {
    lower_sixteen(out, from);
  } else {
    for (std::size_t i = 0; i < size; ++i) out[i] = dns::to_lower(from[i]);
  }
}

/// What an octet of presentation form is, and its lower case.
enum class TextClass : std::uint8_t { kPlain, kDot, kEscape, kRefused };
constexpr auto kTextClass = [] {
  std::array<TextClass, 256> classes{};
  for (std::size_t octet = 0; octet <= 0x20; ++octet) classes[octet] = TextClass::kRefused;
  classes[0x7F] = TextClass::kRefused;
  classes['.'] = TextClass::kDot;
  classes['\\'] = TextClass::kEscape;
  return classes;
}();

/// Why `text` is no name: the first fault, found again slowly.
Error explain_bad_name(std::string_view text) {
  if (text.empty()) return {ErrorCode::kInvalid, "an empty name; the root is written '.'", 0, {}};
  std::size_t label = 0;
  std::size_t total = 1;
  for (std::size_t pos = 0; pos < text.size();) {
    const TextClass kind = kTextClass[static_cast<std::uint8_t>(text[pos])];
    if (kind == TextClass::kRefused) {
      return {
          ErrorCode::kMalformed, "a blank or control octet in a name; write it as \\DDD", pos, {}};
    }
    if (kind == TextClass::kDot) {
      if (label == 0) return {ErrorCode::kMalformed, "an empty label in a name", pos, {}};
      total += label + 1;
      label = 0;
      ++pos;
      continue;
    }
    std::uint8_t octet = 0;
    if (kind == TextClass::kPlain) {
      ++pos;
    } else if (!read_escape(text, pos, octet)) {
      return {ErrorCode::kMalformed, "an escape in a name is \\X or \\000 to \\255", pos, {}};
    }
    if (++label > kMaxLabelOctets)
      return {ErrorCode::kMalformed, "a label longer than 63 octets", pos, {}};
    if (total + label + 1 > kMaxNameOctets)
      return {ErrorCode::kMalformed, "a name longer than 255 octets", pos, {}};
  }
  return {ErrorCode::kMalformed, "malformed name", 0, {}};
}

}  // namespace

bool NameBuilder::push(Bytes label) noexcept {
  if (label.empty() || label.size() > kMaxLabelOctets || used_ + label.size() + 2 > kMaxNameOctets)
    return false;
  name_.octets_[used_++] = static_cast<std::uint8_t>(label.size());
  for (const std::uint8_t octet : label) name_.octets_[used_++] = to_lower(octet);
  return true;
}

Name NameBuilder::finish() noexcept {
  name_.octets_[used_] = 0;
  name_.size_ = static_cast<std::uint8_t>(used_ + 1);
  return name_;
}

// Run by run: labels up to a pointer or the end are measured first and then copied at once.
std::size_t read_name_octets(WireReader& r, std::uint8_t* out, Compression compression) noexcept {
  const Bytes in = r.whole();
  std::size_t run = r.pos();
  std::size_t resume = 0;
  std::size_t used = 0;
  if (!r.ok()) return 0;
  for (;;) {
    std::size_t pos = run;
    std::size_t len = 0;
    for (;;) {
      if (pos >= in.size()) return 0;
      len = in[pos++];
      if (len - 1 >= kMaxLabelOctets) break;  // the end, or no label
      pos += len;
      if (used + (pos - run) >= kMaxNameOctets) return 0;
    }
    if (len == 0) {
      copy_lower(out + used, kMaxNameOctets - used, in.subspan(run), pos - run);
      r.seek(resume != 0 ? resume : pos);
      return used + (pos - run);
    }
    // RFC 1035 section 4.1.4: a pointer, and it must go strictly backwards
    if (len < 0xC0 || pos >= in.size() || compression == Compression::kRefused) return 0;
    const std::size_t to = (len & 0x3FU) << 8 | in[pos];
    if (to >= run) return 0;
    if (resume == 0) resume = pos + 1;
    copy_lower(out + used, kMaxNameOctets - used, in.subspan(run), pos - 1 - run);
    used += pos - 1 - run;
    run = to;
  }
}

Result<Name> read_name(WireReader& r, Compression compression) {
  const std::size_t start = r.pos();
  std::array<std::uint8_t, kMaxNameOctets> octets;
  const std::size_t size = read_name_octets(r, octets.data(), compression);
  if (size == 0) return Error{ErrorCode::kMalformed, "malformed name", start, {}};
  return name_from_wire(Bytes(octets).first(size));
}

Result<Name> name_from_wire(Bytes wire) {
  NameBuilder builder;
  std::size_t pos = 0;
  while (pos < wire.size() && wire[pos] != 0) {
    const std::size_t size = wire[pos];
    if (size > kMaxLabelOctets || size + 1 > wire.size() - pos ||
        !builder.push(wire.subspan(pos + 1, size))) {
      return Error{ErrorCode::kMalformed, "malformed name", pos, {}};
    }
    pos += size + 1;
  }
  if (pos + 1 != wire.size())
    return Error{ErrorCode::kMalformed, "name without its end, or with more behind it", pos, {}};
  return builder.finish();
}

Result<Name> parse_name(std::string_view text) {
  std::array<std::uint8_t, kMaxNameOctets> octets;
  const std::size_t size = parse_name_octets(text, octets.data());
  if (size == 0) return explain_bad_name(text);
  return name_from_wire(Bytes(octets).first(size));
}

bool read_escape(std::string_view text, std::size_t& pos, std::uint8_t& octet) noexcept {
  const auto is_digit = [&](std::size_t i) {
    return i < text.size() && text[i] >= '0' && text[i] <= '9';
  };
  if (pos + 1 >= text.size()) return false;
  if (!is_digit(pos + 1)) {
    octet = static_cast<std::uint8_t>(text[pos + 1]);
    pos += 2;
    return true;
  }
  if (!is_digit(pos + 2) || !is_digit(pos + 3)) return false;
  const int value =
      (text[pos + 1] - '0') * 100 + (text[pos + 2] - '0') * 10 + (text[pos + 3] - '0');
  if (value > 255) return false;
  octet = static_cast<std::uint8_t>(value);
  pos += 4;
  return true;
}

std::size_t parse_name_octets(std::string_view text, std::uint8_t* out) noexcept {
  if (text.empty()) return 0;
  if (text == ".") {
    out[0] = 0;
    return 1;
  }
  std::size_t label = 0;  // where the length of the label at hand goes
  std::size_t used = 1;
  for (std::size_t pos = 0; pos < text.size();) {
    const auto octet = static_cast<std::uint8_t>(text[pos]);
    const TextClass kind = kTextClass[octet];
    if (kind == TextClass::kPlain) [[likely]] {
      if (used == kMaxNameOctets) return 0;
      out[used++] = octet;
      ++pos;
    } else if (kind == TextClass::kDot) {
      if (used - label - 1 > kMaxLabelOctets || used - label == 1 || used == kMaxNameOctets)
        return 0;
      out[label] = static_cast<std::uint8_t>(used - label - 1);
      label = used++;
      ++pos;
    } else {
      if (kind == TextClass::kRefused || used == kMaxNameOctets ||
          !read_escape(text, pos, out[used]))
        return 0;
      ++used;
    }
  }
  if (used - label != 1) {  // no final dot
    if (used - label - 1 > kMaxLabelOctets || used == kMaxNameOctets) return 0;
    out[label] = static_cast<std::uint8_t>(used - label - 1);
    label = used++;
  }
  out[label] = 0;
  to_lower(out, used);
  return used;
}

void append_name_text(std::string& out, Bytes wire) {
  if (wire.size() <= 1) {
    out += '.';
    return;
  }
  std::array<char, 4 * kMaxNameOctets> text;
  char* at = text.data();
  for (std::size_t pos = 0; pos < wire.size() && wire[pos] != 0; pos += wire[pos] + 1U) {
    for (const std::uint8_t octet : wire.subspan(pos + 1, wire[pos])) {
      if (kWritten[octet] == Written::kAsIs) [[likely]] {
        *at++ = static_cast<char>(octet);
        continue;
      }
      *at++ = '\\';
      if (kWritten[octet] == Written::kDigits) {
        *at++ = static_cast<char>('0' + octet / 100);
        *at++ = static_cast<char>('0' + octet / 10 % 10);
        *at++ = static_cast<char>('0' + octet % 10);
      } else {
        *at++ = static_cast<char>(octet);
      }
    }
    *at++ = '.';
  }
  out.append(text.data(), static_cast<std::size_t>(at - text.data()));
}

std::string name_to_text(const Name& name) {
  std::string text;
  append_name_text(text, name.wire());
  return text;
}

std::size_t count_labels(Bytes wire) noexcept {
  std::size_t labels = 0;
  for (std::size_t pos = 0; pos < wire.size() && wire[pos] != 0; pos += wire[pos] + 1U) ++labels;
  return labels;
}

Bytes ancestor(Bytes wire, std::size_t labels) noexcept {
  std::size_t have = count_labels(wire);
  std::size_t pos = 0;
  for (; have > labels; --have) pos += wire[pos] + 1U;
  return wire.subspan(pos);
}

bool is_at_or_below(Bytes name, Bytes zone) noexcept {
  std::size_t pos = 0;
  while (name.size() - pos > zone.size()) pos += name[pos] + 1U;
  return name.size() - pos == zone.size() &&
         std::memcmp(name.data() + pos, zone.data(), zone.size()) == 0;
}

std::size_t write_sort_form(std::uint8_t* out, Bytes wire) noexcept {
  const LabelOffsets labels(wire);
  std::uint8_t* at = out;
  for (std::size_t i = labels.count; i-- > 0;) {
    const std::uint8_t* label = wire.data() + labels.at[i];
    at = write_label(at, label + 1, *label);
  }
  *at++ = 0;
  return static_cast<std::size_t>(at - out);
}

void append_sort_form(std::string& out, Bytes wire) {
  std::array<std::uint8_t, kMaxSortFormOctets> form;
  const std::size_t size = write_sort_form(form.data(), wire);
  out.append(as_chars(Bytes(form).first(size)));
}

void append_forward_form(std::string& out, Bytes wire) {
  std::array<std::uint8_t, kMaxSortFormOctets> form;
  std::uint8_t* at = form.data();
  for (std::size_t pos = 0; pos < wire.size() && wire[pos] != 0; pos += wire[pos] + 1U) {
    at = write_label(at, wire.data() + pos + 1, wire[pos]);
  }
  *at++ = 0;
  out.append(as_chars(Bytes(form).first(static_cast<std::size_t>(at - form.data()))));
}

void append_forward_from_sort_form(std::string& out, std::string_view form) {
  std::size_t end = form.size() - 1;  // the 0x00 that ends the name
  while (end > 0) {
    std::size_t start = end - 1;  // the 0x00 that ends this label
    while (start > 0 && form[start - 1] != 0) --start;
    out.append(form.substr(start, end - start));
    end = start;
  }
  out += '\0';
}

Result<Name> name_from_sort_form(std::string_view form) {
  DecodedForm decoded;
  if (!decoded.decode(form)) return Error{ErrorCode::kCorrupt, "malformed stored name", 0, {}};
  return build(decoded, true);
}

Result<Name> name_from_forward_form(std::string_view form) {
  DecodedForm decoded;
  if (!decoded.decode(form)) return Error{ErrorCode::kCorrupt, "malformed stored name", 0, {}};
  return build(decoded, false);
}

namespace {

/// Undoes the escapes of a sort form's label; returns its size, 0 when it is none.
std::size_t unescape_label(std::array<std::uint8_t, kMaxLabelOctets>& out,
                           std::string_view escaped) noexcept {
  std::size_t size = 0;
  for (std::size_t i = 0; i < escaped.size(); ++i) {
    auto octet = static_cast<std::uint8_t>(escaped[i]);
    if (octet == 1) {
      if (++i == escaped.size() || (escaped[i] != 1 && escaped[i] != 2)) return 0;
      octet = static_cast<std::uint8_t>(escaped[i] - 1);
    }
    if (size == out.size()) return 0;
    out[size++] = octet;
  }
  return size;
}

}  // namespace

std::size_t write_wire_from_sort_form(std::uint8_t* out, std::string_view form) noexcept {
  // Labels come root first, so they are laid down from the back of a name's room and then moved up.
  std::array<std::uint8_t, kMaxNameOctets> room;
  std::size_t at = room.size();
  room[--at] = 0;
  for (std::size_t pos = 0; pos < form.size();) {
    const std::size_t end = form.find('\0', pos);
    if (end == std::string_view::npos) return 0;
    if (end == pos) {  // the 0x00 that ends the name
      if (end + 1 != form.size()) return 0;
      std::memcpy(out, room.data() + at, room.size() - at);
      return room.size() - at;
    }
    std::array<std::uint8_t, kMaxLabelOctets> unescaped;
    const std::string_view escaped = form.substr(pos, end - pos);
    const auto* label = reinterpret_cast<const std::uint8_t*>(escaped.data());
    std::size_t size = escaped.size();
    if (escaped.find('\1') != std::string_view::npos) {
      size = unescape_label(unescaped, escaped);
      label = unescaped.data();
    }
    if (size == 0 || size > kMaxLabelOctets || size + 1 > at) return 0;
    at -= size;
    std::memcpy(room.data() + at, label, size);
    room[--at] = static_cast<std::uint8_t>(size);
    pos = end + 1;
  }
  return 0;
}

std::size_t sort_form_length(std::string_view bytes) noexcept {
  bool label_open = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] != 0) {
      label_open = true;
    } else if (!label_open) {
      return i + 1;
    } else {
      label_open = false;
    }
  }
  return 0;
}

}  // namespace spoor::dns
