// SPDX-License-Identifier: Apache-2.0
// ldns as an independent second opinion on every type that it knows: it parses our text, and we
// parse its text, and both times the octets must be the same but for the case of names. Each
// exception stands in a table with its reason.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <ldns/ldns.h>

#include "dns/hex_octets.h"
#include "dns/random_rdata.h"
#include "dns/rdata.h"

namespace spoor::dns {
namespace {

struct FreeRr {
  void operator()(ldns_rr* rr) const { ldns_rr_free(rr); }
};
struct FreeBuffer {
  void operator()(ldns_buffer* buffer) const { ldns_buffer_free(buffer); }
};
using RrPtr = std::unique_ptr<ldns_rr, FreeRr>;
using BufferPtr = std::unique_ptr<ldns_buffer, FreeBuffer>;

bool is_known_to_ldns(RrType type) {
  const auto* descriptor = ldns_rr_descript(static_cast<std::uint16_t>(to_number(type)));
  return descriptor != nullptr && descriptor->_type == static_cast<ldns_rr_type>(to_number(type)) &&
         descriptor->_name != nullptr;
}

/// What ldns makes of our text; empty when it refuses.
std::optional<std::string> octets_by_ldns(RrType type, const std::string& text) {
  const std::string line = "example. 3600 IN " + rr_type_text(type) + ' ' + text;
  ldns_rr* raw = nullptr;
  if (ldns_rr_new_frm_str(&raw, line.c_str(), 0, nullptr, nullptr) != LDNS_STATUS_OK)
    return std::nullopt;
  const RrPtr rr(raw);
  const BufferPtr buffer(ldns_buffer_new(LDNS_MAX_PACKETLEN));
  if (ldns_rr_rdata2buffer_wire(buffer.get(), rr.get()) != LDNS_STATUS_OK) return std::nullopt;
  return std::string(
      as_chars(Bytes(ldns_buffer_begin(buffer.get()), ldns_buffer_position(buffer.get()))));
}

/// The text that ldns makes of octets; empty when it refuses them.
std::optional<std::string> text_by_ldns(RrType type, const std::string& rdata) {
  std::string wire(1, '\0');
  for (const unsigned part :
       {to_number(type), 1U, 0U, 3600U, static_cast<unsigned>(rdata.size())}) {
    wire += static_cast<char>(part >> 8);
    wire += static_cast<char>(part);
  }
  wire += rdata;
  ldns_rr* raw = nullptr;
  std::size_t pos = 0;
  const auto octets = as_bytes(wire);
  if (ldns_wire2rr(&raw, octets.data(), octets.size(), &pos, LDNS_SECTION_ANSWER) != LDNS_STATUS_OK)
    return std::nullopt;
  const RrPtr rr(raw);
  const BufferPtr buffer(ldns_buffer_new(LDNS_MAX_PACKETLEN));
  if (ldns_rr2buffer_str(buffer.get(), rr.get()) != LDNS_STATUS_OK) return std::nullopt;
  std::string text(
      as_chars(Bytes(ldns_buffer_begin(buffer.get()), ldns_buffer_position(buffer.get()))));
  for (int tab = 0; tab < 4 && text.find('\t') != std::string::npos; ++tab)
    text.erase(0, text.find('\t') + 1);
  return text.substr(0, text.find(" ;{"));  // a comment behind keys
}

/// Mnemonics younger than this ldns as TYPEnnn, which it reads.
std::string spelled_for_ldns(const std::string& text) {
  std::string out;
  std::size_t pos = 0;
  while (pos <= text.size()) {
    const std::size_t end = std::min(text.find(' ', pos), text.size());
    const std::string word = text.substr(pos, end - pos);
    const auto type = parse_rr_type(word);
    if (pos != 0) out += ' ';
    out += type && !is_known_to_ldns(*type) ? "TYPE" + std::to_string(to_number(*type)) : word;
    pos = end + 1;
  }
  return out;
}

/// A difference that stands, and why. `applies` looks at our text.
struct Exception {
  RrType type;
  bool (*applies)(const std::string& text);
  const char* reason;
};

bool always(const std::string& /*text*/) {
  return true;
}
bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}
/// Words of the text, from 0.
std::size_t count_words(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
}
std::size_t length_of_word(const std::string& text, std::size_t index) {
  std::size_t pos = 0;
  for (; index > 0; --index) pos = text.find(' ', pos) + 1;
  return std::min(text.find(' ', pos), text.size()) - pos;
}
bool begins_with_at(const std::string& text) {
  return text.starts_with("\\@");
}
bool has_no_key(const std::string& text) {
  return count_words(text) == 3;
}

constexpr const char* kAtSign = "ldns takes an escaped @ at the beginning of a name for the origin";
constexpr const char* kNoKey = "ldns wants at least one octet of key";
constexpr const char* kAlpnEscape =
    "ldns escapes and resolves commas and backslashes in alpn once instead of twice";

/// ldns 1.8.3 reading our text.
const std::vector<Exception> kReads{
    {RrType::kCname, begins_with_at, kAtSign},
    {RrType::kWks, [](const std::string& text) { return count_words(text) == 2; },
     "ldns wants at least one port"},
    {RrType::kNsapPtr, always, "ldns takes it for a character-string; RFC 1348 says name"},
    {RrType::kKey, has_no_key, kNoKey},
    {RrType::kDnskey, has_no_key, kNoKey},
    {RrType::kCdnskey, has_no_key, kNoKey},
    {RrType::kIpseckey, [](const std::string& text) { return count_words(text) == 4; }, kNoKey},
    {RrType::kNxt, always, "ldns reads the types as windows, which is NSEC's format and not NXT's"},
    {RrType::kA6, always, "ldns does not know its fields"},
    {RrType::kNsec3, [](const std::string& text) { return length_of_word(text, 4) % 8 != 0; },
     "ldns wants hashes of a whole number of base32 groups (all real ones are)"},
    {RrType::kCsync, [](const std::string& text) { return count_words(text) == 2; },
     "ldns wants at least one type"},
    {RrType::kSvcb, [](const std::string& text) { return has(text, " ohttp"); },
     "younger than ldns 1.8.3"},
    {RrType::kHttps, [](const std::string& text) { return has(text, " ohttp"); },
     "younger than ldns 1.8.3"},
    {RrType::kSvcb, [](const std::string& text) { return has(text, "\\\\"); }, kAlpnEscape},
    {RrType::kHttps, [](const std::string& text) { return has(text, "\\\\"); }, kAlpnEscape},
};

/// Our reading ldns 1.8.3's text.
const std::vector<Exception> kWrites{
    {RrType::kWks, always,
     "ldns names services out of the machine's /etc/services; we read only the oldest names"},
    {RrType::kNsapPtr, always, "ldns takes it for a character-string; RFC 1348 says name"},
    {RrType::kNxt, always, "ldns writes the bitmap as unknown octets"},
    {RrType::kIpseckey, [](const std::string& text) { return count_words(text) == 4; }, kNoKey},
    {RrType::kSvcb, [](const std::string& text) { return has(text, "\\\\"); }, kAlpnEscape},
    {RrType::kHttps, [](const std::string& text) { return has(text, "\\\\"); }, kAlpnEscape},
    {RrType::kUri, [](const std::string& text) { return text.ends_with("\"\""); },
     "ldns writes nothing for an empty target"},
    {RrType::kCaa, [](const std::string& text) { return text.ends_with("\"\""); },
     "ldns writes nothing for an empty value"},
};

/// Checks every type that ldns knows; `differs` says how the two disagree about some rdata, empty
/// if they do not.
template <class Differs>
void compare_all(std::uint64_t seed, const std::vector<Exception>& exceptions, Differs differs) {
  RandomRdata random(seed);
  std::vector<bool> needed(exceptions.size());
  for (const RrType type : types_with_layout()) {
    if (!is_known_to_ldns(type)) continue;
    int reported = 0;
    for (int round = 0; round < 300; ++round) {
      const std::string rdata = random.make(type);
      const std::string difference = differs(type, rdata);
      if (difference.empty()) continue;
      const std::string text = rdata_text(type, as_bytes(rdata));
      bool is_excepted = false;
      for (std::size_t i = 0; i < exceptions.size(); ++i) {
        if (exceptions[i].type != type || !exceptions[i].applies(text)) continue;
        is_excepted = true;
        needed[i] = true;
      }
      if (!is_excepted && ++reported == 1) {
        ADD_FAILURE() << rr_type_text(type) << ' ' << text << "\n octets "
                      << to_hex(as_bytes(rdata)) << "\n ldns   " << difference;
      }
    }
  }
  // Compilers draw differently: what 300 rounds did not meet is looked for before it is called
  // needless.
  for (std::size_t i = 0; i < exceptions.size(); ++i) {
    for (int round = 0; round < 20'000 && !needed[i]; ++round) {
      const std::string rdata = random.make(exceptions[i].type);
      needed[i] = exceptions[i].applies(rdata_text(exceptions[i].type, as_bytes(rdata))) &&
                  !differs(exceptions[i].type, rdata).empty();
    }
    EXPECT_TRUE(needed[i]) << "not needed: " << rr_type_text(exceptions[i].type) << ", "
                           << exceptions[i].reason;
  }
}

TEST(LdnsOracle, ReadsOurTextAsTheSameOctets) {
  compare_all(10, kReads, [](RrType type, const std::string& rdata) -> std::string {
    const auto theirs = octets_by_ldns(type, spelled_for_ldns(rdata_text(type, as_bytes(rdata))));
    if (!theirs) return "refuses";
    const auto canonical = canonical_rdata(type, as_bytes(*theirs));
    return canonical && *canonical == rdata ? "" : to_hex(as_bytes(*theirs));
  });
}

TEST(LdnsOracle, WritesTextThatWeReadAsTheSameOctets) {
  compare_all(11, kWrites, [](RrType type, const std::string& rdata) -> std::string {
    const auto text = text_by_ldns(type, rdata);
    if (!text) return "refuses";
    const auto ours = parse_rdata(type, *text);
    return ours && *ours == rdata ? "" : *text;
  });
}

}  // namespace
}  // namespace spoor::dns
