// SPDX-License-Identifier: Apache-2.0
// A registration as octets on disk (docs/formats/registration.md). Inside the room only.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "registration/registration.h"

namespace spoor::registration {

/// Equal registrations have equal octets. The domain is not among them.
std::string encode_content(const Registration& registration);

/// Fields of later formats are left out. Errors: kCorrupt with the offset.
Result<Registration> decode_content(Bytes octets);

}  // namespace spoor::registration
