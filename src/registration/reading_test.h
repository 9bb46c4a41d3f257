// SPDX-License-Identifier: Apache-2.0
// What a reader makes of a text.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "registration/reader.h"

namespace spoor::registration {

struct Gathered {
  std::vector<Read> reads;
  std::vector<std::pair<std::uint64_t, std::string>> refused;
};

class Gatherer final : public Taker {
 public:
  explicit Gatherer(Gathered& gathered) : gathered_(gathered) {}
  Status take(Read read) override {
    gathered_.reads.push_back(std::move(read));
    return {};
  }
  void refuse(std::uint64_t line, std::string_view reason) override {
    gathered_.refused.emplace_back(line, reason);
  }

 private:
  Gathered& gathered_;
};

/// Also fails the test when the text is not recognised as `format`.
inline Gathered read_all(std::string_view text, Format format) {
  Gathered gathered;
  const auto in = InputStream::from_memory(as_bytes(text));
  const auto found = recognise(*in);
  EXPECT_TRUE(found && *found == format) << text;
  Gatherer gatherer(gathered);
  const Status status = read_registrations(*in, format, gatherer);
  EXPECT_TRUE(status) << describe(status.error());
  return gathered;
}

}  // namespace spoor::registration
