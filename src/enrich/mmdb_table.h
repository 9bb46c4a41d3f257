// SPDX-License-Identifier: Apache-2.0
// ASN and country out of a MaxMind DB file, by libmaxminddb.
#pragma once

#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "enrich/origin.h"
#include "enrich/source_file.h"

struct MMDB_s;  // NOLINT(readability-identifier-naming): its own name

namespace spoor::enrich {

/// Works on a copy of its own: whatever becomes of the file, the table stays as it is.
class MmdbTable final : public OriginTable {
 public:
  /// `content` is the whole file. Fills in the date and the number of nodes of `file`. Understands
  /// autonomous_system_number and _organization, asn ("AS64500"), as_name, country.iso_code,
  /// country_code and country. Errors: kMalformed when it is no database or cut off, kIo when no
  /// memory file can be made.
  static Result<std::shared_ptr<const MmdbTable>> parse(Bytes content, SourceFile& file);
  ~MmdbTable() override;

  void complete(const IpAddress& address, Origin& origin) const override;

 private:
  MmdbTable();
  std::unique_ptr<MMDB_s> database_;
  bool is_open_ = false;
};

}  // namespace spoor::enrich
