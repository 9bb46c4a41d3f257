// SPDX-License-Identifier: Apache-2.0
#include "base/large_pages.h"

#include <cstdlib>

#include <sys/mman.h>

namespace spoor {
namespace {

constexpr bool is_large(std::size_t size) noexcept {
  return size >= 2 * kLargePageBytes;
}

}  // namespace

void* allocate_large(std::size_t size) {
  if (!is_large(size)) return ::operator new(size);
  const std::size_t whole = (size + kLargePageBytes - 1) / kLargePageBytes * kLargePageBytes;
  if (whole < size) throw std::bad_alloc();
  void* const at = std::aligned_alloc(kLargePageBytes, whole);
  if (at == nullptr) throw std::bad_alloc();
  ::madvise(at, whole, MADV_HUGEPAGE);  // advice: an error changes nothing
  return at;
}

void free_large(void* at, std::size_t size) noexcept {
  if (is_large(size)) {
    std::free(at);
  } else {
    ::operator delete(at);
  }
}

}  // namespace spoor
