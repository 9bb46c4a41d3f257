// SPDX-License-Identifier: Apache-2.0
// Memory for what is large and read in no order. On pages of 4 KiB nearly every such access first
// looks for the page; on pages of 2 MiB the processor knows them all. The kernel is asked for them,
// and need not agree.
#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace spoor {

inline constexpr std::size_t kLargePageBytes = std::size_t{2} << 20;

/// `size` octets, on large pages where that is at least two of them. Throws std::bad_alloc.
[[nodiscard]] void* allocate_large(std::size_t size);
/// Gives back what allocate_large(size) returned.
void free_large(void* at, std::size_t size) noexcept;

/// For containers that grow large.
template <class T>
struct LargePages {
  using value_type = T;

  LargePages() = default;
  template <class U>
  LargePages(const LargePages<U>& /*other*/) noexcept {}  // NOLINT(google-explicit-constructor): as
                                                          // every allocator's
  [[nodiscard]] T* allocate(std::size_t n) {
    return static_cast<T*>(allocate_large(n * sizeof(T)));
  }
  void deallocate(T* at, std::size_t n) noexcept { free_large(at, n * sizeof(T)); }
  bool operator==(const LargePages& /*other*/) const noexcept { return true; }
};

}  // namespace spoor
