// SPDX-License-Identifier: Apache-2.0
// What a person typed, as a question about records. Pure: no store, no clock.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/ip_address.h"
#include "base/result.h"
#include "dns/name.h"
#include "search/pattern.h"

namespace spoor::search {

/// Where the thing asked for stands in a record.
enum class QueryIn : std::uint8_t {
  kAuto = 0,   ///< An address, CIDR, range or mailbox means rdata, anything else the owner's name.
  kName = 1,   ///< The owner.
  kRdata = 2,  ///< A name, address, mailbox or text inside the rdata.
  kRaw = 3,    ///< The rdata itself, as hex.
};

enum class QueryKind : std::uint8_t {
  kExact = 1,      ///< One name.
  kBelow = 2,      ///< `*.example.com`: the name and all below it; `*` is everything.
  kForward = 3,    ///< `www.example.*`: the name followed by any labels, or none.
  kAddresses = 4,  ///< low..high of one family, both included.
  kMailbox = 5,    ///< An SOA's RNAME and its like.
  kToken = 6,      ///< A token of a TXT record, or the whole of one.
  kRaw = 7,        ///< Octets of rdata: the whole, or (types without names) its beginning.
  kPattern = 8,    ///< Names, or rdata in presentation form, that match a pattern.
};

/// A parsed question.
struct Query {
  QueryIn in = QueryIn::kName;  ///< Never kAuto.
  QueryKind kind = QueryKind::kExact;
  dns::Name name;            ///< kExact, kBelow, kForward (the part before the star), kMailbox.
  IpAddress low;             ///< kAddresses.
  IpAddress high;            ///< kAddresses.
  std::string octets;        ///< kToken, kRaw.
  std::string pattern = {};  ///< kPattern.
  std::string exclude = {};  ///< kPattern: what matches this as well is left out; empty: nothing.
  PatternSyntax syntax = PatternSyntax::kRegex;  ///< Of both.

  bool operator==(const Query&) const = default;
};

inline constexpr std::size_t kMaxQueryText = std::size_t{1} << 18;  ///< Longest question, octets.

/// Names: `example.com`, `*.example.com`, `www.example.*`; a literal star is written `\*`.
/// Rdata also: `192.0.2.1`, `192.0.2.0/24`, `192.0.2.0,24`, `192.0.2.1-192.0.2.9`,
/// `hostmaster@example.com`, and text with a blank, `=` or a quote, which is looked for in TXT
/// records. Raw: an even number of hex digits. Names and rdata: a pattern as `/expression/`,
/// `glob:*pay*.com` or `has:paypal`, matched without regard to case; a name is matched with its
/// final dot, and rdata of every type that record::has_searched_text(). Errors: kInvalid with a
/// sentence that says what was expected; of a pattern also kLimit, with the offset in `text`, which
/// is never 0.
Result<Query> parse_query(std::string_view text, QueryIn in);

/// The canonical text: parse_query(query_text(q), q.in) == q, but for what is excluded and for
/// DNSDB's syntaxes, which have no text of their own.
std::string query_text(const Query& query);

/// Whether pattern and exclude can be read; what is no pattern excludes nothing. Errors: kInvalid,
/// kLimit with "pattern" or "exclude" in `where`, and the offset in it.
Status check_pattern(const Query& query);

/// `name`, `rdata`, `raw` or `auto`. Errors: kInvalid.
Result<QueryIn> parse_query_in(std::string_view text);

}  // namespace spoor::search
