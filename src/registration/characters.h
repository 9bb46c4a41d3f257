// SPDX-License-Identifier: Apache-2.0
// An input as single characters with their line. Inside the room only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/input_stream.h"
#include "base/result.h"

namespace spoor::registration {

/// Not thread-safe. A byte order mark at the beginning is left out.
class Characters {
 public:
  explicit Characters(InputStream& in) : in_(in) {}

  static constexpr int kEnd = -1;

  /// The next octet, or kEnd (of the input, or because status() failed).
  int next() {
    if (at_ == chunk_.size() && !refill()) return kEnd;
    const std::uint8_t octet = chunk_[at_++];
    if (octet == '\n') ++line_;
    return octet;
  }
  /// The same without taking it.
  int peek() {
    if (at_ == chunk_.size() && !refill()) return kEnd;
    return chunk_[at_];
  }
  /// Reads to the end of the line, without CR and LF, at most `most` octets of it (the rest is
  /// dropped). False at the end of the input.
  bool read_line(std::string& line, std::size_t most) {
    line.clear();
    int c = next();
    if (c == kEnd) return false;
    for (; c != kEnd && c != '\n'; c = next()) {
      if (line.size() < most) line += static_cast<char>(c);
    }
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return true;
  }
  /// The line of the next octet, from 1.
  [[nodiscard]] std::uint64_t line() const noexcept { return line_; }
  [[nodiscard]] const Status& status() const noexcept { return status_; }

 private:
  bool refill() {
    if (!status_) return false;
    in_.consume(chunk_.size());
    chunk_ = {};
    at_ = 0;
    auto filled = in_.fill(kChunk);
    if (!filled) {
      status_ = filled.error();
      return false;
    }
    chunk_ = filled->first(std::min(filled->size(), kChunk));
    if (is_first_ && chunk_.size() >= 3 && chunk_[0] == 0xEF && chunk_[1] == 0xBB &&
        chunk_[2] == 0xBF) {
      at_ = 3;
    }
    is_first_ = false;
    return at_ < chunk_.size();
  }

  static constexpr std::size_t kChunk = std::size_t{64} << 10;
  InputStream& in_;
  Bytes chunk_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
  bool is_first_ = true;
  Status status_;
};

}  // namespace spoor::registration
