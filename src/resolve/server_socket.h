// SPDX-License-Identifier: Apache-2.0
// Non-blocking sockets that are connected to one server, so that the kernel hands on only what
// comes from its address and port. Inside the room only.
#pragma once

#include "base/owned_fd.h"
#include "base/result.h"
#include "resolve/server_address.h"

namespace spoor::resolve {

enum class Protocol : std::uint8_t { kUdp = 1, kTcp = 2 };

/// Its own port is the kernel's choice, at random (Linux picks ephemeral ports so). TCP may still
/// be connecting. No socket where the server cannot be reached at all. Errors: kLimit (no more file
/// descriptors), kIo.
Result<OwnedFd> open_server_socket(const ServerAddress& server, Protocol protocol);

}  // namespace spoor::resolve
