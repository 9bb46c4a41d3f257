// SPDX-License-Identifier: Apache-2.0
// Sources and what they delivered, as JSON. Inside the room only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "feed/cof_writer.h"
#include "ledger/delivery.h"
#include "record/record_store.h"

namespace spoor::api::v1 {

/// Appends `"name":…,"kind":…,"counts":…,"days_watched":…` of the source at `at` in
/// `stats.sources`.
void append_source(std::string& out, const record::StoreStats& stats, std::size_t at);

/// Appends `,"label":…` and what else people wrote about a source, each where it is there; its
/// marking always.
void append_card(std::string& out, const record::SourceCard& card);

/// Appends `,"deliveries":…` and what they came to; of a source that never delivered, nothings.
void append_totals(std::string& out, const ledger::SourceTotals& totals, std::uint32_t now,
                   feed::TimeStyle times);
/// Appends one delivery as an object.
void append_delivery(std::string& out, const ledger::Delivery& delivery, feed::TimeStyle times);

/// Octets that are free on the volume of a directory; nothing where that cannot be told.
std::optional<std::uint64_t> free_bytes(const std::string& directory);

}  // namespace spoor::api::v1
