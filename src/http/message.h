// SPDX-License-Identifier: Apache-2.0
// Requests and responses as handlers see them: plain values, no socket, no library of the network.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"

namespace spoor::http {

enum class Method : std::uint8_t {
  kGet = 1,
  kHead,
  kPost,
  kPut,
  kPatch,
  kDelete,
  kOptions,
  kOther
};

/// "GET" …; "OTHER" for methods that no route has.
std::string_view method_text(Method method) noexcept;

/// A header field, or a parameter of the query.
struct Field {
  std::string name;
  std::string value;
  bool operator==(const Field&) const = default;
};

/// A request whose head was read whole. Everything in it is bounded by the server's limits and
/// hostile.
struct Request {
  Method method = Method::kGet;
  std::string target;               ///< As sent: path and query.
  std::vector<std::string> values;  ///< What stands for the placeholders of the route's pattern,
                                    ///< percent-decoded; optional ones at the end may be missing.
  std::vector<Field> query;         ///< Percent-decoded ('+' is a blank), in their order.
  std::vector<Field> fields;        ///< Header fields, names in lower case, in their order.
  std::string body;                 ///< Where the route takes one (Route::takes_body).
  std::string remote;               ///< The peer's address without its port.
  std::string certificate;          ///< SHA-256 of the peer's certificate (DER), 32 octets; empty:
                                    ///< it showed none.

  /// The first field of this lower-case name, empty when there is none.
  [[nodiscard]] std::string_view field(std::string_view lower_case_name) const noexcept;
  [[nodiscard]] bool has_field(std::string_view lower_case_name) const noexcept;
  /// The path as sent, without the query.
  [[nodiscard]] std::string_view path() const noexcept;
};

class Stream;

/// An answer: whole in `body`, or in the making in `stream` (then `body` is empty).
struct Response {
  unsigned status = 200;
  std::string content_type;   ///< Empty: none (no body).
  std::vector<Field> fields;  ///< Besides Content-Type, Content-Length, Date, Connection.
  std::string body;
  std::unique_ptr<Stream> stream;
};

/// Octets made as fast as the client takes them. The server calls produce() from one thread at a
/// time and lets others work between the calls.
class Stream {
 public:
  enum class State : std::uint8_t {
    kMore = 1,  ///< Call again. Nothing may have been appended: it works in slices.
    kEnd,       ///< Everything was appended.
    kReplaced,  ///< Answer replacement() instead. Only while nothing was ever appended.
    kBroken,    ///< It cannot end well: the connection is cut, so that nobody takes it for whole.
  };
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  virtual ~Stream() = default;

  /// Appends to `out` until it holds about `wanted` octets; returns after about a millisecond.
  virtual State produce(std::string& out, std::size_t wanted) = 0;
  /// After kReplaced.
  virtual Response replacement() { return {}; }
  /// After kEnd: fields behind a chunked body (or before one that was ready at once).
  virtual std::vector<Field> trailers() { return {}; }
};

/// The body of an upload, as it comes in.
using BodyReader = ByteSource;

/// Runs a response to its end, as the server would, and returns it whole: for tests and for small
/// answers. Trailers are appended to `fields`; a broken stream becomes status 599.
Response collect(Response response);

/// Percent-decodes (RFC 3986 section 2.1); '+' becomes a blank where `plus_is_blank`. Empty when a
/// '%' is not followed by two hex digits.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank);
/// Appends `text` with everything but unreserved characters (RFC 3986 section 2.3) encoded.
void append_percent_encoded(std::string& out, std::string_view text);
/// name=value pairs between '&'. Errors: kMalformed with the offset of a broken escape.
Result<std::vector<Field>> parse_query_string(std::string_view text);

}  // namespace spoor::http
