// SPDX-License-Identifier: Apache-2.0
// A row of a passive DNS (COF, DNSDB, a table), on its way to sightings: checked, and counted as
// the feed counts. Inside the room only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "dns/name.h"
#include "feed/line_taker.h"
#include "feed/rdata_reader.h"
#include "feed/type_names.h"
#include "record/observation.h"

namespace spoor::feed {

/// A pair of times as a row gives it.
struct RowTimes {
  std::optional<std::uint64_t> first, last;
  bool is_given = false;
};

/// What a row says, as views that live as long as the line.
struct TotalsRow {
  std::string_view name, type_text, bailiwick, sensor;
  std::optional<std::uint64_t> type_number, count;
  std::vector<std::string_view> rdata;
  RowTimes seen, zone;
  bool has_name = false, has_type = false, has_count = false, has_bailiwick = false;
  std::string_view fault;

  void clear() {
    std::vector<std::string_view> kept = std::move(rdata);
    kept.clear();
    *this = TotalsRow{};
    rdata = std::move(kept);
  }
};

class TotalsOutlet {
 public:
  /// `by_sensor`: a row's sensor makes a source of its own.
  TotalsOutlet(const TakerNeeds& needs, bool by_sensor)
      : mode_(needs.options.mode),
        by_sensor_(by_sensor),
        sources_(needs.sources),
        sink_(needs.sink),
        types_(needs.sources) {}

  /// Faults go to `tally`. Errors: FeedSources'.
  Status take(const TotalsRow& row, Tally& tally);

 private:
  Result<std::string_view> find_type(const TotalsRow& row);
  Result<std::string_view> find_source(const TotalsRow& row);
  std::string_view check_times(const TotalsRow& row, record::How how);
  std::string_view read_owner(const TotalsRow& row, Tally& tally);
  void hand_on(const TotalsRow& row, Tally& tally);

  record::FeedMode mode_;
  bool by_sensor_;
  FeedSources& sources_;
  record::ObservationSink& sink_;
  TypeNames types_;
  std::unordered_map<std::string, record::SourceId> sensors_;
  std::string last_sensor_;
  std::optional<record::SourceId> last_source_;
  std::array<std::uint8_t, dns::kMaxNameOctets> owner_;
  std::array<std::uint8_t, dns::kMaxNameOctets> zone_;
  RdataReader rdata_;
  record::RecordView record_;
  record::SourceId source_;
  std::array<std::pair<record::How, record::Sightings>, 2> sightings_;
  std::size_t sightings_count_ = 0;
};

}  // namespace spoor::feed
