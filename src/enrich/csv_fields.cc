// SPDX-License-Identifier: Apache-2.0
#include "enrich/csv_fields.h"

namespace spoor::enrich {

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool CsvFields::split(std::string_view line) {
  fields_.clear();
  unquoted_.clear();
  unquoted_.reserve(line.size());
  for (;;) {
    if (fields_.size() == kMostFields) return false;
    if (line.starts_with('"')) {
      const std::size_t begin = unquoted_.size();
      std::size_t at = 1;
      for (;; ++at) {
        if (at == line.size()) return false;
        if (line[at] == '"' && !(at + 1 < line.size() && line[at + 1] == '"')) break;
        if (line[at] == '"') ++at;
        unquoted_ += line[at];
      }
      fields_.push_back(trimmed(std::string_view(unquoted_).substr(begin)));
      line.remove_prefix(at + 1);
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
}

}  // namespace spoor::enrich
