// SPDX-License-Identifier: Apache-2.0
// What is kept, for whom, how long, and what goes first.
#include "api/answer_shelf.h"

#include <gtest/gtest.h>

#include "record/sightings.h"

namespace spoor::api {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const ShelfOwner kDesk{1};
const ShelfOwner kOther{2};

Shelved answer_of(std::uint64_t rows, std::string question = "/again") {
  auto maker = search::KeptAnswerMaker::create({}, std::uint64_t{1} << 30);
  const record::Sightings seen = record::Sightings::seen_once(1000, 60);
  const std::array<std::uint8_t, 1> root{0};
  search::Row row;
  row.owner = root;
  row.rdata = "x";
  row.sightings = &seen;
  for (std::uint64_t i = 0; i < rows; ++i) EXPECT_TRUE((*maker)->add(row));
  return {*(*maker)->finish(), {}, std::move(question), {}};
}

TEST(AnswerShelf, KeepsAnAnswerForItsOwner) {
  AnswerShelf shelf;
  const AnswerShelf::Time now{};
  const std::string id = shelf.put(kDesk, answer_of(3), now);
  EXPECT_TRUE(AnswerShelf::is_id(id));
  const Shelved found = shelf.find(kDesk, id, now);
  ASSERT_NE(found.rows, nullptr);
  EXPECT_EQ(found.rows->rows(), 3U);
  EXPECT_EQ(found.until, now + minutes(15));
  EXPECT_EQ(shelf.find(kOther, id, now).rows, nullptr);
  EXPECT_EQ(shelf.find(kOther, id, now).question, "") << "nor what was asked";
  EXPECT_EQ(shelf.find(kDesk, std::string(32, '0'), now).rows, nullptr);
  EXPECT_NE(shelf.put(kDesk, answer_of(3), now), id);
}

TEST(AnswerShelf, ForgetsItAfterAQuarterOfAnHour) {
  AnswerShelf shelf;
  const AnswerShelf::Time now{};
  const std::string id = shelf.put(kDesk, answer_of(3, "/again?q=x"), now);
  EXPECT_NE(shelf.find(kDesk, id, now + minutes(15) - seconds(1)).rows, nullptr);
  const Shelved reading = shelf.find(kDesk, id, now);
  const Shelved gone = shelf.find(kDesk, id, now + minutes(15));
  EXPECT_EQ(gone.rows, nullptr);
  EXPECT_EQ(gone.question, "/again?q=x");
  EXPECT_EQ(reading.rows->rows(), 3U) << "who reads may read on";
}

TEST(AnswerShelf, HasBounds) {
  AnswerShelf shelf;
  const AnswerShelf::Time now{};
  const std::uint64_t size = answer_of(100).rows->size_bytes();
  const auto is_kept = [&](const ShelfOwner& owner, const std::string& id) {
    return shelf.find(owner, id, now).rows != nullptr;
  };
  shelf.set_bounds({size * 5 / 2, 10, 10, minutes(15)});
  const std::string first = shelf.put(kDesk, answer_of(100), now);
  const std::string second = shelf.put(kOther, answer_of(100), now);
  const std::string third = shelf.put(kDesk, answer_of(100), now);
  EXPECT_FALSE(is_kept(kDesk, first)) << "the oldest goes when there are too many octets";
  EXPECT_TRUE(is_kept(kOther, second) && is_kept(kDesk, third));
  shelf.set_bounds({size * 100, 3, 10, minutes(15)});
  const std::string fourth = shelf.put(kDesk, answer_of(100), now);
  const std::string fifth = shelf.put(kDesk, answer_of(100), now);
  EXPECT_FALSE(is_kept(kOther, second)) << "or too many answers";
  shelf.set_bounds({size * 100, 10, 3, minutes(15)});
  const std::string sixth = shelf.put(kOther, answer_of(100), now);
  const std::string seventh = shelf.put(kDesk, answer_of(100), now);
  EXPECT_FALSE(is_kept(kDesk, third)) << "or too many of one caller";
  EXPECT_TRUE(is_kept(kDesk, fourth) && is_kept(kDesk, fifth) && is_kept(kOther, sixth) &&
              is_kept(kDesk, seventh));
}

TEST(AnswerShelf, RemembersOnlySoManyQuestions) {
  AnswerShelf shelf;
  AnswerShelf::Time now{};
  const std::string id = shelf.put(kDesk, answer_of(1), now);
  const std::string longest = shelf.put(kDesk, answer_of(1, std::string(3000, 'x')), now);
  EXPECT_EQ(shelf.find(kDesk, longest, now).question, "");
  for (int i = 0; i < 1100; ++i) {
    now += minutes(16);
    (void)shelf.put(kDesk, answer_of(1), now);
  }
  EXPECT_EQ(shelf.find(kDesk, id, now).question, "");
}

}  // namespace
}  // namespace spoor::api
