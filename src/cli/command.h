// SPDX-License-Identifier: Apache-2.0
// What a command line asks for, checked but not yet done. Plain values: no library of the command
// line shows here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "intake/import_settings.h"
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
  kAsk,
  kBulk,
  kImport,
  kExport,
  kLookup,
  kSummarize,
  kFacets,
  kGroups,
  kTree,
  kTimeline,
  kFirst,
  kChanges,
  kCompare,
  kPivots,
  kStats,
  kVerify,
  kCompact,
  kSimulate,
  kEnrich,
  kAddress,
  kRegistrationImport,
  kRegistrationLookup,
  kRegistrationSearch,
  kSourceAdd,
  kSourceList,
  kSourceEdit,
  kSourceMerge,
  kSourceRemove,
  kErase,
  kRetain,
  kBackup,
  kRestore,
  kServe,
  kListen,
  kResolve,
  kTransfer,
  kWatch,
  kAbsent
};

enum class When : std::uint8_t { kAuto, kAlways, kNever };  ///< Auto: at a terminal.

enum class Format : std::uint8_t { kTable, kJson, kCof, kCsv, kNative, kDnsdb, kZone };

struct ImportOptions {
  intake::ImportOptions reading;  ///< Of each input, the same.
  std::string report;             ///< A file; "-" is standard output; empty: none.
  std::vector<std::string> paths;
  bool is_followed = false;  ///< They are logs that grow.
};

/// What lookup and summarize share. Texts as typed; to_request() reads them.
struct QuestionOptions {
  std::string query;
  std::string in = "auto";
  std::vector<std::string> types;
  std::vector<std::string> bailiwicks, not_bailiwicks;
  std::vector<std::string> sources;
  std::string first_after, first_before, last_after, last_before;
  std::string since, until;
  std::string seen, only;
  std::string count_min, count_max;
  std::vector<std::string> not_types, not_sources;
  std::string exclude;
  std::vector<std::string> asns, not_asns, countries, not_countries, tags, not_tags;
  std::vector<std::string> names, not_names, rdata, not_rdata, tlds, not_tlds, domains, not_domains;
  bool merge = false;
};

/// spoor bulk.
struct BulkOptions {
  std::string path = "-";    ///< "-" is standard input.
  std::uint64_t limit = 10;  ///< Rows told of each line, with --json.
  std::string with;          ///< Filters of every line.
};

/// spoor ask.
struct AskOptions {
  std::vector<std::string> words;  ///< What was pasted; several arguments are joined by blanks.
  bool only_explain = false;       ///< Only say what was understood.
};

struct LookupOptions {
  std::string sort = "key";
  std::uint64_t limit = search::kDefaultLimit;  ///< 0: no limit.
  std::uint64_t offset = 0;
  std::string from;
  std::string details;  ///< Of rows as JSON: days, ttl.
  Format format = Format::kTable;
};

/// Of facets, groups, tree and pivots; each takes some. Texts as typed.
struct RollupOptions {
  std::string facets;
  std::uint32_t top = 10;
  std::string sort;
  std::uint64_t limit = 100;
  std::uint64_t offset = 0;
  std::string under, new_after, new_before;
  std::uint32_t depth = 1;
  bool is_flat = false;
  std::uint64_t cap = 10'000;
};

/// Of timeline, first, changes and compare; each takes some. Texts as typed.
struct HistoryOptions {
  std::string day_from, day_to;
  std::string sort = "-first_seen";
  std::uint32_t limit = 0;  ///< 0: the usual number.
  bool is_calendar = false;
  std::string value;
  bool is_domain = false;
  std::uint32_t silence = 10;  ///< Days.
  std::vector<std::string> kinds;
  std::string with, before, after;
  std::vector<std::string> with_sources;
};

struct AddressOptions {
  std::string at;
  std::string sort;
  std::uint32_t limit = 50, offset = 0;
  std::vector<std::string> suspects;
};

struct SimulateOptions {
  std::uint64_t seed = 1;
  std::string out;
  std::uint32_t scale = 1;  ///< Factor for the ordinary traffic.
};

struct RegistrationOptions {
  std::string source;
  std::string observed;       ///< For records that do not tell; empty: now.
  std::string form = "auto";  ///< auto, rdap, csv, text.
  std::vector<std::string> paths;
  std::string query;  ///< A domain, or a value of `field`.
  std::string field = "mailbox";
  std::string match = "exact";  ///< exact, words.
  std::uint64_t limit = 100;
  std::uint64_t offset = 0;
  bool with_raw = false;
};

/// Of a source that is added or changed; what is absent stays as it is.
struct SourceOptions {
  std::string name;
  std::string counts = "delta";  ///< delta, total.
  std::string into;              ///< Of a source that becomes another.
  std::optional<std::string> kind, label, tlp, position, owner, notes;
};

struct EraseOptions {
  std::vector<std::string> names;
  bool with_holders = false;
};

/// One rule from flags, or those of the configuration. Texts as typed.
struct RetainOptions {
  std::vector<std::string> rules;
  std::string older_than;
  std::vector<std::string> types, sources, kinds;
  std::string at;  ///< As if it were then.
  bool is_dry_run = false;
};

struct BackupOptions {
  std::string folder;  ///< Where the copy is, or shall be.
};

