// SPDX-License-Identifier: Apache-2.0
// Texts that patterns are matched against: distinct names, and distinct rdata in presentation form.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/copy_octets.h"
#include "base/result.h"
#include "dns/rr_type.h"

namespace spoor::record {

/// Names: owners, and hosts in rdata, by forward form. Values: rdata of the types that
/// has_searched_text() names, by `text 0x00 type` (append_type()).
enum class TextList : std::uint8_t { kNames = 1, kValues = 2 };

/// Whether the list of values holds rdata of this type: every type with a text of its own but
/// addresses (they are ranges, not texts), DNSSEC's and NULL (digests and payloads).
bool has_searched_text(dns::RrType type) noexcept;

/// The list's entry for rdata: its presentation form, 0x00, type.
void append_value_entry(std::string& out, dns::RrType type, std::string_view rdata);

struct ValueEntry {
  dns::RrType type{};
  std::string rdata;  ///< Canonical form.
};
/// Reads what append_value_entry() wrote. Errors: kCorrupt.
Result<ValueEntry> parse_value_entry(std::string_view entry);

/// Whether a forward form, or a piece of one, stands in a line octet for octet (separators as
/// dots).
bool is_plain_form(std::string_view form) noexcept;

/// The same for forms one behind the other, at once and more strictly: false where there are upper
/// case letters, or what is seldom in names.
bool are_common_forms(std::string_view forms) noexcept;

/// Three neighbouring octets of a text, ASCII letters in lower case.
using Gram = std::array<char, 3>;

/// Which texts can match at all: those that hold the grams. An index answers it roughly: it may
/// offer texts that do not, and never leaves one out that does.
struct GramQuery {
  enum class Kind : std::uint8_t {
    kEverything = 0,  ///< No text can be ruled out.
    kGram = 1,        ///< The text holds `gram`.
    kAll = 2,         ///< All of `parts` hold.
    kEither = 3,      ///< At least one of `parts` holds; none when there are none.
  };
  Kind kind = Kind::kEverything;
  Gram gram{};
  std::vector<GramQuery> parts;
  bool operator==(const GramQuery&) const = default;
};

/// Texts of a list one below the other, each ended by a line feed, so that one pass over the octets
/// matches all of them. A name is written with its final dot; the root is an empty line. Add names
/// and then seal them, or add values.
class TextBlock {
 public:
  void clear() noexcept;
  /// Adds a name by its forward form: the first `shared` octets of that of the name added before,
  /// which has at least so many, and the rest.
  void add_name(std::string_view rest, std::size_t shared = 0) {
    const std::size_t before = begins_.empty() ? 0 : begins_.back();
    begins_.push_back(static_cast<std::uint32_t>(size_));
    char* const out = extend(shared + rest.size());
    copy_octets(out, octets_.data() + before, shared);
    copy_octets(out + shared, rest.data(), rest.size());
  }
  /// Writes the names added as lines. Errors: kCorrupt when one is no form.
  Status seal_names();
  /// Adds an entry of the list of values. Errors: kCorrupt when it is none.
  Status add_value(std::string_view entry);

  [[nodiscard]] std::size_t size() const noexcept { return begins_.size(); }
  [[nodiscard]] std::string_view lines() const noexcept { return {octets_.data(), size_}; }
  /// Without its line feed.
  [[nodiscard]] std::string_view line(std::size_t i) const noexcept;
  [[nodiscard]] std::size_t begin_of(std::size_t i) const noexcept { return begins_[i]; }
  /// Of a value.
  [[nodiscard]] dns::RrType type(std::size_t i) const noexcept { return types_[i]; }

 private:
  char* extend(std::size_t octets) {
    if (octets > octets_.size() - size_) grow(octets);
    char* const out = octets_.data() + size_;
    size_ += octets;
    return out;
  }
  void grow(std::size_t octets);
  Status write_lines();

  std::string octets_;  // as long as it ever was; the first size_ octets count
  std::size_t size_ = 0;
  std::vector<std::uint32_t> begins_;
  std::vector<dns::RrType> types_;
};

/// A piece of a list, in its order.
struct TextRange {
  TextList list = TextList::kNames;
  std::string lower;  ///< Entries from here on; an entry as the list orders them.
  std::string upper;  ///< Entries below; empty: to the end.
  GramQuery grams;
  /// Lines that lack it, without regard to case, need not be offered; in lower case.
  std::string literal;
};

/// Streams one ordered part of a list, a block at a time.
class TextCursor {
 public:
  virtual ~TextCursor() = default;
  /// Fills `block` with the next texts that grams and literal do not rule out; false at the end. A
  /// block may be empty: so long as it is, only time passed. Errors: kCorrupt, kIo.
  virtual Result<bool> next(TextBlock& block) = 0;
  /// Texts that were passed over or handed out so far.
  [[nodiscard]] virtual std::uint64_t passed() const noexcept = 0;
};

/// A cursor over the entries at hand (in order and distinct) that lie in the range; grams are not
/// looked at.
std::unique_ptr<TextCursor> make_text_cursor(const TextRange& range,
                                             std::vector<std::string> entries);

}  // namespace spoor::record
