// SPDX-License-Identifier: Apache-2.0
// The IANA registry of resource record types as of 2025, with a hash table over the mnemonics made
// at compile time. Not a parser of anything but the one word.
#include "dns/rr_type.h"

#include <array>
#include <cstddef>

namespace spoor::dns {
namespace {

struct Mnemonic {
  std::string_view text;
  std::uint16_t number;
};

// clang-format off
constexpr std::array kMnemonics{
    Mnemonic{"A", 1}, Mnemonic{"NS", 2}, Mnemonic{"MD", 3}, Mnemonic{"MF", 4}, Mnemonic{"CNAME", 5},
    Mnemonic{"SOA", 6}, Mnemonic{"MB", 7}, Mnemonic{"MG", 8}, Mnemonic{"MR", 9}, Mnemonic{"NULL", 10},
    Mnemonic{"WKS", 11}, Mnemonic{"PTR", 12}, Mnemonic{"HINFO", 13}, Mnemonic{"MINFO", 14}, Mnemonic{"MX", 15},
    Mnemonic{"TXT", 16}, Mnemonic{"RP", 17}, Mnemonic{"AFSDB", 18}, Mnemonic{"X25", 19}, Mnemonic{"ISDN", 20},
    Mnemonic{"RT", 21}, Mnemonic{"NSAP", 22}, Mnemonic{"NSAP-PTR", 23}, Mnemonic{"SIG", 24}, Mnemonic{"KEY", 25},
    Mnemonic{"PX", 26}, Mnemonic{"GPOS", 27}, Mnemonic{"AAAA", 28}, Mnemonic{"LOC", 29}, Mnemonic{"NXT", 30},
    Mnemonic{"EID", 31}, Mnemonic{"NIMLOC", 32}, Mnemonic{"SRV", 33}, Mnemonic{"ATMA", 34}, Mnemonic{"NAPTR", 35},
    Mnemonic{"KX", 36}, Mnemonic{"CERT", 37}, Mnemonic{"A6", 38}, Mnemonic{"DNAME", 39}, Mnemonic{"SINK", 40},
    Mnemonic{"OPT", 41}, Mnemonic{"APL", 42}, Mnemonic{"DS", 43}, Mnemonic{"SSHFP", 44}, Mnemonic{"IPSECKEY", 45},
    Mnemonic{"RRSIG", 46}, Mnemonic{"NSEC", 47}, Mnemonic{"DNSKEY", 48}, Mnemonic{"DHCID", 49},
    Mnemonic{"NSEC3", 50}, Mnemonic{"NSEC3PARAM", 51}, Mnemonic{"TLSA", 52}, Mnemonic{"SMIMEA", 53},
    Mnemonic{"HIP", 55}, Mnemonic{"NINFO", 56}, Mnemonic{"RKEY", 57}, Mnemonic{"TALINK", 58}, Mnemonic{"CDS", 59},
    Mnemonic{"CDNSKEY", 60}, Mnemonic{"OPENPGPKEY", 61}, Mnemonic{"CSYNC", 62}, Mnemonic{"ZONEMD", 63},
    Mnemonic{"SVCB", 64}, Mnemonic{"HTTPS", 65}, Mnemonic{"DSYNC", 66}, Mnemonic{"HHIT", 67}, Mnemonic{"BRID", 68},
    Mnemonic{"SPF", 99}, Mnemonic{"UINFO", 100}, Mnemonic{"UID", 101}, Mnemonic{"GID", 102},
    Mnemonic{"UNSPEC", 103}, Mnemonic{"NID", 104}, Mnemonic{"L32", 105}, Mnemonic{"L64", 106}, Mnemonic{"LP", 107},
    Mnemonic{"EUI48", 108}, Mnemonic{"EUI64", 109}, Mnemonic{"NXNAME", 128}, Mnemonic{"TKEY", 249},
    Mnemonic{"TSIG", 250}, Mnemonic{"IXFR", 251}, Mnemonic{"AXFR", 252}, Mnemonic{"MAILB", 253},
    Mnemonic{"MAILA", 254}, Mnemonic{"ANY", 255}, Mnemonic{"URI", 256}, Mnemonic{"CAA", 257}, Mnemonic{"AVC", 258},
    Mnemonic{"DOA", 259}, Mnemonic{"AMTRELAY", 260}, Mnemonic{"RESINFO", 261}, Mnemonic{"WALLET", 262},
    Mnemonic{"CLA", 263}, Mnemonic{"IPN", 264}, Mnemonic{"TA", 32768}, Mnemonic{"DLV", 32769}};
// clang-format on

constexpr std::size_t kLongestMnemonic = 10;  // NSEC3PARAM, OPENPGPKEY

/// A word of at most ten octets in upper case and its length, as two integers; comparing them
/// compares the words.
struct PackedWord {
  std::uint64_t first_eight = 0;
  std::uint64_t rest = 0;
  constexpr bool operator==(const PackedWord&) const = default;
};

constexpr PackedWord pack(std::string_view word) noexcept {
  PackedWord packed;
  packed.rest = word.size();
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const auto upper = static_cast<std::uint8_t>(c >= 'a' && c <= 'z' ? c - 32 : c);
    auto& half = i < 8 ? packed.first_eight : packed.rest;
    half = half << 8 | upper;
  }
  return packed;
}

struct Slot {
  PackedWord word;
  std::uint16_t number = 0;
};

class MnemonicTable {
 public:
  constexpr MnemonicTable() {
    for (const Mnemonic& m : kMnemonics) {
      const PackedWord word = pack(m.text);
      std::size_t at = hash(word);
      while (slots_[at].number != 0) at = (at + 1) % kSlots;
      slots_[at] = {word, m.number};
    }
  }

