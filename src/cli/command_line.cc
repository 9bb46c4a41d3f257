// SPDX-License-Identifier: Apache-2.0
// Most commands, and what is made of their flags. CLI11's exceptions end here.
#include "cli/command_line.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "cli/config_file.h"
#include "cli/grammar.h"
#include "cli/help_text.h"

namespace spoor::cli {
namespace {

constexpr std::string_view kExpectedCommand =
    "expected a command: import, ask, bulk, lookup, export, summarize, facets, groups, tree, "
    "pivots, "
    "timeline, first, changes, compare, stats, enrich, address, registration, source, serve, "
    "listen, watch, absent, resolve, transfer, backup, restore, erase, retain, verify, compact or "
    "simulate (see --help)";

}  // namespace

CLI::Validator one_of(std::vector<std::string> words) {
  return CLI::Validator(
      [words = std::move(words)](const std::string& text) {
        if (std::find(words.begin(), words.end(), text) != words.end()) return std::string();
        std::string message = "expected ";
        for (std::size_t i = 0; i < words.size(); ++i) {
          message += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
        }
        return message + ", not '" + text + "'";
      },
      "");
}

CLI::Validator source_name() {
  return CLI::Validator(
      [](const std::string& text) {
        const bool is_printable =
            std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
        const bool fits = !text.empty() && text.size() <= 128 && is_printable;
        return fits ? std::string()
                    : std::string("expected 1 to 128 printable ASCII characters without blanks");
      },
      "");
}

Grammar::Grammar() {
  app_.set_version_flag("--version", std::string(kVersion));
  app_.require_subcommand(0, 1);
  app_.footer(std::string(kExitCodes));
  app_.option_defaults()->always_capture_default(false);
  add_import();
  add_ask();
  add_bulk();
  add_lookup();
  add_export();
  CLI::App* const summarize =
      add_command(Verb::kSummarize, "summarize", kAboutSummarize, kExamplesSummarize);
  add_common(summarize, true);
  add_remote(summarize);
  add_question(summarize);
  summarize->add_flag("--json", command_.as_json, "One JSON object");
  add_rollups();
  add_history();
  add_upkeep();
  add_enrich();
  add_address();
  add_simulate();
  add_registration();
  add_sources();
  add_backup();
  add_serve();
  add_listen();
  add_resolve();
  add_transfer();
  add_watch();
  add_absent();
}

CLI::App* Grammar::add_command(Verb verb, const std::string& name, std::string_view about,
                               std::string_view footer, CLI::App* group) {
  CLI::App* const app =
      (group == nullptr ? &app_ : group)->add_subcommand(name, std::string(about));
  app->footer(std::string(footer));
  verbs_[app] = verb;
  return app;
}

CLI::Option* Grammar::setting(CLI::App* app, const std::string& flag, CLI::Option* option) {
  std::string key = flag;
  std::replace(key.begin(), key.end(), '-', '_');
  settings_[app].push_back({std::move(key), option});
  return option;
}

void Grammar::add_common(CLI::App* app, bool needs_store) {
  if (needs_store) option(app, "store", command_.store, "Directory of the store")->type_name("DIR");
  app->add_option("--config", config_, "Configuration file (TOML)")->type_name("FILE");
  option(app, "colour", colour_, "Colour: auto, always or never")
      ->check(one_of({"auto", "always", "never"}));
  option(app, "progress", progress_, "Progress bars: auto, always or never")
      ->check(one_of({"auto", "always", "never"}));
}

void Grammar::add_key(CLI::App* app, const std::string& help) {
  option(app, "api-key", command_.serve.api_key, help)->type_name("KEY");
}

/// For the questions that a server can answer as well.
void Grammar::add_remote(CLI::App* app) {
  option(app, "server", command_.remote.server, "Ask a server instead of --store")
      ->type_name("URL");
  add_key(app, "The key that the server asks for (better in SPOOR_API_KEY)");
  option(app, "ca-file", command_.remote.ca_file, "Who vouches for the server (PEM)")
      ->type_name("FILE");
}

void Grammar::add_import() {
  CLI::App* const app = add_command(Verb::kImport, "import", kAboutImport, kExamplesImport);
  intake::ImportOptions& o = command_.import.reading;
  add_common(app, true);
  option(app, "source", o.source, "Who saw it: the name under which the records are kept")
      ->check(source_name());
  flag(app, "by-sensor", o.by_sensor, "Sources NAME/sensor_id of a feed's sensors");
  option(app, "counts", o.counts,
         "A feed's counts: total (snapshots, default) or delta (increments)")
      ->check(one_of({"total", "delta"}));
  app->add_option("--format", o.format, "Read feeds as NAME, whatever they look like")
      ->type_name("NAME");
  flag(app, "strict", o.strict, "Stop at the first fault of a feed");
  app->add_option("--zone-time", o.zone_time,
                  "When zone files were so (default: the day in the serial of their SOA)")
      ->type_name("T");
  app->add_option("--zone-origin", o.zone_origin, "What relative names of zone files stand below")
      ->type_name("NAME");
  add_capture_reading(app);
  add_dnstap_types(app);
  app->add_flag("--follow", command_.import.is_followed,
                "The paths are logs that grow: read on, through rotation, until stopped");
  option(app, "batch-time", command_.listen.batch_time,
         "With --follow: seconds after which records are merged (default 10)")
      ->check(number<std::uint32_t>("a whole number"));
  option(app, "report", command_.import.report,
         "Write a JSON line for each input to FILE (- for standard output)")
      ->type_name("FILE");
  app->add_option("PATH", command_.import.paths,
                  "Captures, feeds, directories of them, or - for standard input");
}

/// Of import and watch: how packets are read.
void Grammar::add_capture_reading(CLI::App* app) {
  intake::ImportOptions& o = command_.import.reading;
  option(app, "position", o.position,
         "Where the capture was taken: below (default), above or authority")
      ->check(one_of({"below", "above", "authority"}));
  option(app, "root-hints", o.root_hints_file,
         "Root name servers (named.root); built in by default")
      ->type_name("FILE");
  option(app, "zones", o.zones_file, "Zones served at the authority, one a line")
      ->type_name("FILE");
  option(app, "unmatched", o.unmatched, "Responses without their query: drop (default) or keep")
      ->check(one_of({"drop", "keep"}));
  option(app, "checksums", o.checksums, "Wrong checksums: check (default: refuse) or ignore")
      ->check(one_of({"check", "ignore"}));
  option(app, "dnssec", o.dnssec, "RRSIG, NSEC and NSEC3: drop (default) or keep")
      ->check(one_of({"drop", "keep"}));
  option(app, "ports", o.ports, "DNS ports, with commas between (default 53)")
      ->delimiter(',')
      ->check(number<std::uint16_t>("a port number (0 to 65535)"));
}

void Grammar::add_question(CLI::App* app) {
  QuestionOptions& q = command_.question;
  app->add_option(
      "QUERY", q.query,
      "A name, *.name, name.*, address, CIDR, range, mailbox, /expression/, glob:… or has:…");
  option(app, "in", q.in, "Where QUERY stands: name, rdata or raw (default: by its look)")
      ->check(one_of({"auto", "name", "rdata", "raw"}));
  option(app, "type", q.types, "Record types, with commas between; ANY leaves DNSSEC types out")
      ->delimiter(',');
  option(app, "bailiwick", q.bailiwicks,
         "Only records told on the authority of these zones; unknown: where that is not known")
      ->type_name("ZONE");
  option(app, "source", q.sources,
         "Only these sources; NAME/* for all its sensors, kind:WORD for all of a kind")
      ->delimiter(',');
  add_fences(app);
  add_more_filters(app);
  flag(app, "merge", q.merge, "Join the sources of a record in one row");
}

void Grammar::add_fences(CLI::App* app) {
  QuestionOptions& q = command_.question;
  option(app, "first-after", q.first_after, "First seen at or after T")->type_name("T");
  option(app, "first-before", q.first_before, "First seen at or before T")->type_name("T");
  option(app, "last-after", q.last_after, "Last seen at or after T")->type_name("T");
  option(app, "last-before", q.last_before, "Last seen at or before T")->type_name("T");
  option(app, "since", q.since, "The same as --last-after")->type_name("T");
  option(app, "until", q.until, "The same as --first-before")->type_name("T");
}

void Grammar::add_more_filters(CLI::App* app) {
  QuestionOptions& q = command_.question;
  const auto list = [&](const std::string& name, std::vector<std::string>& target,
                        const std::string& help) {
    return option(app, name, target, help)->delimiter(',');
  };
  option(app, "exclude", q.exclude, "With a pattern: leave out what matches this one as well")
      ->type_name("PATTERN");
  list("not-type", q.not_types, "None of these types");
  list("not-source", q.not_sources, "Leave out what these sources told");
  option(app, "seen", q.seen, "Seen on a day of this span: 2019-07-14 or 2019-07-01..2019-07-14")
      ->type_name("SPAN");
  option(app, "only", q.only, "First and last seen in this span")->type_name("SPAN");
  option(app, "count-min", q.count_min, "Seen so many times or more")->type_name("N");
  option(app, "count-max", q.count_max, "Seen so many times or less")->type_name("N");
  list("asn", q.asns, "Only addresses of these networks: AS64500")->type_name("ASN");
  list("not-asn", q.not_asns, "No addresses of these networks")->type_name("ASN");
  list("country", q.countries, "Only addresses in these countries: DE")->type_name("CC");
  list("not-country", q.not_countries, "No addresses in these countries")->type_name("CC");
  list("tag", q.tags, "Only names and addresses known as cdn, cloud, parking, sinkhole ...")
      ->type_name("TAG");
  list("not-tag", q.not_tags, "None that are known so")->type_name("TAG");
  add_exact_filters(app);
  add_enrichment(app);
}

void Grammar::add_exact_filters(CLI::App* app) {
  QuestionOptions& q = command_.question;
  // Commas stay where they are: search reads lists, and rdata may hold some.
  const auto values = [&](const std::string& name, std::vector<std::string>& target,
                          const std::string& help, const std::string& type) {
    option(app, name, target, help)->type_name(type)->allow_extra_args(false);
  };
  values("name", q.names, "Only these owners, exactly", "NAME");
  values("not-name", q.not_names, "None of these owners", "NAME");
  values("rdata", q.rdata, "Only this rdata, exactly as it is shown; may be given again", "TEXT");
  values("not-rdata", q.not_rdata, "Not this rdata", "TEXT");
  values("tld", q.tlds, "Only owners under these top-level domains", "TLD");
  values("not-tld", q.not_tlds, "No owners under these top-level domains", "TLD");
  values("domain", q.domains, "Only owners of these registered domains", "NAME");
  values("not-domain", q.not_domains, "No owners of these registered domains", "NAME");
  values("not-bailiwick", q.not_bailiwicks, "No records told on the authority of these zones",
         "ZONE");
}

void Grammar::add_ask() {
  CLI::App* const app = add_command(Verb::kAsk, "ask", kAboutAsk, kExamplesAsk);
  add_common(app, true);
  add_remote(app);
  add_enrichment(app);
  app->add_option("WORDS", command_.ask.words, "Whatever was pasted, and filters as words");
  app->add_flag("--explain", command_.ask.only_explain, "Only say what was understood");
  add_format(app);
}

void Grammar::add_bulk() {
  CLI::App* const app = add_command(Verb::kBulk, "bulk", kAboutBulk, kExamplesBulk);
  BulkOptions& o = command_.bulk;
  add_common(app, true);
  add_enrichment(app);
  app->add_option("FILE", o.path, "A question a line; - is standard input (the default)");
  app->add_option("--rows", o.limit, "Rows told of each line (default 10, at most 1000)")
      ->check(number<std::uint64_t>("a whole number"));
  app->add_option("--with", o.with, "Filters of every line, as words")->type_name("WORDS");
  app->add_flag("--json", command_.as_json, "A JSON object a line, with rows");
}

void Grammar::add_lookup() {
  CLI::App* const app = add_command(Verb::kLookup, "lookup", kAboutLookup, kExamplesLookup);
  LookupOptions& o = command_.lookup;
  const auto whole_number = number<std::uint64_t>("a whole number");
  add_common(app, true);
  add_remote(app);
  add_question(app);
  option(app, "sort", o.sort,
         "key (default), name, type, rdata, source, bailiwick, first_seen, last_seen, count, "
         "days_seen or ttl; -KEY: descending; several with commas between")
      ->type_name("[-]KEY");
  option(app, "limit", o.limit, "Rows at most (default 10000; 0: all)")->check(whole_number);
  option(app, "offset", o.offset, "Rows to leave out first")->check(whole_number);
  app->add_option("--from", o.from, "Go on where the answer before ended")->type_name("TOKEN");
  app->add_option("--details", o.details, "With --json, of each row: days, ttl or both")
      ->type_name("LIST");
  add_format(app);
}

void Grammar::add_export() {
  CLI::App* const app = add_command(Verb::kExport, "export", kAboutExport, kExamplesExport);
  add_common(app, true);
  // What a configuration says of look-ups and imports must not narrow what is taken out unseen.
  const std::size_t common = settings_[app].size();
  add_question(app);
  settings_[app].resize(common);
  app->add_option("--format", export_format_, "native (default), dnsdb, cof, csv, zone or json")
      ->check(one_of({"native", "dnsdb", "cof", "csv", "zone", "json"}));
  app->add_flag("--native", export_native_, "The same as --format native");
}

void Grammar::add_format(CLI::App* app) {
  option(app, "format", format_, "table (default), json, cof, csv, native, dnsdb or zone")
      ->check(one_of({"table", "json", "cof", "csv", "native", "dnsdb", "zone"}));
  CLI::Option* const json = app->add_flag("--json", json_, "A JSON object a row");
  CLI::Option* const cof =
      app->add_flag("--cof", cof_, "Common Output Format; joins sources and bailiwicks");
  CLI::Option* const csv =
      app->add_flag("--csv", csv_, "Comma-separated values; a leading = + - @ gets a ' before it");
  CLI::Option* const native =
      app->add_flag("--native", native_, "Everything that is known; imports back the same");
  json->excludes(cof)->excludes(csv)->excludes(native);
  cof->excludes(csv)->excludes(native);
  csv->excludes(native);
}

CLI::App* Grammar::add_rollup(Verb verb, const std::string& name, std::string_view about,
                              std::string_view examples) {
  CLI::App* const app = add_command(verb, name, about, examples);
  add_common(app, true);
  add_remote(app);
  add_question(app);
  app->add_flag("--json", command_.as_json, "One JSON object");
  return app;
}

void Grammar::add_rollups() {
  RollupOptions& o = command_.rollup;
  const auto whole_number = number<std::uint64_t>("a whole number");
  CLI::App* const facets = add_rollup(Verb::kFacets, "facets", kAboutFacets, kExamplesFacets);
  facets->add_option(
      "--facets", o.facets,
      "type, source, tld, domain, asn, country, bailiwick, tag (default: these), name");
  facets->add_option("--top", o.top, "Values of each (default 10)")
      ->check(number<std::uint32_t>("a whole number"));
  CLI::App* const groups = add_rollup(Verb::kGroups, "groups", kAboutGroups, kExamplesGroups);
  groups->add_option("--sort", o.sort,
                     "domain, names, rows, count, first_seen or last_seen (default -names)");
  groups->add_option("--offset", o.offset, "Groups to leave out first")->check(whole_number);
  CLI::App* const tree = add_rollup(Verb::kTree, "tree", kAboutTree, kExamplesTree);
  tree->add_option("--under", o.under, "The name that the tree is of")->type_name("NAME");
  tree->add_option("--sort", o.sort,
                   "first_seen, last_seen, names, rows, count or name (default -first_seen)");
  tree->add_option("--depth", o.depth, "Levels shown, 1 to 3 (default 1)")
      ->check(number<std::uint32_t>("a whole number"));
  tree->add_option("--new-after", o.new_after, "Mark what was first seen at or after T")
      ->type_name("T");
  tree->add_option("--new-before", o.new_before, "And at or before T")->type_name("T");
  tree->add_flag("--flat", o.is_flat, "Collapse nothing");
  CLI::App* const pivots = add_rollup(Verb::kPivots, "pivots", kAboutPivots, kExamplesPivots);
  pivots->add_option("--cap", o.cap, "Count names up to here (default 10000)")->check(whole_number);
  for (CLI::App* const app : {groups, tree, pivots}) {
    app->add_option("--limit", o.limit, "Lines at most (default 100)")->check(whole_number);
  }
}

void Grammar::add_history() {
  HistoryOptions& o = command_.history;
  const auto whole_number = number<std::uint32_t>("a whole number");
  CLI::App* const timeline =
      add_rollup(Verb::kTimeline, "timeline", kAboutTimeline, kExamplesTimeline);
  timeline->add_flag("--calendar", o.is_calendar, "Counts by day as a calendar instead of lanes");
  timeline->add_option("--sort", o.sort,
                       "first_seen, last_seen or count; -KEY: descending (default -first_seen)");
  CLI::App* const first = add_rollup(Verb::kFirst, "first", kAboutFirst, kExamplesFirst);
  first->add_option("--value", o.value, "Only records that hold this address, host, mailbox, text");
  first
      ->add_option_function<std::string>(
          "--of", [&o](const std::string& text) { o.is_domain = text == "domain"; },
          "query (default), or domain: the whole registered domain of QUERY")
      ->check(one_of({"query", "domain"}));
  CLI::App* const changes = add_rollup(Verb::kChanges, "changes", kAboutChanges, kExamplesChanges);
  changes->add_option("--silence", o.silence, "Gone after so many days in vain (default 10)")
      ->check(whole_number);
  changes->add_option("--kind", o.kinds, "Only these events, with commas between")->delimiter(',');
  CLI::App* const compare = add_rollup(Verb::kCompare, "compare", kAboutCompare, kExamplesCompare);
  compare->add_option("--before", o.before, "A day, or two with .. between")->type_name("DAYS");
  compare->add_option("--after", o.after, "The same for the other side")->type_name("DAYS");
  compare->add_option("--with", o.with, "Another name or value")->type_name("QUERY");
  compare->add_option("--with-source", o.with_sources, "The sources of the other side")
      ->delimiter(',');
  for (CLI::App* const app : {timeline, changes}) {
    app->add_option("--day-from", o.day_from, "The first day that counts")->type_name("DAY");
    app->add_option("--day-to", o.day_to, "The last day that counts")->type_name("DAY");
  }
  for (CLI::App* const app : {timeline, changes, compare})
    app->add_option("--limit", o.limit, "Lines at most")->check(whole_number);
}

void Grammar::add_upkeep() {
  CLI::App* const stats = add_command(Verb::kStats, "stats", kAboutStats, "");
  add_common(stats, true);
  add_remote(stats);
  stats->add_flag("--json", command_.as_json, "One JSON object");
  add_common(add_command(Verb::kVerify, "verify", kAboutVerify, ""), true);
  add_common(add_command(Verb::kCompact, "compact", kAboutCompact, ""), true);
}

void Grammar::add_enrichment(CLI::App* app) {
  option(app, "enrichment", command_.enrichment,
         "Networks, popular names, labels (default: STORE/enrichment)")
      ->type_name("DIR");
}

void Grammar::add_enrich() {
  CLI::App* const app = add_command(Verb::kEnrich, "enrich", kAboutEnrich, kExamplesEnrich);
  add_common(app, true);
  add_remote(app);
  add_enrichment(app);
  app->add_option("QUERY", command_.question.query, "A name or an address");
  app->add_flag("--json", command_.as_json, "One JSON object");
}

void Grammar::add_address() {
  CLI::App* const app = add_command(Verb::kAddress, "address", kAboutAddress, kExamplesAddress);
  AddressOptions& o = command_.address;
  add_common(app, true);
  add_remote(app);
  add_enrichment(app);
  app->add_option("QUERY", command_.question.query, "An address, or a prefix or range of a few");
  app->add_option("--at", o.at, "As it was known then (default: now)")->type_name("T");
  app->add_option("--sort", o.sort, "last_seen (default), first_seen or names; descending")
      ->check(one_of({"last_seen", "first_seen", "names"}));
  app->add_option("--limit", o.limit, "Domains at most, to 1000 (default 50)")
      ->check(number<std::uint32_t>("a whole number"));
  app->add_option("--offset", o.offset, "Domains to leave out first")
      ->check(number<std::uint32_t>("a whole number"));
  app->add_option("--name", o.suspects, "What one would like to be rid of; may be given often")
      ->type_name("NAME");
  app->add_flag("--json", command_.as_json, "One JSON object");
}

void Grammar::add_simulate() {
  CLI::App* const app = add_command(Verb::kSimulate, "simulate", kAboutSimulate, kExamplesSimulate);
  SimulateOptions& o = command_.simulate;
  add_common(app, false);
  option(app, "seed", o.seed, "Same seed, same bytes")
      ->check(number<std::uint64_t>("a whole number"));
  option(app, "out", o.out, "Directory to write to")->type_name("DIR");
  option(app, "scale", o.scale, "Factor for the ordinary traffic, 1 to 100 (default 1)")
      ->check(number<std::uint32_t>("a whole number"));
}

void Grammar::add_serve() {
  CLI::App* const app = add_command(Verb::kServe, "serve", kAboutServe, kExamplesServe);
  ServeOptions& o = command_.serve;
  add_common(app, true);
  option(app, "listen", o.listen, "Where to listen (default 127.0.0.1:8053; port 0: any)")
      ->type_name("ADDRESS:PORT");
  option(app, "api-key-file", o.api_key_file, "Keys, one a line; read again on SIGHUP")
      ->type_name("FILE");
  add_key(app, "One key that may read and import, for trials");
  option(app, "kafka", o.kafka, "Take sensors' batches out of Kafka too: HOST[:PORT], with commas")
      ->type_name("BROKERS");
  option(app, "kafka-topic", o.kafka_topics,
         "A topic and the source that its batches are of; with commas, or repeated")
      ->delimiter(',')
      ->type_name("TOPIC=SOURCE");
  option(app, "kafka-file", o.kafka_file, "Properties of Kafka's client (TLS, SASL), one a line")
      ->type_name("FILE");
  flag(app, "client-certificates", o.client_certificates,
       "Ask clients for certificates: the key file says which are known, by sha256:…");
  option(app, "tls-certificate", o.tls_certificate, "Certificate chain (PEM); read again on SIGHUP")
      ->type_name("FILE");
  option(app, "tls-key", o.tls_key, "Its private key (PEM)")->type_name("FILE");
  option(app, "d4", o.d4,
         "Answer in D4's dialect, which has no keys, with this clearance: clear, green, amber ...")
      ->check(one_of({"clear", "green", "amber", "amber+strict", "red"}));
  option(app, "access-log", o.access_log, "A JSON line for each request (- for standard error)")
      ->type_name("FILE");
  add_enrichment(app);
  flag(app, "log-queries", o.log_queries, "What was asked stands in the access log too");
  option(app, "pages", o.pages,
         "Built pages to serve instead of the program's own (to develop them)")
      ->type_name("DIR");
  app->add_flag("--print-routes", o.print_routes, "Print method, path and scope of every route");
  add_limits(app);
}

void Grammar::add_limits(CLI::App* app) {
  ServeOptions& o = command_.serve;
  const auto whole_number = number<std::uint32_t>("a whole number");
  const auto limit = [&](const std::string& name, auto& target, const std::string& help) {
    option(app, name, target, help)->check(whole_number)->type_name("N");
  };
  limit("threads", o.threads, "Threads that answer (default: one a processor)");
  limit("max-connections", o.max_connections, "Connections at once (default 4096)");
  option(app, "max-upload", o.max_upload, "Octets of one import (default 64 GiB)")
      ->check(number<std::uint64_t>("a whole number"))
      ->type_name("N");
  limit("imports", o.imports, "Imports at once (default 2)");
  option(app, "min-rate", o.min_rate,
         "Octets a second that a client must take or send (default 1024; 0: none)")
      ->check(number<std::uint64_t>("a whole number"))
      ->type_name("N");
  limit("slow-time", o.slow_time, "Seconds that it may be slower (default 15)");
  limit("header-time", o.header_time, "Seconds for a request's header (default 10)");
  limit("idle-time", o.idle_time, "Seconds between requests (default 60)");
  limit("answer-time", o.answer_time, "Seconds that one answer may take (default 900)");
  limit("stop-time", o.stop_time, "Seconds that answers get to end when stopped (default 10)");
}

std::vector<std::string> Grammar::keys() const {
  std::vector<std::string> keys;
  for (const auto& [app, settings] : settings_) {
    for (const Setting& setting : settings) keys.push_back(setting.key);
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

std::string Grammar::apply(const Setting& setting, const std::vector<std::string>& texts,
                           const std::string& where) {
  try {
    for (const std::string& text : texts) setting.option->add_result(text);
    setting.option->run_callback();
  } catch (const CLI::Error& error) {
    return where + ": " + error.what();
  }
  return {};
}

std::string Grammar::fill_settings(CLI::App* chosen, const Invocation& invocation) {
  std::string path = config_;
  if (path.empty()) path = invocation.environment("SPOOR_CONFIG").value_or("");
  for (const std::string& candidate : invocation.default_configs) {
    std::error_code ignored;
    if (path.empty() && std::filesystem::is_regular_file(candidate, ignored)) path = candidate;
  }
  ConfigValues values;
  if (!path.empty()) {
    auto read = read_config_file(path);
    if (!read) return describe(read.error());
    values = *std::move(read);
  }
  const std::vector<std::string> known = keys();
  for (const auto& [key, value] : values) {
    if (!std::binary_search(known.begin(), known.end(), key))
      return value.where + ": '" + key + "' is no setting";
  }
  for (const Setting& setting : settings_[chosen]) {
    if (setting.option->count() > 0) continue;
    std::string name = "SPOOR_" + setting.key;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    std::string problem;
    if (const auto from_environment = invocation.environment(name);
        from_environment && !from_environment->empty()) {
      problem = apply(setting, {*from_environment}, name);
    } else if (const auto found = values.find(setting.key); found != values.end()) {
      problem = apply(setting, found->second.texts, found->second.where);
    }
    if (!problem.empty()) return problem;
  }
  return {};
}

namespace {

When to_when(const std::string& text) {
  return text == "always" ? When::kAlways : text == "never" ? When::kNever : When::kAuto;
}

Format to_format(const std::string& text) {
  if (text == "json") return Format::kJson;
  if (text == "cof") return Format::kCof;
  if (text == "csv") return Format::kCsv;
  if (text == "dnsdb") return Format::kDnsdb;
  if (text == "zone") return Format::kZone;
  return text == "native" ? Format::kNative : Format::kTable;
}

bool is_question(Verb verb) {
  return verb >= Verb::kLookup && verb <= Verb::kPivots;
}

bool can_ask_server(Verb verb) {
  return is_question(verb) || verb == Verb::kAsk || verb == Verb::kStats || verb == Verb::kEnrich ||
         verb == Verb::kAddress || verb == Verb::kRegistrationLookup ||
         verb == Verb::kRegistrationSearch;
}

std::string wrong_to_follow(const Command& command) {
  if (!command.import.is_followed) return {};
  const std::vector<std::string>& paths = command.import.paths;
  if (std::find(paths.begin(), paths.end(), "-") != paths.end())
    return "expected the path of a log behind --follow, not standard input";
  return command.listen.batch_time == 0 ? "expected --batch-time of 1 or more" : "";
}

/// What a command cannot do without. Empty when all is there.
std::string missing_words(const Command& command) {
  const bool has_query = !command.question.query.empty();
  switch (command.verb) {
    case Verb::kImport:
      if (command.import.reading.source.empty()) return "expected --source NAME";
      if (command.import.paths.empty()) return "expected a PATH to import, or -";
      return wrong_to_follow(command);
    case Verb::kSimulate:
      return command.simulate.out.empty() ? "expected --out DIR" : "";
    case Verb::kEnrich:
      return has_query ? "" : "expected a QUERY: a name or an address";
    case Verb::kAsk:
      return command.ask.words.empty() ? "expected WORDS: whatever was pasted" : "";
    case Verb::kAddress:
      return has_query ? "" : "expected a QUERY: an address, or a prefix or range of a few";
    default:
      break;
  }
  if (is_question(command.verb) && !has_query)
    return "expected a QUERY: a name, *.name, address or CIDR";
  return {};
}

}  // namespace

/// What only the whole can tell. Empty when fine.
std::string Grammar::finish(CLI::App* chosen) {
  command_.verb = verbs_[chosen];
  command_.colour = to_when(colour_);
  command_.progress = to_when(progress_);
  if (json_) format_ = "json";
  if (cof_) format_ = "cof";
  if (csv_) format_ = "csv";
  if (native_) format_ = "native";
  if (command_.verb == Verb::kExport) settle_export();
  command_.lookup.format = to_format(format_);
  if (command_.verb == Verb::kAsk && command_.lookup.format == Format::kJson)
    command_.as_json = true;
  if (std::string problem = settle_place(); !problem.empty()) return problem;
  if (std::string problem = missing_words(command_); !problem.empty()) return problem;
  if (std::string problem = check_registration(command_); !problem.empty()) return problem;
  if (std::string problem = check_source(command_); !problem.empty()) return problem;
  if (std::string problem = check_backup(command_); !problem.empty()) return problem;
  if (std::string problem = check_resolve(command_); !problem.empty()) return problem;
  if (std::string problem = check_transfer(command_); !problem.empty()) return problem;
  if (std::string problem = check_watch(command_); !problem.empty()) return problem;
  return check_listen(command_);
}

void Grammar::settle_export() {
  format_ = export_format_;
  command_.lookup.limit = 0;
  if (command_.question.query.empty()) command_.question.query = "*";
}

/// A store or a server, where one is needed. Empty when fine.
std::string Grammar::settle_place() {
  const bool may_ask_server = can_ask_server(command_.verb);
  const bool is_explained = command_.verb == Verb::kAsk && command_.ask.only_explain;
  const bool can_be_sensor = command_.verb == Verb::kListen || command_.verb == Verb::kWatch;
  const bool is_sensor = can_be_sensor && !command_.sensor.collector.empty();
  if (is_sensor && has_store_flag_) return "expected --store or --collector, not both";
  const bool needs_no_store = is_sensor || is_explained || command_.verb == Verb::kSimulate ||
                              command_.verb == Verb::kEnrich ||
                              (command_.verb == Verb::kResolve && command_.resolve.is_dry_run &&
                               !asks_store(command_.resolve));
  if (has_store_flag_ && has_server_flag_) return "expected --store or --server, not both";
  if (has_store_flag_) command_.remote.server.clear();  // the flag counts, not the setting
  if (may_ask_server && !command_.remote.server.empty()) {
    command_.store.clear();
  } else if (!needs_no_store && command_.store.empty() && !command_.serve.print_routes) {
    return may_ask_server ? "expected --store DIR or --server URL" : "expected --store DIR";
  }
  return {};
}

CLI::App* Grammar::chosen_app() {
  CLI::App* chosen = nullptr;
  for (auto apps = app_.get_subcommands(); !apps.empty(); apps = chosen->get_subcommands())
    chosen = apps.front();
  return chosen;
}

Parsed Grammar::parse(const Invocation& invocation) {
  const auto usage = [](std::string sentence) {
    return Parsed{{}, kExitUsage, {}, "spoor: " + std::move(sentence) + "\n"};
  };
  try {
    std::vector<std::string> arguments(invocation.arguments.rbegin(), invocation.arguments.rend());
    app_.parse(arguments);
  } catch (const CLI::CallForHelp&) {
    const CLI::App* const app = chosen_app();
    return {{}, kExitOk, app == nullptr ? app_.help() : app->help("spoor"), {}};
  } catch (const CLI::CallForVersion&) {
    return {{}, kExitOk, "spoor " + std::string(kVersion) + "\n", {}};
  } catch (const CLI::ExtrasError& error) {
    const bool has_command = !app_.get_subcommands().empty();
    return usage(has_command ? error.what() : std::string(kExpectedCommand));
  } catch (const CLI::ParseError& error) {
    return usage(error.what());
  }
  CLI::App* const chosen = chosen_app();
  if (chosen == nullptr) return usage(std::string(kExpectedCommand));
  if (!verbs_.contains(chosen)) {
    return usage(chosen->get_name() == "source"
                     ? "expected add, list, edit, merge or remove behind source (see --help)"
                     : "expected import, lookup or search behind registration (see --help)");
  }
  const auto is_given = [&](const char* flag) {
    const CLI::Option* const option = chosen->get_option_no_throw(flag);
    return option != nullptr && option->count() > 0;
  };
  has_store_flag_ = is_given("--store");
  has_server_flag_ = is_given("--server");
  command_.serve.is_key_on_command_line = is_given("--api-key");
  std::string problem = fill_settings(chosen, invocation);
  if (problem.empty()) problem = finish(chosen);
  if (!problem.empty()) return usage(std::move(problem));
  return {command_, kExitOk, {}, {}};
}

Invocation Invocation::of_process(int argc, char** argv) {
  Invocation invocation;
  invocation.arguments.assign(argv + std::min(argc, 1), argv + argc);
  invocation.environment = [](const std::string& name) -> std::optional<std::string> {
    const char* const value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
  if (const char* const config_home = std::getenv("XDG_CONFIG_HOME");
      config_home != nullptr && *config_home != '\0') {
    invocation.default_configs.push_back(std::string(config_home) + "/spoor/spoor.toml");
  } else if (const char* const home = std::getenv("HOME"); home != nullptr) {
    invocation.default_configs.push_back(std::string(home) + "/.config/spoor/spoor.toml");
  }
  invocation.default_configs.emplace_back("spoor.toml");
  return invocation;
}

Parsed parse_command_line(const Invocation& invocation) {
  return Grammar().parse(invocation);
}

std::vector<std::string> setting_keys() {
  return Grammar().keys();
}

}  // namespace spoor::cli
