// SPDX-License-Identifier: Apache-2.0
#include "enrich/csv_fields.h"

namespace spoor::enrich {

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Takes a quoted field off the front of `line` and leaves what stands behind its last quote.
bool CsvFields::split_quoted(std::string_view& line) {
  const std::size_t begin = unquoted_.size();
  for (std::size_t at = 1; at < line.size(); ++at) {
    if (line[at] == '"') {
      const bool is_doubled = at + 1 < line.size() && line[at + 1] == '"';
      if (!is_doubled) {
        fields_.push_back(trimmed(std::string_view(unquoted_).substr(begin)));
        line.remove_prefix(at + 1);
        return true;
      }
      ++at;
    }
    unquoted_ += line[at];
  }
  return false;
}

bool CsvFields::split(std::string_view line) {
  fields_.clear();
  unquoted_.clear();
  unquoted_.reserve(line.size());
  while (fields_.size() < kMostFields) {
    if (line.starts_with('"')) {
      if (!split_quoted(line)) return false;
      if (line.empty()) return true;
      if (line.front() != separator_) return false;
      line.remove_prefix(1);
      continue;
    }
    const std::size_t end = line.find(separator_);
    fields_.push_back(trimmed(line.substr(0, end)));
    if (end == std::string_view::npos) return true;
    line.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace spoor::enrich
