// SPDX-License-Identifier: Apache-2.0
// What an accepted response says is not there: no record, so nothing that a store would keep, but
// what detectors want to have counted.
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace spoor::harden {

/// RFC 2308 sections 2.1 and 2.2.
struct Absence {
  Bytes name;           ///< Lower-cased wire form: what was asked for, or what a CNAME led to.
  bool is_name = true;  ///< NXDOMAIN: of any type; else NODATA: the name is there, the type is not.
  std::uint32_t time_s = 0;
};

class AbsenceSink {
 public:
  virtual ~AbsenceSink() = default;
  /// Views live for the call.
  virtual void absent(const Absence& absence) = 0;
};

}  // namespace spoor::harden
