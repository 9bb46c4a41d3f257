// SPDX-License-Identifier: Apache-2.0
// A row as the writers of this room take it; whoever answers a question fills one in.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/bytes.h"
#include "dns/rr_type.h"
#include "record/key.h"
#include "record/sightings.h"
#include "record/source.h"

namespace spoor::feed {

/// Views; `sightings` is never null.
struct RowView {
  Bytes owner;  ///< Wire form.
  dns::RrType type{};
  std::string_view type_text;  ///< Mnemonic, TYPEnnn or a partner's label.
  std::string_view rdata;      ///< Canonical form.
  std::uint8_t bailiwick = record::kBailiwickUnknown;
  std::string_view source;  ///< Name; empty when sources are merged.
  record::How how = record::How::kSensor;
  const record::Sightings* sightings = nullptr;
  std::string_view seen = {};  ///< `certain` or `possible` on the days asked for; empty: none were.
  std::span<const std::string_view> sources = {};  ///< Where they are merged: the first by name.
  std::uint32_t all_sources = 0;                   ///< How many, those left out too.
};

}  // namespace spoor::feed
