// SPDX-License-Identifier: Apache-2.0
// What a command line asks for, checked but not yet done. Plain values: no library of the command
// line shows here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "search/request.h"

namespace spoor::cli {

/// Exit codes, the same for every command; documented in --help and docs/guides/configuration.md.
enum ExitCode : int {
  kExitOk = 0,
  kExitUsage = 1,         ///< The command line, environment or configuration is wrong.
  kExitFailed = 2,        ///< Nothing could be read, or the store could not be opened or written.
  kExitDamaged = 3,       ///< verify found something wrong.
  kExitInterrupted = 130  ///< Stopped by a signal; everything merged before stands.
};

enum class Verb : std::uint8_t {
  kImport,
  kLookup,
  kSummarize,
  kStats,
  kVerify,
  kCompact,
  kSimulate
};

enum class When : std::uint8_t { kAuto, kAlways, kNever };  ///< Auto: at a terminal.

enum class Format : std::uint8_t { kTable, kJson, kCof, kCsv, kNative };

struct ImportOptions {
  std::string source;
  bool by_sensor = false;
  std::string counts = "total";    ///< total or delta.
  std::string position = "below";  ///< below, above or authority.
  std::string root_hints;          ///< A file; empty: built in.
  std::string zones;               ///< A file; empty: none.
  std::string unmatched = "drop";
  std::string checksums = "check";
  std::string dnssec = "drop";
  std::vector<std::uint16_t> ports{53};
  std::string report;  ///< A file; "-" is standard output; empty: none.
  std::vector<std::string> paths;
};

/// What lookup and summarize share. Texts as typed; to_request() reads them.
struct QuestionOptions {
  std::string query;
  std::string in = "auto";
  std::vector<std::string> types;
  std::string bailiwick;
  std::vector<std::string> sources;
  std::string first_after, first_before, last_after, last_before;
  std::string since, until;
  bool merge = false;
};

struct LookupOptions {
  std::string sort = "key";
  std::uint64_t limit = search::kDefaultLimit;  ///< 0: no limit.
  std::uint64_t offset = 0;
  std::string from;
  Format format = Format::kTable;
};

struct SimulateOptions {
  std::uint64_t seed = 1;
  std::string out;
  std::uint32_t scale = 1;  ///< Factor for the ordinary traffic.
};

struct Command {
  Verb verb = Verb::kStats;
  std::string store;
  When colour = When::kAuto;
  When progress = When::kAuto;
  bool as_json = false;  ///< stats, summarize.
  ImportOptions import;
  QuestionOptions question;
  LookupOptions lookup;
  SimulateOptions simulate;
};

}  // namespace spoor::cli
