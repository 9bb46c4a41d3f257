// SPDX-License-Identifier: Apache-2.0
// What a process that was started with rights gives up, once it holds what it needed them for.
#pragma once

#include <string>

#include "base/result.h"

namespace spoor::cli {

[[nodiscard]] bool is_root() noexcept;

/// Becomes `user` for good: its groups, no capability, none to be had again. Before other threads
/// are started. Errors: kNotFound (no such user), kInvalid (the user is root), kDenied.
Status become_user(const std::string& user);

/// Gives up every capability of a process that is not root's, so that nothing of it remains but
/// what is open. Likewise before other threads. Errors: kDenied.
Status drop_capabilities();

}  // namespace spoor::cli
