// SPDX-License-Identifier: Apache-2.0
// Whether a request means this machine's own loopback. A server without keys answers nothing else,
// so that no web page can ask it under a name of its own (DNS rebinding) or from elsewhere.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace spoor::api {

/// Where the server is reached.
struct OwnAddress {
  std::uint16_t port = 0;
  bool has_tls = false;
};

enum class HostVerdict : std::uint8_t {
  kOwn = 1,
  kForeignHost,    ///< Host is missing, there twice, or not a loopback name with our port.
  kForeignOrigin,  ///< Origin is there and is not such a name under our scheme.
};

/// Looks at the fields `host` and `origin` (names in lower case). `localhost`, 127.0.0.0/8 and
/// [::1] are own, with our port, or without one where ours is the scheme's (80, 443).
HostVerdict check_host(const std::vector<http::Field>& fields, const OwnAddress& own);

}  // namespace spoor::api
