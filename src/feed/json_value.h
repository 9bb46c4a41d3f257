// SPDX-License-Identifier: Apache-2.0
// Values of simdjson's on-demand documents, taken liberally. Inside the room only.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include <simdjson.h>

namespace spoor::feed {

namespace ondemand = simdjson::ondemand;

/// A whole number that is not negative: an integer, a float without a fraction that matters, or
/// either in a string.
inline std::optional<std::uint64_t> read_count(ondemand::value value) {
  ondemand::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return std::nullopt;
  std::uint64_t number = 0;
  if (type == ondemand::json_type::number) {
    if (value.get_uint64().get(number) == simdjson::SUCCESS) return number;
    double real = 0;
    if (value.get_double().get(real) != simdjson::SUCCESS || !(real >= 0) || real >= 9.2e18)
      return std::nullopt;
    return static_cast<std::uint64_t>(real);
  }
  std::string_view text;
  if (type != ondemand::json_type::string || value.get_string().get(text) != simdjson::SUCCESS)
    return std::nullopt;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

inline bool read_text(ondemand::value value, std::string_view& text) {
  return value.get_string().get(text) == simdjson::SUCCESS;
}

/// A text, or a number as it is written; empty where it is neither.
inline std::string_view read_word(ondemand::value value) {
  ondemand::json_type type{};
  std::string_view text;
  if (value.type().get(type) != simdjson::SUCCESS) return {};
  if (type == ondemand::json_type::string) {
    if (!read_text(value, text)) return {};
    return text;
  }
  if (type != ondemand::json_type::number) return {};
  text = value.raw_json_token();
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

/// Calls `take(key, value)` for each field; false when it is no object, or broken.
template <class Take>
bool for_each_field(ondemand::value value, const Take& take) {
  ondemand::object object;
  if (value.get_object().get(object) != simdjson::SUCCESS) return false;
  for (auto field : object) {
    std::string_view key;
    ondemand::value each;
    if (field.unescaped_key().get(key) != simdjson::SUCCESS ||
        field.value().get(each) != simdjson::SUCCESS)
      return false;
    take(key, each);
  }
  return true;
}

/// Begins the one object that `line` must be.
inline bool begin_object(ondemand::parser& parser, std::string_view line,
                         ondemand::document& document, ondemand::object& object) {
  const simdjson::padded_string_view padded(line.data(), line.size(),
                                            line.size() + simdjson::SIMDJSON_PADDING);
  return parser.iterate(padded).get(document) == simdjson::SUCCESS &&
         document.get_object().get(object) == simdjson::SUCCESS;
}

/// Whether nothing stands behind the object that was read to its end.
inline bool is_at_end(ondemand::document& document) {
  const char* at = nullptr;
  return document.current_location().get(at) == simdjson::OUT_OF_BOUNDS;
}

inline constexpr std::string_view kNotJson = "line is no JSON object";

/// Calls `take(key, value)` for each field of the one object that `line` must be, until one gives
/// something: that is returned, a fault or (when it is empty) enough. Empty, or what is wrong with
/// the line.
template <class Take>
std::string_view read_object(ondemand::parser& parser, std::string_view line, const Take& take) {
  ondemand::document document;
  ondemand::object object;
  if (!begin_object(parser, line, document, object)) return kNotJson;
  for (auto field : object) {
    std::string_view key;
    ondemand::value value;
    if (field.unescaped_key().get(key) != simdjson::SUCCESS ||
        field.value().get(value) != simdjson::SUCCESS)
      return kNotJson;
    const std::optional<std::string_view> ending = take(key, value);
    if (ending) return *ending;
  }
  return is_at_end(document) ? std::string_view() : kNotJson;
}

}  // namespace spoor::feed
