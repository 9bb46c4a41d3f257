// SPDX-License-Identifier: Apache-2.0
#include "base/large_pages.h"

#include <cstdint>

#include <sys/mman.h>

namespace spoor {
namespace {

constexpr bool is_large(std::size_t size) noexcept {
  return size >= 2 * kLargePageBytes;
}
constexpr std::size_t whole_pages(std::size_t size) noexcept {
  return (size + kLargePageBytes - 1) / kLargePageBytes * kLargePageBytes;
}

}  // namespace

// Straight from the kernel and back to it: from the heap, aligned as it must be, such pieces leave
// holes that no later one fits into.
void* allocate_large(std::size_t size) {
  if (!is_large(size)) return ::operator new(size);
  const std::size_t whole = whole_pages(size);
  const std::size_t asked = whole + kLargePageBytes;  // what lies outside the alignment goes back
  if (asked < size) throw std::bad_alloc();
  void* const mapped =
      ::mmap(nullptr, asked, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) throw std::bad_alloc();
  auto* const start = static_cast<char*>(mapped);
  const std::size_t before =
      (kLargePageBytes - reinterpret_cast<std::uintptr_t>(start) % kLargePageBytes) %
      kLargePageBytes;
  if (before > 0) ::munmap(start, before);
  if (before < kLargePageBytes) ::munmap(start + before + whole, kLargePageBytes - before);
  ::madvise(start + before, whole, MADV_HUGEPAGE);  // advice: an error changes nothing
  return start + before;
}

void free_large(void* at, std::size_t size) noexcept {
  if (is_large(size)) {
    ::munmap(at, whole_pages(size));
  } else {
    ::operator delete(at);
  }
}

}  // namespace spoor
