// SPDX-License-Identifier: Apache-2.0
// Which values of a record are worth asking for, and how a TXT record is cut into tokens.
#include "record/pivot.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "dns/name.h"
#include "dns/rdata.h"
#include "record/retention.h"

namespace spoor::record {
namespace {

constexpr std::size_t kMinTokenOctets = 4;
constexpr std::size_t kMaxTokenOctets = 255;
constexpr std::size_t kMaxNamesInRdata = 16;

/// Tokens of half the world's TXT records: they would only make long lists that tell nothing.
constexpr std::array<std::string_view, 29> kTellingNothing = {
    "v=spf1",       "v=dmarc1", "v=dkim1",   "v=stsv1",       "v=tlsrptv1", "v=bimi1",
    "v=mcpv1",      "k=rsa",    "k=ed25519", "t=s",           "p=none",     "p=reject",
    "p=quarantine", "sp=none",  "sp=reject", "sp=quarantine", "pct=100",    "adkim=r",
    "adkim=s",      "aspf=r",   "aspf=s",    "fo=1",          "fo=0",       "ri=86400",
    "rf=afrf",      "-all",     "~all",      "?all",          "+all",
};

bool is_separator(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v' || c == ';';
}

char lower(char c) noexcept {
  return static_cast<char>(dns::to_lower(static_cast<std::uint8_t>(c)));
}

bool is_telling(std::string_view token) noexcept {
  if (token.size() < kMinTokenOctets || token.size() > kMaxTokenOctets) return false;
  const bool has_sign = std::any_of(token.begin(), token.end(), [](char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == '@' || c == '=' || c == ':';
  });
  return has_sign &&
         std::find(kTellingNothing.begin(), kTellingNothing.end(), token) == kTellingNothing.end();
}

/// The octets of the character-strings one after the other, lower-cased (RFC 7208 section 3.3 joins
/// them so); false when `rdata` is not a sequence of character-strings.
bool join_strings(std::string_view rdata, std::string& out) {
  out.clear();
  for (std::size_t pos = 0; pos < rdata.size();) {
    const std::size_t size = static_cast<std::uint8_t>(rdata[pos++]);
    if (size > rdata.size() - pos) return false;
    for (const char c : rdata.substr(pos, size)) out += lower(c);
    pos += size;
  }
  return !rdata.empty();
}

/// What stands behind `mark` in `token`, up to a comma or an exclamation mark (RFC 7489
/// section 6.2).
std::string_view behind(std::string_view token, std::string_view mark, std::size_t from) noexcept {
  const std::size_t at = token.find(mark, from);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = token.substr(at + mark.size());
  return rest.substr(0, rest.find_first_of(",!"));
}

}  // namespace

const std::vector<std::string_view>& PivotFinder::find(dns::RrType type, std::string_view rdata) {
  buffer_.clear();
  spans_.clear();
  values_.clear();
  if (type == kFirstSeenType && rdata.empty()) return values_;  // it holds nothing
  std::array<dns::RdataName, kMaxNamesInRdata> names;
  const std::size_t found =
      dns::find_rdata_names(type, as_bytes(rdata), names.data(), names.size());
  if (type == dns::RrType::kA && rdata.size() == 4) {
    add(ValueKind::kIpv4, rdata);
  } else if (type == dns::RrType::kAaaa && rdata.size() == 16) {
    add(ValueKind::kIpv6, rdata);
  } else if (found > 0) {
    for (std::size_t i = 0; i < found; ++i) {
      const ValueKind kind =
          names[i].role == dns::NameRole::kMailbox ? ValueKind::kMailbox : ValueKind::kName;
      add(kind, rdata.substr(names[i].offset, names[i].size));
    }
  } else {
    add(ValueKind::kRaw, rdata);
    if (type == dns::RrType::kTxt || type == dns::RrType::kSpf) add_tokens(rdata);
  }
  for (const auto& [start, size] : spans_)
    values_.push_back(std::string_view(buffer_).substr(start, size));
  return values_;
}

void PivotFinder::add(ValueKind kind, std::string_view value) {
  const std::size_t start = buffer_.size();
  buffer_ += static_cast<char>(kind);
  switch (kind) {
    case ValueKind::kName:
    case ValueKind::kMailbox:
      dns::append_sort_form(buffer_, as_bytes(value));
      break;
    case ValueKind::kToken:
    case ValueKind::kRaw:
      append_escaped(buffer_, value);
      buffer_ += '\0';
      break;
    case ValueKind::kIpv4:
    case ValueKind::kIpv6:
      buffer_ += value;
      break;
  }
  const std::string_view whole = buffer_;
  const std::string_view added = whole.substr(start);
  for (const auto& [other, size] : spans_) {
    if (whole.substr(other, size) == added) {
      buffer_.resize(start);
      return;
    }
  }
  spans_.emplace_back(start, added.size());
}

void PivotFinder::add_tokens(std::string_view txt_rdata) {
  if (!join_strings(txt_rdata, text_)) return;
  const std::size_t most = spans_.size() + kMaxTokens;
  const auto add_telling = [&](std::string_view token) {
    if (spans_.size() < most && is_telling(token)) add(ValueKind::kToken, token);
  };
  const std::string_view text = text_;
  for (std::size_t pos = 0; pos < text.size() && spans_.size() < most;) {
    if (is_separator(text[pos])) {
      ++pos;
      continue;
    }
    const auto* const end =
        std::find_if(text.data() + pos, text.data() + text.size(), is_separator);
    const std::string_view token =
        text.substr(pos, static_cast<std::size_t>(end - text.data()) - pos);
    pos += token.size();
    add_telling(token);
    if (token.size() > kMaxTokenOctets) continue;  // nobody's address: a key or a blob
    add_telling(behind(token, "include:", 0));
    for (std::size_t at = token.find("mailto:"); at != std::string_view::npos;
         at = token.find("mailto:", at + 1)) {
      add_telling(behind(token, "mailto:", at));
    }
  }
}

std::string token_value_key(std::string_view token) {
  std::string lowered;
  lowered.reserve(token.size());
  for (const char c : token) lowered += lower(c);
  std::string key(1, static_cast<char>(ValueKind::kToken));
  append_escaped(key, lowered);
  key += '\0';
  return key;
}

}  // namespace spoor::record
