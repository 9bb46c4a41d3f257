// SPDX-License-Identifier: Apache-2.0
// The sum against one that adds octet by octet.
#include "capture/checksum.h"

#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace spoor::capture {
namespace {

std::uint16_t plain_sum(Bytes octets) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < octets.size(); ++i) sum += i % 2 == 0 ? octets[i] * 256U : octets[i];
  while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
  return static_cast<std::uint16_t>(sum);
}

std::uint16_t complement(std::uint16_t sum) {
  return static_cast<std::uint16_t>(~sum);
}

TEST(ChecksumSum, IsGoodForTheRightNumberAloneAtEveryLength) {
  std::mt19937 random(1);
  for (std::size_t size = 0; size < 200; ++size) {
    for (unsigned most : {0U, 1U, 0xFEU, 0xFFU}) {
      std::vector<std::uint8_t> octets(size);
      for (std::uint8_t& octet : octets)
        octet = static_cast<std::uint8_t>(most < 2 ? most * 0xFF : random() % (most + 1));
      const std::uint16_t right = complement(plain_sum(octets));
      ChecksumSum good;
      good.add_number(right);
      good.add(octets);
      EXPECT_TRUE(good.good()) << size;
      ChecksumSum bad;
      bad.add_number(static_cast<std::uint16_t>(right ^ 0x0100U));
      bad.add(octets);
      EXPECT_FALSE(bad.good()) << size;
    }
  }
}

TEST(ChecksumSum, AddsPiecesLikeTheWhole) {
  std::mt19937 random(2);
  std::vector<std::uint8_t> octets(101);
  for (std::uint8_t& octet : octets) octet = static_cast<std::uint8_t>(random());
  for (std::size_t first = 0; first < octets.size(); first += 2) {
    ChecksumSum sum;
    sum.add_number(complement(plain_sum(octets)));
    sum.add(Bytes(octets).first(first));
    sum.add(Bytes(octets).subspan(first));
    EXPECT_TRUE(sum.good()) << first;
  }
}

TEST(ChecksumSum, OfNothingIsNotAllOnes) {
  ChecksumSum sum;
  sum.add(std::vector<std::uint8_t>(40));
  EXPECT_FALSE(sum.good());
}

}  // namespace
}  // namespace spoor::capture
