// SPDX-License-Identifier: Apache-2.0
// What a text must hold for a pattern to match it, by the grams of the pattern's literal parts
// (after Russ Cox, "Regular Expression Matching with a Trigram Index", 2012). Inside the room only.
#pragma once

#include "record/text_list.h"
#include "search/pattern.h"

namespace spoor::search {

/// Rules out no text that matches.
record::GramQuery to_gram_query(const PatternNode& pattern);

}  // namespace spoor::search
