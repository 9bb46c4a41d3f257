// SPDX-License-Identifier: Apache-2.0
// Mailboxes in both of their spellings: as people write them, and as the RNAME of an SOA record
// (RFC 1035 section 8), where the first label is the local part and its dots are escaped.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace spoor::registration {

/// "host.master@example.com", lower case. Takes `local@domain`, with or without `<…>` and
/// "mailto:", and the text of an RNAME (`host\.master.example.com.`). Errors: kInvalid.
Result<std::string> parse_mailbox(std::string_view text);

/// The mailbox that an RNAME's wire form names; empty for the root and for a single label.
std::string mailbox_of_rname(Bytes wire);

/// The RNAME of a mailbox in the form of parse_mailbox(): `host\.master.example.com.`. Empty when
/// it fits no name.
std::string rname_of_mailbox(std::string_view mailbox);

/// A domain as registrations are kept under: lower case, no final dot. Errors: kInvalid.
Result<std::string> parse_domain(std::string_view text);

}  // namespace spoor::registration
