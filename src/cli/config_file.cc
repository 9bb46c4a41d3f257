// SPDX-License-Identifier: Apache-2.0
// The only file that knows toml++. It parses without exceptions, so that a bad file is a value like
// any other.
#include "cli/config_file.h"

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#include <fstream>
#include <iterator>
#include <sstream>

#include <toml++/toml.h>

namespace spoor::cli {
namespace {

/// The text of a plain value as it would be typed behind a flag; false for tables, dates and
/// arrays.
bool append_text(const toml::node& node, std::vector<std::string>& texts) {
  if (const auto* const text = node.as_string()) {
    texts.push_back(text->get());
  } else if (const auto* const number = node.as_integer()) {
    texts.push_back(std::to_string(number->get()));
  } else if (const auto* const real = node.as_floating_point()) {
    std::ostringstream out;
    out << real->get();
    texts.push_back(out.str());
  } else if (const auto* const truth = node.as_boolean()) {
    texts.emplace_back(truth->get() ? "true" : "false");
  } else {
    return false;
  }
  return true;
}

Result<ConfigValue> read_value(const toml::node& node, const std::string& name) {
  ConfigValue value;
  const auto line = static_cast<std::size_t>(node.source().begin.line);
  value.where = name + ":" + std::to_string(line);
  bool is_plain = true;
  if (const auto* const list = node.as_array()) {
    for (const toml::node& element : *list) {
      is_plain = is_plain && append_text(element, value.texts);
    }
  } else {
    is_plain = append_text(node, value.texts);
  }
  if (!is_plain)
    return Error{ErrorCode::kInvalid, "expected a string, a number, true, false or a list of these",
                 0, value.where};
  return value;
}

}  // namespace

Result<ConfigValues> parse_config(std::string_view text, const std::string& name) {
  const toml::parse_result parsed = toml::parse(text, std::string_view(name));
  if (!parsed) {
    const auto line = static_cast<std::size_t>(parsed.error().source().begin.line);
    return Error{
        ErrorCode::kMalformed, "is no valid TOML", 0,
        name + ":" + std::to_string(line) + ": " + std::string(parsed.error().description())};
  }
  ConfigValues values;
  for (const auto& [key, node] : parsed.table()) {
    SPOOR_TRY(ConfigValue value, read_value(node, name));
    values.emplace(std::string(key.str()), std::move(value));
  }
  return values;
}

Result<ConfigValues> read_config_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{ErrorCode::kNotFound, "cannot be opened", 0, path};
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) return Error{ErrorCode::kIo, "cannot be read", 0, path};
  return parse_config(text, path);
}

}  // namespace spoor::cli
