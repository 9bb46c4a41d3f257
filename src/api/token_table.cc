// SPDX-License-Identifier: Apache-2.0
#include "api/token_table.h"

#include <cstring>
#include <iterator>
#include <stdexcept>

#include <openssl/rand.h>

namespace spoor::api {
namespace {

std::uint64_t random_number() {
  std::uint64_t number = 0;
  std::array<std::uint8_t, sizeof(number)> octets{};
  while (number == 0) {
    if (RAND_bytes(octets.data(), static_cast<int>(octets.size())) != 1)
      throw std::runtime_error("no random numbers");  // the guard tells it as 503
    std::memcpy(&number, octets.data(), sizeof(number));
    number >>= 1U;  // clients hold it in a signed integer
  }
  return number;
}

}  // namespace

std::uint64_t TokenTable::put(const ShelfOwner& owner, std::string text, Time now) {
  const std::uint64_t number = random_number();
  const std::scoped_lock lock(mutex_);
  drop_old(now);
  if (places_.size() >= kMost) drop(places_.begin());
  places_.push_back({number, owner, std::move(text), now + kLifetime});
  by_number_[number] = std::prev(places_.end());
  return number;
}

std::optional<std::string> TokenTable::find(const ShelfOwner& owner, std::uint64_t number,
                                            Time now) {
  const std::scoped_lock lock(mutex_);
  drop_old(now);
  const auto found = by_number_.find(number);
  if (found == by_number_.end() || found->second->owner != owner) return std::nullopt;
  return found->second->text;
}

void TokenTable::drop_old(Time now) {
  while (!places_.empty() && places_.front().until <= now) drop(places_.begin());
}

void TokenTable::drop(Places::iterator place) {
  by_number_.erase(place->number);
  places_.erase(place);
}

}  // namespace spoor::api
