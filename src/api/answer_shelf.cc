// SPDX-License-Identifier: Apache-2.0
// Two lists by age, and an index over both.
#include "api/answer_shelf.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <openssl/rand.h>

namespace spoor::api {
namespace {

constexpr std::size_t kMostGone = 1024;         // answers of which the question is remembered
constexpr std::size_t kLongestQuestion = 2048;  // octets; longer ones are not remembered

std::string random_id() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<std::uint8_t, AnswerShelf::kIdDigits / 2> octets{};
  if (RAND_bytes(octets.data(), static_cast<int>(octets.size())) != 1)
    throw std::runtime_error("no random numbers");  // the guard tells it as 503
  std::string id;
  for (const std::uint8_t octet : octets) {
    id += kDigits[octet >> 4];
    id += kDigits[octet & 15];
  }
  return id;
}

}  // namespace

bool AnswerShelf::is_id(std::string_view text) noexcept {
  return text.size() == kIdDigits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

ShelfBounds AnswerShelf::bounds() const {
  const std::scoped_lock lock(mutex_);
  return bounds_;
}

void AnswerShelf::set_bounds(const ShelfBounds& bounds) {
  const std::scoped_lock lock(mutex_);
  bounds_ = bounds;
}

std::string AnswerShelf::put(const ShelfOwner& owner, Shelved answer, Time now) {
  std::string id = random_id();
  if (answer.question.size() > kLongestQuestion) answer.question.clear();
  const std::scoped_lock lock(mutex_);
  drop_old(now);
  make_room(owner, answer.rows->size_bytes());
  answer.until = now + bounds_.lifetime;
  bytes_ += answer.rows->size_bytes();
  kept_.push_back({id, owner, std::move(answer)});
  by_id_[id] = std::prev(kept_.end());
  return id;
}

Shelved AnswerShelf::find(const ShelfOwner& owner, std::string_view id, Time now) {
  const std::scoped_lock lock(mutex_);
  drop_old(now);
  const auto found = by_id_.find(std::string(id));
  if (found == by_id_.end() || found->second->owner != owner) return {};
  return found->second->answer;
}

void AnswerShelf::make_room(const ShelfOwner& owner, std::uint64_t bytes) {
  const auto is_mine = [&](const Place& place) { return place.owner == owner; };
  const auto mine = std::count_if(kept_.begin(), kept_.end(), is_mine);
  if (static_cast<std::size_t>(mine) >= bounds_.answers_of_one)
    drop(std::find_if(kept_.begin(), kept_.end(), is_mine));
  while (!kept_.empty() && (kept_.size() >= bounds_.answers || bytes_ + bytes > bounds_.bytes))
    drop(kept_.begin());
}

void AnswerShelf::drop_old(Time now) {
  while (!kept_.empty() && kept_.front().answer.until <= now) drop(kept_.begin());
}

/// The rows go; readers who have them may read on.
void AnswerShelf::drop(Places::iterator place) {
  bytes_ -= place->answer.rows->size_bytes();
  place->answer.rows.reset();
  place->answer.request.reset();
  gone_.splice(gone_.end(), kept_, place);
  if (gone_.size() <= kMostGone) return;
  by_id_.erase(gone_.front().id);
  gone_.pop_front();
}

}  // namespace spoor::api
