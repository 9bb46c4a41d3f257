// SPDX-License-Identifier: Apache-2.0
// The profile of an address as JSON: the same words over HTTP and on the command line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analysis/hosting.h"
#include "base/result.h"
#include "feed/cof_writer.h"

namespace spoor::api::v1 {

/// `last_seen`, `first_seen` or `names`. Errors: kInvalid.
Result<analysis::HostingOrder> parse_hosting_order(std::string_view text);

/// Takes address or range, and the moment where `at` has one. Errors: kInvalid with "q" or "at" in
/// `where`.
Status read_hosting(analysis::HostingQuestion& question, std::string_view q, std::string_view at,
                    std::uint32_t now_s);

/// "192.0.2.7", or "192.0.2.0-192.0.2.255".
std::string range_text(const IpAddress& low, const IpAddress& high);

/// Appends the object and LF. `is_in_time`: it was not stopped.
void append_profile(std::string& out, const analysis::HostingQuestion& question,
                    const analysis::HostingProfile& profile, feed::TimeStyle times,
                    bool is_in_time);

}  // namespace spoor::api::v1
