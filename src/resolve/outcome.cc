// SPDX-License-Identifier: Apache-2.0
#include "resolve/outcome.h"

namespace spoor::resolve {

std::string_view outcome_text(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::kNoError:
      return "NOERROR";
    case Outcome::kNoData:
      return "NODATA";
    case Outcome::kNxDomain:
      return "NXDOMAIN";
    case Outcome::kServFail:
      return "SERVFAIL";
    case Outcome::kRefused:
      return "REFUSED";
    case Outcome::kOtherRcode:
      return "another error";
    case Outcome::kMalformed:
      return "malformed";
    case Outcome::kTimeOut:
      return "time-out";
    case Outcome::kUnreachable:
      return "unreachable";
    case Outcome::kEnd:
      break;
  }
  return "";
}

}  // namespace spoor::resolve
