// SPDX-License-Identifier: Apache-2.0
// What a client asks for: parameters of the query, of a JSON body, or both. Inside this dialect
// only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/routes.h"
#include "base/ip_address.h"
#include "base/result.h"
#include "http/message.h"
#include "search/request.h"

namespace spoor::api::passivetotal {

/// Names and values. What nobody documents is ignored, and so is `null`.
class Parameters {
 public:
  /// The query first, then the members of the body when it is a JSON object. Errors: kInvalid when
  /// there is a body that is none.
  static Result<Parameters> read(const http::Request& request);

  /// The first value, empty when there is none.
  [[nodiscard]] std::string_view text(std::string_view name) const noexcept;
  /// All values; of a list in the body its members, of one text those between commas.
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;

 private:
  std::vector<http::Field> fields_;
};

/// A request on its way to an answer.
struct Ask {
  const Call& call;
  const Parameters& parameters;
};

enum class Kind : std::uint8_t { kDomain = 1, kBelow, kForward, kAddress };

/// `query`: a name, `*.example.com`, `www.example.*`, or an address.
struct Subject {
  Kind kind = Kind::kDomain;
  std::string text;  ///< Lower case, no final dot; an address in its canonical form.
  search::Query query;
  IpAddress address;  ///< kAddress.
};
Result<Subject> parse_subject(std::string_view text);

/// `start` and `end`: last seen at or after the one, first seen at or before the other; a date
/// alone is its first second for `start` and its last for `end`. Errors: kInvalid.
Result<search::TimeFences> read_fences(const Parameters& parameters, std::uint32_t now_s);

}  // namespace spoor::api::passivetotal
