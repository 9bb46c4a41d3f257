// SPDX-License-Identifier: Apache-2.0
// Errors as values. Nothing throws across a room's door; a caller reacts to the code, a person
// reads the sentence, and `offset` and `where` say which byte of which input it is about.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace spoor {

/// What a caller may do about an error. Values are stable; a new one exists only if somebody reacts
/// to it.
enum class ErrorCode : std::uint8_t {
  kMalformed = 1,  ///< The input breaks its format: count it, skip it, go on with the next item.
  kTruncated = 2,  ///< The input ends too early: what came before it stands.
  kNotFound = 3,   ///< There is no such thing: say so.
  kCorrupt =
      4,  ///< Stored data fails its checksum or its invariants: stop, tell the operator to verify.
  kIo = 5,  ///< The system refused (disk full, permission, vanished file): stop, say which file.
  kDenied = 6,   ///< Somebody else holds it (a locked store): wait or stop the other one.
  kInvalid = 7,  ///< The caller's parameter is wrong: tell the person what was expected.
  kLimit = 8,    ///< A bound on memory, size or time was reached: ask for less.
};

/// One error.
struct [[nodiscard]] Error {
  ErrorCode code{};
  std::string_view what;  ///< Static text, greppable; never holds bytes of the input.
  std::size_t offset =
      0;  ///< Byte offset (or line, or packet number: `what` says which); 0 when it has none.
  std::string where = {};  ///< The file, parameter or system message it is about; may be empty.
};

/// "where: what (at byte 17)": one line for a person.
std::string describe(const Error& error);

/// A value or an Error, shaped like std::expected.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value)  // NOLINT(google-explicit-constructor)
      : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error)  // NOLINT(google-explicit-constructor)
      : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const noexcept { return state_.index() == 0; }
  T& operator*() & { return *std::get_if<0>(&state_); }
  const T& operator*() const& { return *std::get_if<0>(&state_); }
  T&& operator*() && { return std::move(*std::get_if<0>(&state_)); }
  T* operator->() { return std::get_if<0>(&state_); }
  const T* operator->() const { return std::get_if<0>(&state_); }
  const Error& error() const { return *std::get_if<1>(&state_); }

 private:
  std::variant<T, Error> state_;
};

/// Success, or an Error.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error)  // NOLINT(google-explicit-constructor)
      : error_(std::move(error)), ok_(false) {}
  explicit operator bool() const noexcept { return ok_; }
  const Error& error() const { return error_; }

 private:
  Error error_{};
  bool ok_ = true;
};

using Status = Result<void>;

}  // namespace spoor

#define SPOOR_CONCAT_(a, b) a##b
#define SPOOR_CONCAT(a, b) SPOOR_CONCAT_(a, b)
#define SPOOR_TRY_(held, decl, expr) \
  auto held = (expr);                \
  if (!held) return held.error();    \
  decl = *std::move(held)
/// SPOOR_TRY(auto name, parse_name(text)); returns the error to the caller.
#define SPOOR_TRY(decl, expr) SPOOR_TRY_(SPOOR_CONCAT(try_, __LINE__), decl, expr)
/// SPOOR_CHECK(store.settle()); the same for a Status.
#define SPOOR_CHECK(expr)                                                            \
  if (auto SPOOR_CONCAT(check_, __LINE__) = (expr); !SPOOR_CONCAT(check_, __LINE__)) \
  return SPOOR_CONCAT(check_, __LINE__).error()
