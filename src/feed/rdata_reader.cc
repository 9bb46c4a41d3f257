// SPDX-License-Identifier: Apache-2.0
#include "feed/rdata_reader.h"

#include <cstring>
#include <string>

#include "dns/name.h"

namespace spoor::feed {
namespace {

using dns::RrType;

constexpr std::size_t kCharacterString = 255;

/// Text without quotes, as character-strings of at most 255 octets; 0 when it is too long.
std::size_t write_character_strings(std::string_view text, std::uint8_t* out) {
  if (text.size() + text.size() / kCharacterString + 1 > dns::kMaxCanonicalRdata) return 0;
  std::size_t used = 0;
  do {
    const std::string_view part = text.substr(0, kCharacterString);
    out[used++] = static_cast<std::uint8_t>(part.size());
    if (!part.empty()) std::memcpy(out + used, part.data(), part.size());
    used += part.size();
    text.remove_prefix(part.size());
  } while (!text.empty());
  return used;
}

/// A name whose blanks some tools write as they are (presentation form has \032); 0 when that does
/// not help.
std::size_t read_name_with_blanks(std::string_view text, std::uint8_t* out) {
  if (text.find(' ') == std::string_view::npos || text.size() > dns::kMaxNameOctets) return 0;
  std::string escaped;
  for (const char c : text) {
    if (c == ' ') {
      escaped += "\\032";
    } else {
      escaped += c;
    }
  }
  return dns::parse_name_octets(escaped, out);
}

}  // namespace

std::size_t read_name_text(std::string_view text, std::uint8_t* out) {
  const std::size_t size = dns::parse_name_octets(text, out);
  return size == 0 ? read_name_with_blanks(text, out) : size;
}

/// Octets written, or kBadRdata.
std::size_t RdataReader::encode(RrType type, std::string_view text, Tally& tally) {
  if (!dns::is_wire_type(type)) {  // free text: its octets as they are
    if (text.size() > dns::kMaxCanonicalRdata) return dns::kBadRdata;
    if (!text.empty()) std::memcpy(octets_.data(), text.data(), text.size());
    return text.size();
  }
  const bool is_text = type == RrType::kTxt || type == RrType::kSpf;
  if (!is_text || text.starts_with('"') || text.starts_with("\\# ")) {
    const auto size = dns::parse_rdata_into(type, text, octets_.data());
    if (size) return *size;
    if (type == RrType::kMx &&
        text.find(' ') == std::string_view::npos) {  // some partners show the host alone
      const std::size_t host = dns::parse_name_octets(text, octets_.data() + 2);
      if (host == 0) return dns::kBadRdata;
      octets_[0] = octets_[1] = 0;
      tally.note("MX without preference: taken as 0");
      return host + 2;
    }
    if (!is_text || text.starts_with('"')) return dns::kBadRdata;
  }
  const std::size_t size = write_character_strings(text, octets_.data());
  return size == 0 ? dns::kBadRdata : size;
}

bool RdataReader::read(RrType type, std::string_view text, Tally& tally) {
  return took(encode(type, text, tally));
}

bool RdataReader::read_strictly(RrType type, std::string_view text) {
  const auto size = dns::parse_rdata_into(type, text, octets_.data());
  return size && took(*size);
}

bool RdataReader::read_strings(std::string_view text) {
  const std::size_t size = write_character_strings(text, octets_.data());
  return size != 0 && took(size);
}

}  // namespace spoor::feed
