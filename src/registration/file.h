// SPDX-License-Identifier: Apache-2.0
// What errors say of the file of registrations. Inside the room only.
#pragma once

#include "sqlite/connection.h"

namespace spoor::registration {

using sqlite::Connection;
using sqlite::OpenAs;
using sqlite::Statement;

inline constexpr sqlite::Words kWords{"the registrations are damaged",
                                      "another import writes the registrations: wait for it",
                                      "the registrations cannot be read or written"};

}  // namespace spoor::registration
