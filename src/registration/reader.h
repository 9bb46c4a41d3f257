// SPDX-License-Identifier: Apache-2.0
// Registrations out of other people's files: RDAP (RFC 9083), WHOIS dumps in CSV, raw WHOIS text.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/input_stream.h"
#include "base/result.h"
#include "registration/registration.h"

namespace spoor::registration {

/// The form of a file.
enum class Format : std::uint8_t { kRdap = 1, kCsv, kText };

/// "rdap", "csv", "text".
std::string_view format_text(Format format) noexcept;

/// A registration as it was read.
struct Read {
  Registration registration;  ///< Tidied.
  std::int64_t observed = 0;  ///< When its source said so, Unix seconds; 0: it does not tell.
  std::uint64_t line = 1;     ///< Where it begins.
};

/// Takes what a reader finds, in the order of the file.
class Taker {
 public:
  Taker() = default;
  Taker(const Taker&) = delete;
  Taker& operator=(const Taker&) = delete;
  virtual ~Taker() = default;
  /// Errors end the reading.
  virtual Status take(Read read) = 0;
  /// A record that was left out. `reason` is static text.
  virtual void refuse(std::uint64_t line, std::string_view reason) = 0;
};

/// The largest record that is read, in octets; larger ones are refused, and reading goes on behind
/// them.
inline constexpr std::size_t kMaxRecordBytes = std::size_t{1} << 20;

/// What the beginning of `in` looks like. Errors: those of `in`.
Result<Format> recognise(InputStream& in);

/// Reads all of `in`. Errors: those of `in` and of `taker`; kMalformed when a CSV file has no
/// column of domains in its head.
Status read_registrations(InputStream& in, Format format, Taker& taker);

// One reader a form; see read_registrations().
Status read_rdap(InputStream& in, Taker& taker);
Status read_csv(InputStream& in, Taker& taker);
Status read_text(InputStream& in, Taker& taker);

}  // namespace spoor::registration
