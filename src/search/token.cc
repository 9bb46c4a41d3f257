// SPDX-License-Identifier: Apache-2.0
// Sealing and opening of resume tokens.
#include "search/token.h"

#include <array>
#include <optional>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "dns/wire_reader.h"

namespace spoor::search {
namespace {

constexpr std::uint8_t kTokenVersion = 4;
constexpr std::string_view kKeyPurpose = "spoor resume token 4, keys 1";
constexpr std::size_t kIdOctets = 16;
constexpr std::size_t kDigestOctets = 16;
constexpr std::size_t kMacOctets = 16;
constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

Error refuse(std::string_view what) {
  return {ErrorCode::kInvalid, what, 0, "resume token"};
}

void append_u32(std::string& out, std::uint32_t v) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(v >> shift);
}

void append_text(std::string& out, std::string_view text) {
  append_u32(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

std::string encode_base64url(std::string_view octets) {
  std::string out;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : octets) {
    held = held << 8 | static_cast<std::uint8_t>(c);
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      out += kAlphabet[held >> bits & 63];
    }
  }
  if (bits > 0) out += kAlphabet[held << (6 - bits) & 63];
  return out;
}

std::optional<std::string> decode_base64url(std::string_view text) {
  std::string out;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const auto at = kAlphabet.find(c);
    if (at == std::string_view::npos) return std::nullopt;
    held = held << 6 | static_cast<std::uint32_t>(at);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>(held >> bits);
    }
  }
  return out;
}

std::string sha256(std::string_view data) {
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
  SHA256(as_bytes(data).data(), data.size(), digest.data());
  return std::string(as_chars(digest));
}

std::string_view id_chars(const record::StreamId& id) {
  return as_chars(id.octets);
}

std::string mac(const record::StreamId& store, std::string_view data) {
  const std::string key = sha256(std::string(kKeyPurpose) + std::string(id_chars(store)));
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> out{};
  unsigned length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), as_bytes(data).data(), data.size(),
       out.data(), &length);
  return std::string(as_chars(out).substr(0, kMacOctets));
}

std::array<std::optional<Moment>*, 6> all_fences(TimeFences& f) {
  return {&f.first_after, &f.first_before, &f.last_after, &f.last_before, &f.seen_from, &f.seen_to};
}

void append_texts(std::string& out, const std::vector<std::string>& texts) {
  append_u32(out, static_cast<std::uint32_t>(texts.size()));
  for (const std::string& text : texts) append_text(out, text);
}

void append_names(std::string& out, const std::vector<dns::Name>& names) {
  append_u32(out, static_cast<std::uint32_t>(names.size()));
  for (const dns::Name& name : names) append_text(out, as_chars(name.wire()));
}

void append_bound(std::string& out, const std::optional<std::uint64_t>& bound) {
  out += bound ? '1' : '0';
  append_u32(out, static_cast<std::uint32_t>(bound.value_or(0) >> 32));
  append_u32(out, static_cast<std::uint32_t>(bound.value_or(0)));
}

/// Filters other than fences.
void append_filters(std::string& out, const Filters& filters) {
  append_text(out, filters.types.text());
  append_text(out, filters.refused_types.text());
  for (const auto* zones : {&filters.bailiwicks.wanted, &filters.bailiwicks.refused}) {
    append_u32(out, static_cast<std::uint32_t>(zones->size()));
    for (const Zone& zone : *zones)
      append_text(out, zone ? as_chars(zone->wire()) : std::string_view());
  }
  for (const auto* choice : {&filters.names, &filters.tlds, &filters.domains}) {
    append_names(out, choice->wanted);
    append_names(out, choice->refused);
  }
  append_texts(out, filters.rdata.wanted);
  append_texts(out, filters.rdata.refused);
  append_texts(out, filters.sources);
  append_texts(out, filters.refused_sources);
  append_bound(out, filters.count_min);
  append_bound(out, filters.count_max);
  for (const auto* asns : {&filters.asns.wanted, &filters.asns.refused}) {
    append_u32(out, static_cast<std::uint32_t>(asns->size()));
    for (const std::uint32_t asn : *asns) append_u32(out, asn);
  }
  append_texts(out, filters.countries.wanted);
  append_texts(out, filters.countries.refused);
  for (const auto* tags : {&filters.tags.wanted, &filters.tags.refused}) {
    append_u32(out, static_cast<std::uint32_t>(tags->size()));
    for (const enrich::Tag tag : *tags) out += static_cast<char>(tag);
  }
}

