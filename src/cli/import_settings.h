// SPDX-License-Identifier: Apache-2.0
// The options of an import, read and resolved: files loaded, words turned into values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "capture/capture_options.h"
#include "cli/command.h"
#include "feed/feed_reader.h"
#include "harden/harden_options.h"

namespace spoor::cli {

struct ImportSettings {
  std::string source;
  capture::CaptureOptions capture;
  harden::HardenOptions harden;  ///< Its source is filled in when the first capture is met.
  feed::FeedOptions feed;

  /// Canonical text of all that changes what a capture's records are; part of a batch's identity.
  [[nodiscard]] std::string capture_salt() const;
  /// Likewise for a feed.
  [[nodiscard]] std::string feed_salt() const;
};

/// Loads hints and zones. Errors: kInvalid, kMalformed, kIo with the file in `where`.
Result<ImportSettings> resolve(const ImportOptions& options);

}  // namespace spoor::cli
