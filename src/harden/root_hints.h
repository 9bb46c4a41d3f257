// SPDX-License-Identifier: Apache-2.0
// The root name servers and their addresses: where all knowledge of who may tell what begins.
#pragma once

#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "base/result.h"
#include "dns/name.h"

namespace spoor::harden {

/// One address of one root name server; a server with several addresses has several.
struct RootHint {
  dns::Name server;
  IpAddress address;
};
using RootHints = std::vector<RootHint>;

/// Reads the master-file subset of named.root: `owner [ttl] [IN] NS|A|AAAA value`, `;` comments,
/// blank owner = the one before, `$TTL`, `$ORIGIN .`. Only addresses of servers that an NS record
/// of the root names are kept. Errors: kMalformed with the line number as offset; kInvalid when no
/// root server with an address is left.
Result<RootHints> parse_root_hints(std::string_view text);

/// Every address that the thirteen root servers had since they bear their letters (1995), IPv4 and
/// IPv6, so that old captures are understood too. The one left out, and why:
/// docs/guides/hardening.md.
const RootHints& builtin_root_hints();

/// The text that builtin_root_hints() is read from.
std::string_view builtin_root_hints_text() noexcept;

}  // namespace spoor::harden
