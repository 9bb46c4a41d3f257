// SPDX-License-Identifier: Apache-2.0
// Records of types A and AAAA by the address in them. Inside the room only.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "base/ip_address.h"
#include "base/result.h"
#include "record/record_store.h"

namespace spoor::analysis {

/// In order of address, then of owner. Keeps `snapshot` alive.
class AddressWalk {
 public:
  /// From `low` to `high`, both included and of one family. Errors: kCorrupt, kIo.
  static Result<AddressWalk> open(std::shared_ptr<const record::Snapshot> snapshot,
                                  const IpAddress& low, const IpAddress& high, bool with_details);
  /// Of one address the owners at and below a name, given as sort form.
  static Result<AddressWalk> open_below(std::shared_ptr<const record::Snapshot> snapshot,
                                        const IpAddress& address, std::string_view sort_form);

  /// The next record, nullptr at the end; views until the next call. Errors: kCorrupt, kIo.
  Result<const record::StoredRecord*> next() { return records_->next(); }
  /// Of the record that next() gave.
  static IpAddress address_of(const record::StoredRecord& found) noexcept;

 private:
  AddressWalk(std::shared_ptr<const record::Snapshot> snapshot,
              std::unique_ptr<record::RecordCursor> records)
      : snapshot_(std::move(snapshot)), records_(std::move(records)) {}

  std::shared_ptr<const record::Snapshot> snapshot_;
  std::unique_ptr<record::RecordCursor> records_;
};

/// Octets of the rdata of type A or AAAA as an address.
IpAddress to_address(std::string_view rdata) noexcept;

}  // namespace spoor::analysis
