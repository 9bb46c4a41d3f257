// SPDX-License-Identifier: Apache-2.0
// Words for numbers inside rdata, other than record types. Private to this room.
#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace spoor::dns {

using Mnemonic = std::pair<std::string_view, unsigned>;

/// The IANA registry of DNSSEC algorithm numbers.
inline constexpr std::array<Mnemonic, 17> kAlgorithms{{{"RSAMD5", 1},
                                                       {"DH", 2},
                                                       {"DSA", 3},
                                                       {"ECC", 4},
                                                       {"RSASHA1", 5},
                                                       {"DSA-NSEC3-SHA1", 6},
                                                       {"NSEC3DSA", 6},
                                                       {"RSASHA1-NSEC3-SHA1", 7},
                                                       {"NSEC3RSASHA1", 7},
                                                       {"RSASHA256", 8},
                                                       {"RSASHA512", 10},
                                                       {"ECC-GOST", 12},
                                                       {"ECDSAP256SHA256", 13},
                                                       {"ECDSAP384SHA384", 14},
                                                       {"ED25519", 15},
                                                       {"ED448", 16},
                                                       {"INDIRECT", 252}}};
/// RFC 4398 section 2.1.
inline constexpr std::array<Mnemonic, 10> kCertTypes{{{"PKIX", 1},
                                                      {"SPKI", 2},
                                                      {"PGP", 3},
                                                      {"IPKIX", 4},
                                                      {"ISPKI", 5},
                                                      {"IPGP", 6},
                                                      {"ACPKIX", 7},
                                                      {"IACPKIX", 8},
                                                      {"URI", 253},
                                                      {"OID", 254}}};
inline constexpr std::array<Mnemonic, 1> kSchemes{{{"NOTIFY", 1}}};

}  // namespace spoor::dns
