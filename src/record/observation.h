// SPDX-License-Identifier: Apache-2.0
// One resource record told in one response, at one second, to one source; and the port that takes
// it.
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "dns/rr_type.h"
#include "record/key.h"
#include "record/sightings.h"
#include "record/source.h"

namespace spoor::record {

/// A record as views: owner in lower-cased wire form, rdata in canonical form.
struct RecordView {
  Bytes owner;
  dns::RrType type{};
  Bytes rdata;
  std::uint8_t bailiwick =
      kBailiwickUnknown;  ///< Labels of the zone: 0 = root … 127; 255 = not known.
};

struct Observation {
  RecordView record;
  SourceId source;
  How how = How::kSensor;
  std::uint32_t time_s = 0;  ///< Unix seconds, 0 < t < 2^32.
  std::uint32_t ttl_s = 0;
};

/// Takes observations one by one (hardened captures) or as sightings (feeds). Views live for the
/// call.
class ObservationSink {
 public:
  virtual ~ObservationSink() = default;
  virtual void observe(const Observation& observation) = 0;
  virtual void add(const RecordView& record, SourceId source, How how,
                   const Sightings& sightings) = 0;
};

}  // namespace spoor::record
