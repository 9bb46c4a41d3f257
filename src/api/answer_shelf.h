// SPDX-License-Identifier: Apache-2.0
// Whole answers kept for a while, so that pages of any order stay what they were.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "search/kept_answer.h"
#include "search/request.h"

namespace spoor::api {

/// What a shelf holds at most; the oldest goes first.
struct ShelfBounds {
  std::uint64_t bytes = std::uint64_t{1} << 30;  ///< On disk, in all.
  std::size_t answers = 256;                     ///< In all.
  std::size_t answers_of_one = 32;               ///< Of one caller.
  std::chrono::seconds lifetime{15 * 60};
  /// One answer's share.
  [[nodiscard]] std::uint64_t bytes_of_one() const noexcept { return bytes / 4; }
};

/// Whose an answer is: the digest of a key; all zero where no keys are configured.
using ShelfOwner = std::array<std::uint8_t, 32>;

/// An answer, or what is left of it.
struct Shelved {
  std::shared_ptr<const search::KeptAnswer> rows;  ///< Null: it is gone, or never was.
  /// What they answer, to look up what was not kept of them. Null where nothing is.
  std::shared_ptr<const search::SearchRequest> request;
  std::string question;  ///< Path and query that ask it again; empty when that is not known.
  std::chrono::steady_clock::time_point until;
};

/// Thread-safe.
class AnswerShelf {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit AnswerShelf(ShelfBounds bounds = {}) : bounds_(bounds) {}
  AnswerShelf(const AnswerShelf&) = delete;
  AnswerShelf& operator=(const AnswerShelf&) = delete;
  ~AnswerShelf() = default;

  static constexpr std::size_t kIdDigits = 32;
  /// Whether a text can be an answer's id: lower-case hex digits.
  static bool is_id(std::string_view text) noexcept;

  /// Keeps an answer (its `until` is set here) and returns its id, which nobody can guess.
  std::string put(const ShelfOwner& owner, Shelved answer, Time now);
  /// To its owner only; for anybody else it does not exist.
  [[nodiscard]] Shelved find(const ShelfOwner& owner, std::string_view id, Time now);

  [[nodiscard]] ShelfBounds bounds() const;
  void set_bounds(const ShelfBounds& bounds);

 private:
  struct Place {
    std::string id;
    ShelfOwner owner{};
    Shelved answer;  // without rows: gone
  };
  using Places = std::list<Place>;

  void make_room(const ShelfOwner& owner, std::uint64_t bytes);
  void drop_old(Time now);
  void drop(Places::iterator place);

  mutable std::mutex mutex_;
  ShelfBounds bounds_;
  Places kept_;  // the oldest first
  Places gone_;  // likewise: what was asked stays known for a while
  std::unordered_map<std::string, Places::iterator> by_id_;
  std::uint64_t bytes_ = 0;
};

}  // namespace spoor::api
