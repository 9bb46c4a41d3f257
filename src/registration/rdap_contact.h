// SPDX-License-Identifier: Apache-2.0
// jCard (RFC 7095) as a contact. Inside the room only.
#pragma once

#include <simdjson.h>

#include "registration/registration.h"

namespace spoor::registration {

/// Adds what the `vcardArray` of an RDAP entity tells. What has another shape than expected is left
/// out.
void put_vcard(Contact& contact, simdjson::dom::element vcard_array);

/// The text of a string, number or boolean; empty for anything else.
std::string text_of(simdjson::dom::element element);

}  // namespace spoor::registration
