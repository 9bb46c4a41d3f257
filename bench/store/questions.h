// SPDX-License-Identifier: Apache-2.0
// Asks a store in process, from the text of the question to the JSON of its answer, and keeps how
// long it took.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/stopwatch.h"
#include "record/record_store.h"

namespace spoor::bench {

/// The first `most` lines of a file.
std::vector<std::string> read_lines(const std::string& path, std::size_t most);

class Asker {
 public:
  explicit Asker(const record::RecordStore& store) : store_(store) {}

  /// How many rows the answer has; its JSON is in json().
  std::uint64_t ask(const std::string& question, std::uint64_t limit);
  [[nodiscard]] const std::string& json() const noexcept { return json_; }

  /// Asks all, twice: the second time is measured. Only answers of 1 to `most_rows` rows count.
  Latencies ask_warm(const std::vector<std::string>& questions, std::uint64_t limit,
                     std::uint64_t most_rows);

 private:
  const record::RecordStore& store_;
  std::string json_;
};

}  // namespace spoor::bench