struct ServeOptions {
  std::string listen = "127.0.0.1:8053";
  std::string api_key_file;
  std::string api_key;
  std::string tls_certificate, tls_key;
  std::string kafka;                      ///< Brokers; empty: none.
  std::vector<std::string> kafka_topics;  ///< TOPIC=SOURCE.
  std::string kafka_file;                 ///< Properties of Kafka's client.
  std::string d4;     ///< The clearance of those who ask in D4's dialect; empty: nobody may.
  std::string pages;  ///< A folder of built pages, instead of the program's own.
  std::string access_log;
  std::uint64_t max_upload = std::uint64_t{64} << 30;
  std::uint64_t min_rate = 1024;
  unsigned threads = 0;  ///< 0: one a processor.
  std::uint32_t max_connections = 4096;
  std::uint32_t imports = 2;
  std::uint32_t slow_time = 15, header_time = 10, idle_time = 60, answer_time = 900, stop_time = 10;
  bool is_key_on_command_line = false;  ///< Where other people of the machine can read it.
  bool client_certificates = false;     ///< Clients are asked for one.
  bool log_queries = false;
  bool print_routes = false;
};

/// spoor listen, with the options of reading that it shares with import.
struct ListenOptions {
  std::vector<std::string> dnstap;  ///< unix:/PATH, tcp:ADDRESS:PORT
  std::vector<std::string> allow;   ///< Addresses and networks.
  std::uint32_t batch_time = 10;    ///< Seconds.
  std::uint32_t batch_rows = 100'000;
  std::uint32_t max_connections = 64;
};

/// spoor resolve, with the options of reading that it shares with import.
struct ResolveOptions {
  std::vector<std::string> names;
  std::string names_file;           ///< "-" is standard input; empty: none.
  std::string matching, new_since;  ///< Texts as typed; empty: not asked.
  std::vector<std::string> resolvers;
  std::vector<std::string> types{"A", "AAAA", "MX", "NS", "TXT", "SOA", "CNAME"};
  std::uint32_t rate = 50;
  std::uint32_t rate_each = 0;  ///< 0: as `rate`.
  std::uint32_t concurrent = 100, tries = 3;
  std::uint32_t timeout = 2;  ///< Seconds.
  std::uint32_t edns_size = 1232;
  std::uint32_t max_names = 1'000'000;
  bool is_authoritative = false, asks_every_resolver = false, is_dry_run = false;
};

/// spoor transfer, with the options of reading that it shares with import.
struct TransferOptions {
  std::string zone, from;
  std::string tsig_file;
  std::uint32_t timeout = 30, longest = 3600;  ///< Seconds without an octet, and in all.
  std::uint64_t max_octets = std::uint64_t{4} << 30;
};

/// Whether the names come out of the store.
inline bool asks_store(const ResolveOptions& options) {
  return !options.matching.empty() || !options.new_since.empty();
}

/// spoor watch, with the options of reading that it shares with import.
struct WatchOptions {
  std::vector<std::string> interfaces;
  std::string filter;  ///< In libpcap's language; empty: what suits DNS.
  std::string user;    ///< Whose rights remain once the interfaces are open; empty: our own.
  std::string promiscuous = "on";
  std::uint32_t workers = 1;
  std::uint32_t snap_length = 262'144;
  std::uint32_t buffer = 64;  ///< MiB, of each interface, for each worker.
  std::uint32_t tell = 0;     ///< Seconds between two tellings; 0: none unasked.
  std::uint32_t batch_time = 10;
  std::uint32_t batch_rows = 100'000;
};

/// spoor absent. Texts as typed.
struct AbsentOptions {
  std::string domain;  ///< Empty: those that were absent most.
  std::string day_from, day_to;
  std::uint32_t limit = 20;
};

/// Where the answer comes from when not from a store of this machine.
struct RemoteOptions {
  std::string server;   ///< A URL; empty: --store.
  std::string ca_file;  ///< PEM.
};

/// Of commands that can be a remote sensor: deliver to a collector instead of a store.
struct SensorOptions {
  std::string collector;                              ///< A URL; empty: --store.
  std::string spool;                                  ///< Directory.
  std::uint64_t spool_size = std::uint64_t{1} << 30;  ///< Octets.
  std::string spool_drop = "oldest";
  std::string key_file;
  std::string certificate, certificate_key, ca_file;  ///< PEM.
  std::string kafka_file;                             ///< Properties of Kafka's client.
  std::uint32_t patience = 10;                        ///< Seconds, at the end.
};

struct Command {
  Verb verb = Verb::kStats;
  std::string store;
  std::string enrichment;  ///< Directory; empty: STORE/enrichment where there is one.
  RemoteOptions remote;
  When colour = When::kAuto;
  When progress = When::kAuto;
  bool as_json = false;  ///< One JSON object; of what prints a table otherwise.
  ImportOptions import;
  QuestionOptions question;
  AskOptions ask;
  BulkOptions bulk;
  LookupOptions lookup;
  RollupOptions rollup;
  HistoryOptions history;
  SimulateOptions simulate;
  AddressOptions address;
  RegistrationOptions registration;
  SourceOptions source;
  EraseOptions erase;
  RetainOptions retain;
  BackupOptions backup;
  ListenOptions listen;
  SensorOptions sensor;
  ResolveOptions resolve;
  TransferOptions transfer;
  WatchOptions watch;
  AbsentOptions absent;
  ServeOptions serve;  ///< Its api_key is also what a remote question shows.
};

}  // namespace spoor::cli
