// SPDX-License-Identifier: Apache-2.0
// Rdata made from parts, in canonical wire form. The simulator makes its own so that the truth does
// not lean on the parsers that it is there to test. Names are lower-case text with a final dot, no
// escapes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "dns/rr_type.h"

namespace spoor::sim {

/// Uncompressed wire form of "www.example.": labels as written, no escapes.
std::string name_wire(std::string_view name);
/// "www.example." from wire form at `at`; moves `at` behind the name.
std::string name_text(std::string_view wire, std::size_t& at);
/// "example." of "www.example."; "." of "example.".
std::string parent_name(std::string_view name);
/// Whether `name` is `zone` or below it.
bool is_below(std::string_view name, std::string_view zone);

void append_u16(std::string& out, std::uint32_t value);
void append_u32(std::string& out, std::uint32_t value);

std::string address_rdata(const IpAddress& address);
std::string mx_rdata(std::uint16_t preference, std::string_view host);
/// Splits into character-strings of at most 255 octets.
std::string txt_rdata(std::string_view text);

struct Soa {
  std::string mname;
  std::string rname;
  std::uint32_t serial = 2019071001;
  std::uint32_t minimum_s = 900;
};
std::string soa_rdata(const Soa& soa);

/// Priority and weight are 10 and 5.
std::string srv_rdata(std::uint16_t port, std::string_view host);
std::string caa_rdata(std::string_view tag, std::string_view value);
/// RFC 9460, with alpn=h2; ServiceMode, priority 1.
std::string svcb_rdata(std::string_view target);

/// RFC 4034: the digest and the key are what a generator seeded with the zone's name gives.
std::string ds_rdata(std::string_view zone);
std::string dnskey_rdata(std::string_view zone, std::uint16_t flags, std::size_t key_octets);

struct Signed {
  std::string_view owner;
  dns::RrType type{};
  std::uint32_t ttl_s = 0;
  std::string_view zone;
  std::size_t signature_octets = 64;
};
std::string rrsig_rdata(const Signed& what);
/// `types` in ascending order, all below 256.
std::string nsec_rdata(std::string_view next, const std::vector<dns::RrType>& types);
/// One iteration, no salt; the hash is 20 octets.
std::string nsec3_rdata(std::string_view next_hash, const std::vector<dns::RrType>& types);
/// RFC 4648 base32hex without padding, lower-case.
std::string base32hex(std::string_view octets);

}  // namespace spoor::sim
