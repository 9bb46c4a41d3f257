// SPDX-License-Identifier: Apache-2.0
// The formats that are read: their names, and what their lines mean. Each is known by how its input
// begins, or named.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "record/source.h"

namespace spoor::feed {

struct FormatInfo {
  std::string_view name;                                ///< As it is named and reported: "cof".
  std::string_view title;                               ///< For people: "Zeek dns.log".
  record::SourceKind kind = record::SourceKind::kFeed;  ///< Of its source at its first use.
  /// Each line is something that was seen then (or a count of what is new): counts add up, whatever
  /// the options say.
  bool is_log = false;
};

/// The format of that name; null when there is none.
const FormatInfo* find_format(std::string_view name);

/// "cof, native, …": every name, for messages.
std::string format_names();

/// The format of an input that begins with `head` (64 KiB, or all of it); null when it is none of
/// ours. A head that ends within its first line is judged by what is there.
const FormatInfo* recognise_format(Bytes head);

/// The format in which that input is to be read: the one that is named (null: none), unless it
/// looks like another one, else the one that it looks like. Errors: kInvalid when it looks like
/// another
/// (`where` says which), kMalformed when it is none of ours.
Result<const FormatInfo*> choose_format(Bytes head, const FormatInfo* named);

}  // namespace spoor::feed
