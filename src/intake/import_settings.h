// SPDX-License-Identifier: Apache-2.0
// The options of an import: as words, and read and resolved into values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "capture/capture_options.h"
#include "feed/feed_reader.h"
#include "harden/harden_options.h"

namespace spoor::intake {

/// What a person or a client asks for, as words: not yet checked.
struct ImportOptions {
  std::string source;
  bool by_sensor = false;
  std::string counts = "total";  ///< total or delta.
  std::string format;            ///< Of a feed, as feed::find_format knows it; empty: by its look.
  bool strict = false;           ///< The first fault of a feed ends the input.
  std::string zone_time;         ///< When zone files were so; empty: as their serials say.
  std::string zone_origin;       ///< What relative names of zone files stand below; may be empty.
  std::string position = "below";  ///< below, above or authority.
  std::string root_hints_file;     ///< Empty: built in.
  std::string zones_file;          ///< Empty: none.
  std::vector<std::string> zones;  ///< Names, besides those of the file.
  std::string unmatched = "drop";
  std::string checksums = "check";
  std::string dnssec = "drop";
  std::vector<std::uint16_t> ports{53};
  /// Of dnstap: auth, resolver, client, forwarder, stub, tool.
  std::vector<std::string> dnstap_types{"resolver", "auth", "forwarder"};
  /// What the sender calls this one input, 1 to 255 octets: its batches are then known by it and
  /// not by their content (see BatchStream).
  std::optional<std::string> idempotency_key;
};

struct ImportSettings {
  std::string source;
  capture::CaptureOptions capture;
  harden::HardenOptions harden;  ///< Its source is filled in when the first capture is met.
  feed::FeedOptions feed;
  std::string idempotency_key;  ///< Empty: none.

  /// Canonical text of all that changes what a capture's records are; part of a batch's identity.
  [[nodiscard]] std::string capture_salt() const;
  /// Likewise for dnstap, where a log says itself where it was written.
  [[nodiscard]] std::string dnstap_salt() const;
  /// Likewise for C-DNS, which has no ports and no checksums.
  [[nodiscard]] std::string cdns_salt() const;
  /// Likewise for a feed, in the counts that it is read with.
  [[nodiscard]] std::string feed_salt(record::FeedMode mode) const;
  [[nodiscard]] std::string feed_salt() const { return feed_salt(feed.mode); }
  /// Likewise for an upload with a key, of either kind: a key that stood for a capture cannot stand
  /// for a feed.
  [[nodiscard]] std::string upload_salt() const;
};

/// Checks every word; loads hints and zones. Errors: kInvalid with the option's name in `where`
/// ("source", "counts", "format", "zone-time", "zone-origin", "position", "unmatched", "checksums",
/// "dnssec", "ports", "dnstap-types", "zone", "Idempotency-Key"), of a file also kNotFound,
/// kMalformed, kLimit, kIo with the file in `where`.
Result<ImportSettings> resolve(const ImportOptions& options);

/// "53,5353". Errors: kInvalid, "ports".
Result<std::vector<std::uint16_t>> parse_ports(std::string_view text);

}  // namespace spoor::intake
