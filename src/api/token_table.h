// SPDX-License-Identifier: Apache-2.0
// Where answers go on, under numbers: for clients whose cursors are numbers.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "api/answer_shelf.h"

namespace spoor::api {

/// Texts under numbers that nobody can guess, each for its owner only; bounded in number, and so,
/// as tokens are, in memory. A number may be asked for again and again: clients retry. Thread-safe.
class TokenTable {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr std::size_t kMost = 4096;  ///< The oldest goes first.
  static constexpr std::chrono::minutes kLifetime{15};

  TokenTable() = default;
  TokenTable(const TokenTable&) = delete;
  TokenTable& operator=(const TokenTable&) = delete;
  ~TokenTable() = default;

  /// The number, 1 … 2^63-1.
  std::uint64_t put(const ShelfOwner& owner, std::string text, Time now);
  /// Nothing when it is gone, somebody else's or never was.
  [[nodiscard]] std::optional<std::string> find(const ShelfOwner& owner, std::uint64_t number,
                                                Time now);

 private:
  struct Place {
    std::uint64_t number = 0;
    ShelfOwner owner{};
    std::string text;
    Time until;
  };
  using Places = std::list<Place>;

  void drop_old(Time now);
  void drop(Places::iterator place);

  std::mutex mutex_;
  Places places_;  // the oldest first
  std::unordered_map<std::uint64_t, Places::iterator> by_number_;
};

}  // namespace spoor::api
