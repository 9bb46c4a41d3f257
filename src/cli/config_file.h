// SPDX-License-Identifier: Apache-2.0
// Settings from a TOML file: a flat list of keys, each with the line it stands on.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace spoor::cli {

struct ConfigValue {
  std::vector<std::string>
      texts;          ///< One for a string, number or truth value; several for an array.
  std::string where;  ///< "spoor.toml:3", for messages.
};

using ConfigValues = std::map<std::string, ConfigValue, std::less<>>;

/// Reads TOML text; `name` is what messages call it. Values are strings, numbers, truth values, or
/// arrays of these. Errors: kMalformed with the line as offset, kInvalid for values of another
/// kind.
Result<ConfigValues> parse_config(std::string_view text, const std::string& name);

/// Reads a file. Errors: kNotFound, kIo, and parse_config's.
Result<ConfigValues> read_config_file(const std::string& path);

}  // namespace spoor::cli
