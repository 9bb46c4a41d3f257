// SPDX-License-Identifier: Apache-2.0
// The messages of a zone transfer (RFC 5936) to records: all of a zone, or an error.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "dns/message.h"
#include "dns/name.h"
#include "dns/rdata.h"
#include "dns/rr_type.h"

namespace spoor::resolve {

struct ZoneRecord {
  Bytes owner;  ///< Lower-cased wire form.
  dns::RrType type{};
  std::uint32_t ttl_s = 0;
  Bytes rdata;  ///< Canonical.
};

/// Takes the records of a zone in the order in which they come: the SOA first. Views live for the
/// call. Nothing of it counts before the transfer has ended well.
class ZoneRecordSink {
 public:
  ZoneRecordSink() = default;
  ZoneRecordSink(const ZoneRecordSink&) = delete;
  ZoneRecordSink& operator=(const ZoneRecordSink&) = delete;
  virtual ~ZoneRecordSink() = default;
  virtual Status take(const ZoneRecord& record) = 0;
};

/// One transfer. Not thread-safe.
class ZoneRecords {
 public:
  /// `sink` must outlive it. `id` is the query's.
  ZoneRecords(const dns::Name& zone, std::uint16_t id, ZoneRecordSink& sink);

  /// The next message. True when the zone is whole: it began and ended with the same SOA. Errors:
  /// kMalformed, kDenied (the server refuses, with its RCODE as offset), the sink's.
  Result<bool> take(Bytes message);

  [[nodiscard]] std::uint64_t records() const noexcept { return records_; }
  [[nodiscard]] std::uint32_t serial() const noexcept { return serial_; }

 private:
  [[nodiscard]] Status check(Bytes message);
  Result<bool> take_record(const dns::RecordInMessage& record);

  dns::Name zone_;
  std::uint16_t id_;
  ZoneRecordSink& sink_;
  dns::MessageReader reader_;
  std::unique_ptr<std::array<std::uint8_t, dns::kMaxCanonicalRdata>> rdata_;
  std::string soa_;  // its rdata; empty before the first record
  std::uint32_t serial_ = 0;
  std::uint64_t records_ = 0;
  bool is_whole_ = false;
};

}  // namespace spoor::resolve