/// Everything that must be the same on the next page; relative fences by how they were said.
std::string question_digest(const SearchRequest& request) {
  std::string text;
  text += static_cast<char>(request.query.in);
  append_text(text, query_text(request.query));
  append_text(text, request.query.exclude);
  text += static_cast<char>(request.query.syntax);
  append_filters(text, request.filters);
  text += static_cast<char>(request.grouping);
  append_text(text, order_text(request.order));
  TimeFences fences = request.filters.fences;
  for (const auto* fence : all_fences(fences)) {
    text += !*fence ? '0' : (*fence)->ago_s ? '1' : '2';
    if (*fence) append_u32(text, (*fence)->ago_s.value_or((*fence)->unix_s));
  }
  return sha256(text).substr(0, kDigestOctets);
}

bool read_position(dns::WireReader& in, Position& position) {
  const auto text = [&] { return std::string(as_chars(in.bytes(in.u32()))); };
  const std::uint8_t place = in.u8();
  position.place = static_cast<Place>(place);
  position.order = static_cast<std::uint64_t>(in.u32()) << 32;
  position.order |= in.u32();
  position.rank = text();
  position.key.head = text();
  position.key.rdata = text();
  position.key.bailiwick = in.u8();
  position.source = text();
  position.how = static_cast<record::How>(in.u8());
  return in.ok() && in.left() == 0 && place <= static_cast<std::uint8_t>(Place::kAtKey);
}

}  // namespace

std::string seal_token(const record::StreamId& store, const SearchRequest& request,
                       const Position& position) {
  std::string out(1, static_cast<char>(kTokenVersion));
  out += id_chars(store);
  out += question_digest(request);
  TimeFences fences = request.filters.fences;
  for (const auto* fence : all_fences(fences)) append_u32(out, *fence ? (*fence)->unix_s : 0);
  out += static_cast<char>(position.place);
  append_u32(out, static_cast<std::uint32_t>(position.order >> 32));
  append_u32(out, static_cast<std::uint32_t>(position.order));
  append_text(out, position.rank);
  append_text(out, position.key.head);
  append_text(out, position.key.rdata);
  out += static_cast<char>(position.key.bailiwick);
  append_text(out, position.source);
  out += static_cast<char>(position.how);
  out += mac(store, out);
  return encode_base64url(out);
}

Result<ResumePoint> open_token(const record::StreamId& store, const SearchRequest& request) {
  const auto octets = decode_base64url(request.from);
  if (!octets || octets->size() < 1 + kIdOctets + kDigestOctets + kMacOctets)
    return refuse("this is no resume token");
  const std::string_view sealed = std::string_view(*octets).substr(0, octets->size() - kMacOctets);
  const std::string_view seal = std::string_view(*octets).substr(sealed.size());
  if (static_cast<std::uint8_t>(sealed[0]) != kTokenVersion)
    return refuse("the token was made by another version of Spoor: begin again without it");
  if (sealed.substr(1, kIdOctets) != id_chars(store))
    return refuse("the token belongs to another store");
  const std::string expected = mac(store, sealed);
  if (CRYPTO_memcmp(expected.data(), seal.data(), kMacOctets) != 0)
    return refuse("the token is damaged");
  if (sealed.substr(1 + kIdOctets, kDigestOctets) != question_digest(request)) {
    return refuse(
        "the token belongs to another question: query, filters, grouping and order must stay the "
        "same");
  }
  dns::WireReader in(as_bytes(sealed));
  in.skip(1 + kIdOctets + kDigestOctets);
  ResumePoint point{{}, request.filters.fences};
  for (auto* fence : all_fences(point.fences)) {
    const std::uint32_t at = in.u32();
    if (*fence) (*fence)->unix_s = at;
  }
  if (!read_position(in, point.position) ||
      (point.position.place == Place::kBehindSorted) == request.order.streams())
    return refuse("the token is damaged");
  return point;
}

}  // namespace spoor::search