  [[nodiscard]] constexpr std::uint16_t find(std::string_view text) const noexcept {
    const PackedWord word = pack(text);
    for (std::size_t at = hash(word); slots_[at].number != 0; at = (at + 1) % kSlots) {
      if (slots_[at].word == word) return slots_[at].number;
    }
    return 0;
  }

 private:
  static constexpr std::size_t kSlots = 512;
  static constexpr std::size_t hash(const PackedWord& word) noexcept {
    return ((word.first_eight ^ word.rest << 17) * 0x9E3779B97F4A7C15ULL) >> 55;
  }
  std::array<Slot, kSlots> slots_{};
};

constexpr MnemonicTable kTable;

/// Mnemonics of the low types, by number; the two above stand in rr_type_mnemonic.
constexpr std::uint32_t kLowTypes = 265;
constexpr auto kLowMnemonics = [] {
  std::array<std::string_view, kLowTypes> names{};
  for (const Mnemonic& m : kMnemonics) {
    if (m.number < kLowTypes) names[m.number] = m.text;
  }
  return names;
}();

std::optional<RrType> parse_generic_type(std::string_view text) noexcept {
  if (text.size() < 5 || text.size() > 9 || pack(text.substr(0, 4)) != pack("TYPE"))
    return std::nullopt;
  std::uint32_t number = 0;
  for (const char c : text.substr(4)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint32_t>(c - '0');
  }
  if (number >= kFirstLabelType) return std::nullopt;
  return static_cast<RrType>(number);
}

}  // namespace

std::optional<RrType> parse_rr_type(std::string_view text) noexcept {
  if (text.empty()) return std::nullopt;
  if (text.size() <= kLongestMnemonic) {
    if (const std::uint16_t number = kTable.find(text); number != 0)
      return static_cast<RrType>(number);
  }
  return parse_generic_type(text);
}

std::string_view rr_type_mnemonic(RrType type) noexcept {
  if (to_number(type) < kLowTypes) return kLowMnemonics[to_number(type)];
  if (type == RrType::kTa) return "TA";
  if (type == RrType::kDlv) return "DLV";
  return {};
}

std::string rr_type_text(RrType type) {
  const std::string_view mnemonic = rr_type_mnemonic(type);
  if (!mnemonic.empty()) return std::string(mnemonic);
  return "TYPE" + std::to_string(to_number(type));
}

bool is_meta_type(RrType type) noexcept {
  return (to_number(type) >= 128 && to_number(type) <= 255) || type == RrType::kOpt;
}

bool is_dnssec_type(RrType type) noexcept {
  switch (type) {
    case RrType::kDs:
    case RrType::kRrsig:
    case RrType::kNsec:
    case RrType::kDnskey:
    case RrType::kNsec3:
    case RrType::kNsec3param:
    case RrType::kCds:
    case RrType::kCdnskey:
    case RrType::kTa:
    case RrType::kDlv:
      return true;
    default:
      return false;
  }
}

}  // namespace spoor::dns
