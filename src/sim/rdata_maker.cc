// SPDX-License-Identifier: Apache-2.0
// Rdata from parts, laid out by hand from RFC 1035, 2782, 4034, 5155, 8659 and 9460.
#include "sim/rdata_maker.h"

#include <algorithm>

#include "sim/prng.h"

namespace spoor::sim {
namespace {

constexpr std::uint32_t kInception = 1562284800;   // 2019-07-05
constexpr std::uint32_t kExpiration = 1564099200;  // 2019-07-26

void append_u8(std::string& out, std::size_t value) {
  out += static_cast<char>(value & 0xFFU);
}

std::uint16_t key_tag(std::string_view zone) {
  return static_cast<std::uint16_t>(hash_text(zone) & 0xFFFFU);
}

std::size_t label_count(std::string_view name) {
  return name == "." ? 0 : static_cast<std::size_t>(std::count(name.begin(), name.end(), '.'));
}

// RFC 4034 section 4.1.2, window 0 only.
std::string type_bitmap(const std::vector<dns::RrType>& types) {
  std::string bits;
  for (const auto type : types) {
    const std::size_t n = dns::to_number(type);
    if (bits.size() <= n / 8) bits.resize(n / 8 + 1, '\0');
    bits[n / 8] = static_cast<char>(static_cast<unsigned char>(bits[n / 8]) | (0x80U >> (n % 8)));
  }
  std::string out;
  append_u8(out, 0);
  append_u8(out, bits.size());
  return out + bits;
}

}  // namespace

void append_u16(std::string& out, std::uint32_t value) {
  out += static_cast<char>(value >> 8 & 0xFFU);
  out += static_cast<char>(value & 0xFFU);
}

void append_u32(std::string& out, std::uint32_t value) {
  append_u16(out, value >> 16);
  append_u16(out, value & 0xFFFFU);
}

std::string name_wire(std::string_view name) {
  std::string out;
  while (!name.empty() && name != ".") {
    const std::size_t dot = name.find('.');
    const std::string_view label = name.substr(0, dot);
    append_u8(out, label.size());
    out += label;
    name = dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1);
  }
  out += '\0';
  return out;
}

std::string name_text(std::string_view wire, std::size_t& at) {
  std::string out;
  while (at < wire.size()) {
    const auto length = static_cast<unsigned char>(wire[at++]);
    if (length == 0) break;
    out += wire.substr(at, length);
    out += '.';
    at += length;
  }
  return out.empty() ? "." : out;
}

std::string parent_name(std::string_view name) {
  const std::size_t dot = name.find('.');
  return dot + 1 >= name.size() ? "." : std::string(name.substr(dot + 1));
}

bool is_below(std::string_view name, std::string_view zone) {
  if (zone == ".") return true;
  if (!name.ends_with(zone)) return false;
  return name.size() == zone.size() || name[name.size() - zone.size() - 1] == '.';
}

std::string address_rdata(const IpAddress& address) {
  return std::string(as_chars(address.bytes()));
}

std::string mx_rdata(std::uint16_t preference, std::string_view host) {
  std::string out;
  append_u16(out, preference);
  return out + name_wire(host);
}

std::string txt_rdata(std::string_view text) {
  std::string out;
  do {
    const std::string_view piece = text.substr(0, 255);
    append_u8(out, piece.size());
    out += piece;
    text.remove_prefix(piece.size());
  } while (!text.empty());
  return out;
}

std::string soa_rdata(const Soa& soa) {
  std::string out = name_wire(soa.mname) + name_wire(soa.rname);
  for (const std::uint32_t value : {soa.serial, 7200U, 3600U, 1209600U, soa.minimum_s}) {
    append_u32(out, value);
  }
  return out;
}

std::string srv_rdata(std::uint16_t port, std::string_view host) {
  std::string out;
  append_u16(out, 10);
  append_u16(out, 5);
  append_u16(out, port);
  return out + name_wire(host);
}

std::string caa_rdata(std::string_view tag, std::string_view value) {
  std::string out;
  append_u8(out, 0);
  append_u8(out, tag.size());
  out += tag;
  out += value;
  return out;
}

std::string svcb_rdata(std::string_view target) {
  std::string out;
  append_u16(out, 1);
  out += name_wire(target);
  append_u16(out, 1);  // SvcParamKey alpn
  append_u16(out, 3);
  append_u8(out, 2);
  return out + "h2";
}

std::string ds_rdata(std::string_view zone) {
  std::string out;
  append_u16(out, key_tag(zone));
  append_u8(out, 13);
  append_u8(out, 2);
  return out + Prng(hash_text(zone) ^ 0xd5).octets(32);
}

std::string dnskey_rdata(std::string_view zone, std::uint16_t flags, std::size_t key_octets) {
  std::string out;
  append_u16(out, flags);
  append_u8(out, 3);
  append_u8(out, key_octets > 64 ? 8 : 13);
  return out + Prng(hash_text(zone) + flags).octets(key_octets);
}

std::string rrsig_rdata(const Signed& what) {
  std::string out;
  append_u16(out, dns::to_number(what.type));
  append_u8(out, what.signature_octets > 64 ? 8 : 13);
  append_u8(out, label_count(what.owner));
  append_u32(out, what.ttl_s);
  append_u32(out, kExpiration);
  append_u32(out, kInception);
  append_u16(out, key_tag(what.zone));
  out += name_wire(what.zone);
  const std::uint64_t seed =
      hash_text(what.owner) ^ (hash_text(what.zone) + dns::to_number(what.type));
  return out + Prng(seed).octets(what.signature_octets);
}

std::string nsec_rdata(std::string_view next, const std::vector<dns::RrType>& types) {
  return name_wire(next) + type_bitmap(types);
}

std::string nsec3_rdata(std::string_view next_hash, const std::vector<dns::RrType>& types) {
  std::string out;
  append_u8(out, 1);   // SHA-1
  append_u8(out, 1);   // opt-out
  append_u16(out, 1);  // iterations
  append_u8(out, 0);   // no salt
  append_u8(out, next_hash.size());
  out += next_hash;
  return out + type_bitmap(types);
}

std::string base32hex(std::string_view octets) {
  constexpr std::string_view kAlphabet = "0123456789abcdefghijklmnopqrstuv";
  std::string out;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : octets) {
    held = held << 8 | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) out += kAlphabet[held >> (bits - 5) & 31U];
    held &= (1U << bits) - 1;
  }
  if (bits > 0) out += kAlphabet[held << (5 - bits) & 31U];
  return out;
}

}  // namespace spoor::sim
