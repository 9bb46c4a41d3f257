// SPDX-License-Identifier: Apache-2.0
#include "base/large_pages.h"

#include <cstdint>
#include <cstring>
#include <vector>

#include <gtest/gtest.h>

namespace spoor {
namespace {

TEST(LargePages, every_octet_of_any_size_can_be_used) {
  for (const std::size_t size :
       {std::size_t{1}, std::size_t{4096}, 2 * kLargePageBytes - 1, 2 * kLargePageBytes,
        2 * kLargePageBytes + 1, 5 * kLargePageBytes}) {
    void* const at = allocate_large(size);
    std::memset(at, 0x5A, size);
    EXPECT_EQ(static_cast<char*>(at)[size - 1], 0x5A);
    free_large(at, size);
  }
}

TEST(LargePages, large_room_is_aligned_to_a_page) {
  void* const at = allocate_large(3 * kLargePageBytes);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(at) % kLargePageBytes, 0U);
  free_large(at, 3 * kLargePageBytes);
}

TEST(LargePages, a_vector_keeps_its_elements_while_it_grows) {
  std::vector<std::uint64_t, LargePages<std::uint64_t>> numbers;
  for (std::uint64_t i = 0; i < 1'500'000; ++i) numbers.push_back(i);
  for (std::uint64_t i = 0; i < numbers.size(); ++i) ASSERT_EQ(numbers[i], i);
}

}  // namespace
}  // namespace spoor
