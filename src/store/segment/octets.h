// SPDX-License-Identifier: Apache-2.0
// A growing run of octets for hot loops: what std::string does, without the terminator and without
// filling what is about to be overwritten.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

#include "base/copy_octets.h"

namespace spoor::store {

class Octets {
 public:
  void put(char c) {
    if (size_ == capacity_) [[unlikely]]
      grow(1);
    data_[size_++] = c;
  }
  void append(std::string_view octets) {
    char* const out = extend(octets.size());
    copy_octets(out, octets.data(), octets.size());
  }
  void assign(std::string_view octets) {
    size_ = 0;
    append(octets);
  }
  /// Room for `n` more octets at the end, to be filled by the caller.
  char* extend(std::size_t n) {
    if (n > capacity_ - size_) [[unlikely]]
      grow(n);
    char* const out = data_.get() + size_;
    size_ += n;
    return out;
  }
  /// Drops all but the first `size` octets, of which there must be so many.
  void truncate(std::size_t size) noexcept { size_ = size; }
  void clear() noexcept { size_ = 0; }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] std::string_view view() const noexcept { return {data_.get(), size_}; }

 private:
  void grow(std::size_t n) {
    std::size_t capacity = capacity_ < 64 ? 64 : 2 * capacity_;
    while (capacity - size_ < n) capacity *= 2;
    std::unique_ptr<char[]> larger(
        new char[capacity]);  // not value-initialised: that would fill it
    if (size_ > 0) std::memcpy(larger.get(), data_.get(), size_);
    data_ = std::move(larger);
    capacity_ = capacity;
  }

  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace spoor::store
