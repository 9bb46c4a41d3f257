// SPDX-License-Identifier: Apache-2.0
// Which of the messages that dnstap software logs are taken.
#pragma once

namespace spoor::capture {

/// What a resolver was told is first choice: it has the bailiwick and no client. The same answer is
/// often logged twice, where it came in and where it went out, so that more is not better.
struct DnstapOptions {
  bool auth = true;       ///< AUTH_RESPONSE: what an authority answered.
  bool resolver = true;   ///< RESOLVER_RESPONSE: what a resolver was told.
  bool client = false;    ///< CLIENT_RESPONSE: out of a resolver's cache, no bailiwick.
  bool forwarder = true;  ///< FORWARDER_RESPONSE: what a forwarder was told; no bailiwick.
  bool stub = false;      ///< STUB_RESPONSE; likewise.
  bool tool = false;      ///< TOOL_RESPONSE; likewise.
  bool operator==(const DnstapOptions&) const = default;
};

}  // namespace spoor::capture
