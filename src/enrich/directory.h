// SPDX-License-Identifier: Apache-2.0
// The enrichment directory: which of its files are read, and how they are kept up.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "enrich/enrichment.h"

namespace spoor::enrich {

/// Reads what docs/formats/enrichment.md names. A file that cannot be read is told in files(), and
/// the rest loads; where `before` had it, what it said then stays in force. Errors: kNotFound or
/// kIo when the directory itself cannot be read.
Result<std::shared_ptr<const Enrichment>> load_enrichment(
    const std::string& directory, const std::shared_ptr<const Enrichment>& before = {});

/// "prefixes.csv: 3 lines left out, the first is 17: …" or why a file is not in force; empty where
/// all of it is.
std::string complaint_of(const SourceFile& file);

/// The enrichment in force, which may be read anew while others use it. Thread-safe.
class EnrichmentHolder {
 public:
  /// Without a directory, or while there is none: what is built in.
  explicit EnrichmentHolder(std::string directory = {})
      : directory_(std::move(directory)), current_(default_enrichment()) {}

  [[nodiscard]] std::shared_ptr<const Enrichment> current() const {
    const std::scoped_lock lock(mutex_);
    return current_;
  }
  /// Reads the directory anew. Errors: those of load_enrichment(); all that was in force stays.
  Status reload();

  [[nodiscard]] const std::string& directory() const noexcept { return directory_; }

 private:
  std::string directory_;
  std::mutex reloading_;  // one at a time; taken before mutex_
  mutable std::mutex mutex_;
  std::shared_ptr<const Enrichment> current_;
};

}  // namespace spoor::enrich
