// SPDX-License-Identifier: Apache-2.0
// Domain names: the one parser of compressed names, the text form, and the two byte orders in which
// names are stored. A name travels as its uncompressed wire form in lower case (RFC 1035
// section 3.1).
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "dns/wire_reader.h"

namespace spoor::dns {

inline constexpr std::size_t kMaxNameOctets = 255;  ///< RFC 1035 section 3.1, root label included.
inline constexpr std::size_t kMaxLabelOctets = 63;
/// Longest sort form: every octet of a name of 255 may need an escape.
inline constexpr std::size_t kMaxSortFormOctets = 2 * kMaxNameOctets + 2;

/// A name in lower-cased wire form, root label included; the default is the root. No allocation.
class Name {
 public:
  Name() noexcept { octets_[0] = 0; }

  [[nodiscard]] Bytes wire() const noexcept { return {octets_.data(), size_}; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool is_root() const noexcept { return size_ == 1; }

  bool operator==(const Name& other) const noexcept {
    return size_ == other.size_ && std::memcmp(octets_.data(), other.octets_.data(), size_) == 0;
  }

 private:
  friend class NameBuilder;
  std::array<std::uint8_t, kMaxNameOctets> octets_;
  std::uint8_t size_ = 1;
};

/// Builds a Name label by label; refuses what RFC 1035 refuses. Lower-cases ASCII letters.
class NameBuilder {
 public:
  /// Appends one label of 1..63 octets; false when the label or the name would be too long.
  bool push(Bytes label) noexcept;
  /// Ends the name with the root label.
  [[nodiscard]] Name finish() noexcept;

 private:
  Name name_;
  std::size_t used_ = 0;
};

/// ASCII lower case of one octet; all others unchanged (RFC 4343).
inline constexpr std::uint8_t to_lower(std::uint8_t octet) noexcept {
  return octet >= 'A' && octet <= 'Z' ? static_cast<std::uint8_t>(octet + 32) : octet;
}

/// Whether compression pointers may occur. RFC 3597 section 4: only in the types of RFC 1035.
enum class Compression : bool { kRefused = false, kAllowed = true };

/// Reads the name at `r.pos()` and writes its lower-cased wire form to `out` (at least 255 octets).
/// Pointers must go strictly backwards, so it always ends. Leaves `r` behind the name.
/// Returns the octets written, 0 on a malformed name (`r` may then be anywhere). The hot path: no
/// Result.
std::size_t read_name_octets(WireReader& r, std::uint8_t* out, Compression compression) noexcept;

/// The same as a value. Errors: kMalformed with the offset of the fault.
Result<Name> read_name(WireReader& r, Compression compression = Compression::kAllowed);

/// The name in `wire`, which must be exactly one uncompressed name. Lower-cases.
Result<Name> name_from_wire(Bytes wire);

/// Presentation form (RFC 1035 section 5.1, RFC 4343): `\.`, `\\`, `\DDD`; a missing final dot is
/// added;
/// "." is the root. Lower-cases. Errors: kInvalid or kMalformed with the offset in `text`.
/// Blanks and control octets must be written as `\DDD`; octets above 0x7f may stand as they are.
Result<Name> parse_name(std::string_view text);

/// The same into `out` (at least 255 octets); returns the octets written, 0 when `text` is no name.
std::size_t parse_name_octets(std::string_view text, std::uint8_t* out) noexcept;

/// The octet that the escape at `text[pos]` (a backslash) stands for: `\X` or `\DDD`; moves `pos`
/// behind it. False when it is malformed.
bool read_escape(std::string_view text, std::size_t& pos, std::uint8_t& octet) noexcept;

/// Appends the presentation form with its final dot; `.`, `\`, `"`, `;`, `(`, `)`, `@`, `$` inside
/// a label are escaped with `\`, octets outside 0x21..0x7e as `\DDD`. `wire` is a valid wire name.
void append_name_text(std::string& out, Bytes wire);
std::string name_to_text(const Name& name);

/// Labels without the root label: 0 for ".", 2 for "example.com.". `wire` is a valid wire name.
std::size_t count_labels(Bytes wire) noexcept;

/// The last `labels` labels of `wire` and the root: an ancestor, as a view into `wire`.
Bytes ancestor(Bytes wire, std::size_t labels) noexcept;

/// Whether `name` is `zone` or below it. Both are valid lower-cased wire names.
bool is_at_or_below(Bytes name, Bytes zone) noexcept;

/// Sort form: labels from the root down, each ended by 0x00; within a label 0x00 is written 0x01
/// 0x01 and 0x01 is written 0x01 0x02; a further 0x00 ends the name. Byte order is then RFC 4034
/// section 6.1 order, and the form without its last 0x00 is a prefix of every name below
/// (docs/formats/names.md).
void append_sort_form(std::string& out, Bytes wire);
/// Writes the sort form to `out` (at least kMaxSortFormOctets); returns its length.
std::size_t write_sort_form(std::uint8_t* out, Bytes wire) noexcept;

/// Forward form: the same label coding with the labels in the order in which they are spoken, for
/// `www.example.*`; a further 0x00 ends the name.
void append_forward_form(std::string& out, Bytes wire);

/// Appends the forward form of the name whose sort form is `form`, which must be one: the same
/// coded labels in the other order.
void append_forward_from_sort_form(std::string& out, std::string_view form);

/// Decodes a sort form; `form` must be exactly one. Errors: kCorrupt.
Result<Name> name_from_sort_form(std::string_view form);
/// Decodes a forward form; `form` must be exactly one. Errors: kCorrupt.
Result<Name> name_from_forward_form(std::string_view form);

/// Writes the wire form of the name whose sort form is `form` to `out` (at least 255 octets);
/// returns its length, 0 when `form` is not exactly one sort form. The hot path: stored names are
/// in lower case already.
std::size_t write_wire_from_sort_form(std::uint8_t* out, std::string_view form) noexcept;

/// Length of the sort or forward form that `bytes` begins with, its final 0x00 included; 0 if it
/// has no end.
std::size_t sort_form_length(std::string_view bytes) noexcept;

}  // namespace spoor::dns
