// SPDX-License-Identifier: Apache-2.0
// What the ledger remembers.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace spoor::ledger {

/// On disk: never renumber.
enum class Outcome : std::uint8_t {
  kRead = 1,
  kAlreadyMerged = 2,  ///< Nothing in it was new.
  kBrokenOff = 3,      ///< What came before the fault stands.
  kUnknownFormat = 4,
  kRefused = 5,
};

/// Why things were left out. On disk: never renumber.
enum class Left : std::uint8_t {
  kRejected = 1,  ///< Responses, or lines of a feed.
  kRefused = 2,   ///< Records of accepted responses.
  kSkipped = 3,   ///< Packets and pieces of them.
};
using Reasons = std::map<std::string, std::uint64_t, std::less<>>;

/// What deliveries added: all of it adds up.
struct Figures {
  std::uint64_t octets = 0;  ///< Of the decompressed input.
  std::uint64_t packets = 0;
  std::uint64_t queries = 0;
  std::uint64_t responses = 0;  ///< Accepted ones.
  std::uint64_t matched = 0;    ///< Of them, those that were asked for.
  std::uint64_t unmatched = 0;  ///< Responses never asked for, accepted or rejected.
  std::uint64_t lines = 0;      ///< Of a feed.
  std::uint64_t records = 0;    ///< Observations, or sightings of a feed.
  std::map<Left, Reasons> left_out;

  void add(const Figures& other);
  bool operator==(const Figures&) const = default;
};

/// Unix seconds of the earliest and the latest observation.
struct DataSpan {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  void widen(const DataSpan& other) noexcept {
    first = other.first < first ? other.first : first;
    last = other.last > last ? other.last : last;
  }
  bool operator==(const DataSpan&) const = default;
};

/// One input for one source.
struct Delivery {
  std::string source;
  std::string input;   ///< Name without its folders, as somebody called it: not to be trusted.
  std::string format;  ///< "pcap", "dnstap", "cdns", "active", or a feed's: "cof", "zeek" …; empty
                       ///< when unknown.
  Outcome outcome = Outcome::kRead;
  std::uint32_t started = 0;  ///< Unix seconds.
  std::uint32_t finished = 0;
  std::optional<DataSpan> data;  ///< Of what was new.
  Figures figures;
  bool operator==(const Delivery&) const = default;
};

/// A UTC day in the data, whenever it was delivered.
struct DataDay {
  std::uint32_t day = 0;  ///< Since 1970-01-01.
  std::uint64_t responses = 0;
  std::uint64_t records = 0;
  bool operator==(const DataDay&) const = default;
};

/// A delivery with the days in its data, each once.
struct Entry {
  Delivery delivery;
  std::vector<DataDay> days;  ///< Ascending.

  /// The same delivery went on: its figures, its data and its days become one.
  void add(const Entry& more);
};

struct SourceTotals {
  std::string source;
  std::uint64_t deliveries = 0;      ///< All there ever were,
  std::uint64_t already_merged = 0;  ///< of which brought nothing new,
  std::uint64_t failed = 0;          ///< were broken off, refused or of no known format.
  Figures figures;
  std::optional<DataSpan> data;
  Delivery last;                ///< The newest.
  std::vector<DataDay> recent;  ///< The last days in the data, ascending.
};

/// How much a store held at the end of a day on which something was imported.
struct StoreSample {
  std::uint32_t time = 0;  ///< Unix seconds: when it was looked at last.
  std::uint64_t records = 0;
  std::uint64_t names = 0;
  std::uint64_t bytes = 0;
  bool operator==(const StoreSample&) const = default;
};

}  // namespace spoor::ledger
