// SPDX-License-Identifier: Apache-2.0
// One file of registrations into the store, whole or not at all, and once.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/input_stream.h"
#include "base/result.h"
#include "registration/reader.h"
#include "registration/store.h"

namespace spoor::registration {

struct ImportSettings {
  std::string source;            ///< Who says so.
  std::int64_t observed = 0;     ///< For records that do not tell, Unix seconds.
  std::optional<Format> format;  ///< Otherwise by the file's beginning.
};

/// What was left out, by reason, and where first.
struct Refused {
  std::uint64_t count = 0;
  std::uint64_t first_line = 0;
};

struct ImportReport {
  Format format = Format::kText;
  bool was_known = false;  ///< The same content came from this source before: nothing was done.
  std::uint64_t added = 0, changed = 0, confirmed = 0, unchanged = 0;
  std::map<std::string_view, Refused> refused;

  [[nodiscard]] std::uint64_t read() const noexcept {
    return added + changed + confirmed + unchanged;
  }
};

/// Reads `in` in one transaction: other processes see all of it or nothing. `progress` is called
/// now and then, and what it answers tells whether to go on. Errors: of `in` and of the store;
/// kLimit when progress() said to stop. Nothing is kept then.
Result<ImportReport> import_registrations(Writer& writer, InputStream& in,
                                          const ImportSettings& settings,
                                          const std::function<bool()>& progress);

}  // namespace spoor::registration
