// SPDX-License-Identifier: Apache-2.0
// Tokens are those of the index; their looks tell the role.
#include "search/text_pivots.h"

#include <algorithm>
#include <array>

#include <openssl/sha.h>

#include "base/ip_address.h"
#include "record/pivot.h"

namespace spoor::search {
namespace {

constexpr std::size_t kLeastKey = 64;  // octets in base64: an Ed25519 key has 44, and is a token
constexpr std::size_t kDigestOctets = 16;
constexpr std::array<std::string_view, 4> kVerifications{"verif",
                                                         "ms=", "domain-key=", "site-owner"};

/// The token of a key of the index: kind octet and end off, escapes undone.
std::string token_of(std::string_view key) {
  std::string token;
  for (std::size_t i = 1; i + 1 < key.size(); ++i) {
    const bool is_escape = key[i] == '\x01';
    token += is_escape ? static_cast<char>(key[++i] - 1) : key[i];
  }
  return token;
}

/// The character-strings joined, as they are.
std::string joined(std::string_view rdata) {
  std::string text;
  for (std::size_t at = 0; at < rdata.size();) {
    const std::size_t size = static_cast<std::uint8_t>(rdata[at++]);
    text += rdata.substr(at, size);
    at += std::min(size, rdata.size() - at);
  }
  return text;
}

std::string lowered(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<char>(dns::to_lower(static_cast<std::uint8_t>(c)));
  return out;
}

/// The key of `p=…` in a DKIM record (RFC 6376 section 3.6.1), blanks left out; empty when there is
/// none.
std::string dkim_key(std::string_view text) {
  std::string tag;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(';', begin), text.size());
    tag.clear();
    for (const char c : text.substr(begin, end - begin)) {
      if (c != ' ' && c != '\t') tag += c;
    }
    if (tag.starts_with("p=") && tag.size() >= kLeastKey) return tag.substr(2);
    begin = end + 1;
  }
  return {};
}

std::string digest_text(std::string_view key) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
  SHA256(as_bytes(key).data(), key.size(), digest.data());
  std::string text = "sha256:";
  for (std::size_t i = 0; i < kDigestOctets; ++i) {
    text += kDigits[digest[i] >> 4];
    text += kDigits[digest[i] & 15];
  }
  return text;
}

Query token_query(std::string token) {
  return {QueryIn::kRdata, QueryKind::kToken, {}, {}, {}, std::move(token)};
}

/// The networks of `ip4:` and `ip6:` (RFC 7208 section 5.6) are addresses to ask for as well.
void append_network(std::vector<Pivot>& out, std::string_view token) {
  const std::size_t at = token.find(':');
  const auto query = parse_query(token.substr(at + 1), QueryIn::kAuto);
  if (query && query->kind == QueryKind::kAddresses)
    out.push_back({PivotRole::kSpfAddress, std::string(token.substr(at + 1)), *query});
}

/// Adds one token in its role.
class TokenSorter {
 public:
  TokenSorter(std::vector<Pivot>& out, std::string_view text)
      : out_(out), text_(lowered(text)), is_dmarc_(text_.starts_with("v=dmarc1")) {}

  void add(const std::string& token) {
    std::string_view bare = token;
    bare.remove_prefix(std::min(bare.find_first_not_of("+-~?"), bare.size()));
    if (token.find("mailto:") != std::string::npos) return;  // its addresses are tokens too
    if (stands_behind("include:", token)) return;            // so is what stands behind `include:`
    if (bare.starts_with("include:")) return add(PivotRole::kSpfInclude, token);
    if (bare.starts_with("ip4:") || bare.starts_with("ip6:")) {
      add(PivotRole::kSpfAddress, token);
      return append_network(out_, bare);
    }
    if (token.starts_with("p=") && token.size() >= kLeastKey) {
      return;  // the key has a pivot of its own
    }
    if (stands_behind("mailto:", token))
      return add(is_dmarc_ ? PivotRole::kReportMailbox : PivotRole::kMailbox, token);
    const bool is_address =
        token.find('@') != std::string::npos && token.find_first_of("=:/") == std::string::npos;
    if (is_address) return add(PivotRole::kMailbox, token);
    const bool verifies =
        std::any_of(kVerifications.begin(), kVerifications.end(), [&](std::string_view mark) {
          return mark == "ms=" ? token.starts_with(mark) : token.find(mark) != std::string::npos;
        });
    add(verifies ? PivotRole::kVerification : PivotRole::kToken, token);
  }

 private:
  void add(PivotRole role, const std::string& token) {
    out_.push_back({role, token, token_query(token)});
  }
  [[nodiscard]] bool stands_behind(std::string_view mark, std::string_view token) const {
    return text_.find(std::string(mark) + std::string(token)) != std::string::npos;
  }

  std::vector<Pivot>& out_;
  std::string text_;
  bool is_dmarc_;
};

}  // namespace

void append_text_pivots(std::vector<Pivot>& out, std::string_view rdata) {
  record::PivotFinder finder;
  const std::string text = joined(rdata);
  const std::string key = dkim_key(text);
  TokenSorter sorter(out, text);
  bool has_key_token = false;
  for (const std::string_view value : finder.find(dns::RrType::kTxt, rdata)) {
    if (value.front() != static_cast<char>(record::ValueKind::kToken)) continue;
    const std::string token = token_of(value);
    if (!key.empty() && token == lowered("p=" + key)) {
      out.push_back({PivotRole::kDkimKey, digest_text(key), token_query(token)});
      has_key_token = true;
    } else {
      sorter.add(token);
    }
  }
  if (key.empty() || has_key_token) return;
  out.push_back({PivotRole::kDkimKey, digest_text(key),
                 Query{QueryIn::kRaw, QueryKind::kRaw, {}, {}, {}, std::string(rdata)}});
}

}  // namespace spoor::search
