// SPDX-License-Identifier: Apache-2.0
// Salts are part of what a store keeps for ever: change a line here and every file counts as never
// read.
#include "intake/import_settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <utility>

#include "dns/name.h"
#include "feed/moment.h"
#include "harden/root_hints.h"
#include "harden/zone_list.h"

namespace spoor::intake {
namespace {

constexpr std::size_t kMostListBytes = std::size_t{16} << 20;
constexpr std::size_t kMostKeyOctets = 255;

Result<std::string> read_text_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{ErrorCode::kNotFound, "cannot be opened", 0, path};
  std::string text;
  std::vector<char> chunk(std::size_t{1} << 16);
  while (in.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || in.gcount() > 0) {
    text.append(chunk.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > kMostListBytes)
      return Error{ErrorCode::kLimit, "is longer than a list may be (16 MiB)", 0, path};
  }
  if (in.bad()) return Error{ErrorCode::kIo, "cannot be read", 0, path};
  return text;
}

/// The list's own message, with the file and its line in front.
template <class T>
Result<T> in_file(Result<T> parsed, const std::string& path) {
  if (parsed) return parsed;
  Error error = parsed.error();
  error.where = error.offset == 0 ? path : path + ":" + std::to_string(error.offset);
  error.offset = 0;
  return error;
}

template <class Value>
struct Word {
  std::string_view word;
  Value value;
};

constexpr std::array kCounts{Word{"total", record::FeedMode::kTotal},
                             Word{"delta", record::FeedMode::kDelta}};
constexpr std::array kPositions{Word{"below", harden::Position::kBelow},
                                Word{"above", harden::Position::kAbove},
                                Word{"authority", harden::Position::kAuthority}};
constexpr std::array kUnmatched{Word{"drop", harden::Unmatched::kDrop},
                                Word{"keep", harden::Unmatched::kKeep}};
constexpr std::array kChecksums{Word{"check", harden::ChecksumPolicy::kCheck},
                                Word{"ignore", harden::ChecksumPolicy::kIgnore}};
constexpr std::array kDnssec{Word{"drop", harden::DnssecPolicy::kDrop},
                             Word{"keep", harden::DnssecPolicy::kKeep}};

/// A type of dnstap messages that may be taken.
struct TapType {
  std::string_view word;
  bool capture::DnstapOptions::* is_taken;
};
constexpr std::array kTapTypes{TapType{"auth", &capture::DnstapOptions::auth},
                               TapType{"resolver", &capture::DnstapOptions::resolver},
                               TapType{"client", &capture::DnstapOptions::client},
                               TapType{"forwarder", &capture::DnstapOptions::forwarder},
                               TapType{"stub", &capture::DnstapOptions::stub},
                               TapType{"tool", &capture::DnstapOptions::tool}};

Error invalid(const char* option, std::string_view expected) {
  return {ErrorCode::kInvalid, expected, 0, option};
}

template <class Value, std::size_t N>
Result<Value> value_of(const std::array<Word<Value>, N>& words, std::string_view text,
                       const Error& otherwise) {
  for (const Word<Value>& word : words) {
    if (word.word == text) return word.value;
  }
  return otherwise;
}

/// Source names end up in tables and keys: printable, not empty, bounded (record::SourceSpec).
Status check_source(const std::string& name) {
  const bool is_printable =
      std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (!name.empty() && name.size() <= 128 && is_printable) return {};
  return invalid("source", "expected 1 to 128 printable ASCII characters without blanks");
}

Result<capture::DnstapOptions> dnstap_options(const std::vector<std::string>& words) {
  capture::DnstapOptions options;
  for (const TapType& type : kTapTypes) options.*type.is_taken = false;
  for (const std::string& word : words) {
    const auto found = std::find_if(kTapTypes.begin(), kTapTypes.end(),
                                    [&](const TapType& type) { return type.word == word; });
    if (found == kTapTypes.end()) {
      return invalid("dnstap-types",
                     "expected some of auth, resolver, client, forwarder, stub and tool");
    }
    options.*found->is_taken = true;
  }
  if (words.empty()) return invalid("dnstap-types", "expected at least one type");
  return options;
}

void append_tap_types(std::string& out, const capture::DnstapOptions& options) {
  for (const TapType& type : kTapTypes) {
    if (options.*type.is_taken) out += "take " + std::string(type.word) + "\n";
  }
}

Status add_zones(const std::vector<std::string>& names, std::vector<dns::Name>& zones) {
  for (const std::string& name : names) {
    auto zone = dns::parse_name(name);
    if (!zone) return invalid("zone", "expected a domain name");
    if (std::find(zones.begin(), zones.end(), *zone) == zones.end())
      zones.push_back(*std::move(zone));
  }
  return {};
}

/// Everything about zone files.
Status resolve_zone(const ImportOptions& options, feed::FeedOptions& feed) {
  if (!options.zone_time.empty()) {
    const auto time = feed::parse_time(options.zone_time);
    if (!time)
      return invalid("zone-time", "expected a day, a time (2019-07-14T20:00Z) or Unix seconds");
    feed.zone_time_s = *time;
  }
  if (options.zone_origin.empty()) return {};
  const auto origin = dns::parse_name(options.zone_origin);
  if (!origin) return invalid("zone-origin", "expected a domain name");
  feed.zone_origin = dns::name_to_text(*origin);
  return {};
}

/// Everything about where a capture was taken.
Status resolve_place(const ImportOptions& options, harden::HardenOptions& harden) {
  SPOOR_TRY(harden.position, value_of(kPositions, options.position,
                                      invalid("position", "expected below, above or authority")));
  if (!options.root_hints_file.empty()) {
    SPOOR_TRY(const std::string text, read_text_file(options.root_hints_file));
    SPOOR_TRY(harden.root_hints, in_file(harden::parse_root_hints(text), options.root_hints_file));
  }
  if (!options.zones_file.empty()) {
    SPOOR_TRY(const std::string text, read_text_file(options.zones_file));
    SPOOR_TRY(harden.zones, in_file(harden::parse_zone_list(text), options.zones_file));
  }
  return add_zones(options.zones, harden.zones);
}

std::string_view word_of(harden::Position position) {
  switch (position) {
    case harden::Position::kAbove:
      return "above";
    case harden::Position::kAuthority:
      return "authority";
    case harden::Position::kBelow:
      break;
  }
  return "below";
}

/// One line each, sorted: the order in a file means nothing.
void append_sorted(std::string& out, std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  for (const std::string& line : lines) out += line + "\n";
}

void append_hints(std::string& out, const harden::RootHints& hints) {
  std::vector<std::string> lines;
  lines.reserve(hints.size());
  for (const harden::RootHint& hint : hints) {
    std::string line = "hint " + dns::name_to_text(hint.server) + " ";
    append_ip_text(line, hint.address.bytes());
    lines.push_back(std::move(line));
  }
  append_sorted(out, std::move(lines));
}

void append_zones(std::string& out, const std::vector<dns::Name>& zones) {
  std::vector<std::string> lines;
  lines.reserve(zones.size());
  for (const dns::Name& zone : zones) lines.push_back("zone " + dns::name_to_text(zone));
  append_sorted(out, std::move(lines));
}

}  // namespace

std::string ImportSettings::capture_salt() const {
  std::string salt = "spoor capture 1\nsource " + source + "\nposition " +
                     std::string(word_of(harden.position)) + "\n";
  if (harden.unmatched == harden::Unmatched::kKeep) salt += "unmatched keep\n";
  if (harden.checksums == harden::ChecksumPolicy::kIgnore) salt += "checksums ignore\n";
  if (harden.dnssec == harden::DnssecPolicy::kKeep) salt += "dnssec keep\n";
  std::vector<std::string> ports;
  ports.reserve(capture.ports.size());
  for (const std::uint16_t port : capture.ports) ports.push_back("port " + std::to_string(port));
  append_sorted(salt, std::move(ports));
  if (harden.position == harden::Position::kAbove) {
    append_hints(salt,
                 harden.root_hints.empty() ? harden::builtin_root_hints() : harden.root_hints);
  }
  if (harden.position == harden::Position::kAuthority) append_zones(salt, harden.zones);
  return salt;
}

std::string ImportSettings::dnstap_salt() const {
  std::string salt = "spoor dnstap 1\nsource " + source + "\n";
  if (harden.unmatched == harden::Unmatched::kKeep) salt += "unmatched keep\n";
  if (harden.dnssec == harden::DnssecPolicy::kKeep) salt += "dnssec keep\n";
  append_tap_types(salt, capture.dnstap);
  append_hints(salt, harden.root_hints.empty() ? harden::builtin_root_hints() : harden.root_hints);
  append_zones(salt, harden.zones);
  return salt;
}

std::string ImportSettings::cdns_salt() const {
  std::string salt = "spoor cdns 1\nsource " + source + "\nposition " +
                     std::string(word_of(harden.position)) + "\n";
  if (harden.unmatched == harden::Unmatched::kKeep) salt += "unmatched keep\n";
  if (harden.dnssec == harden::DnssecPolicy::kKeep) salt += "dnssec keep\n";
  if (harden.position == harden::Position::kAbove) {
    append_hints(salt,
                 harden.root_hints.empty() ? harden::builtin_root_hints() : harden.root_hints);
  }
  if (harden.position == harden::Position::kAuthority) append_zones(salt, harden.zones);
  return salt;
}

std::string ImportSettings::upload_salt() const {
  std::string salt = capture_salt() + feed_salt();
  if (capture.dnstap != capture::DnstapOptions{}) append_tap_types(salt, capture.dnstap);
  return salt;
}

std::string ImportSettings::feed_salt(record::FeedMode mode) const {
  std::string salt = "spoor feed 1\nsource " + source + "\n";
  salt += mode == record::FeedMode::kDelta ? "counts delta\n" : "counts total\n";
  if (feed.by_sensor) salt += "by sensor\n";
  if (feed.zone_time_s != 0) salt += "zone time " + std::to_string(feed.zone_time_s) + "\n";
  if (!feed.zone_origin.empty()) salt += "zone origin " + feed.zone_origin + "\n";
  if (feed.format != nullptr) salt += "format " + std::string(feed.format->name) + "\n";
  return salt;
}

Result<ImportSettings> resolve(const ImportOptions& options) {
  ImportSettings settings;
  SPOOR_CHECK(check_source(options.source));
  settings.source = options.source;
  settings.feed.by_sensor = options.by_sensor;
  SPOOR_TRY(settings.feed.mode,
            value_of(kCounts, options.counts, invalid("counts", "expected total or delta")));
  settings.feed.is_strict = options.strict;
  if (!options.format.empty()) {
    settings.feed.format = feed::find_format(options.format);
    if (settings.feed.format == nullptr)
      return invalid("format", "expected the name of a feed's format (spoor import --help)");
  }
  SPOOR_CHECK(resolve_zone(options, settings.feed));
  SPOOR_CHECK(resolve_place(options, settings.harden));
  SPOOR_TRY(settings.harden.unmatched,
            value_of(kUnmatched, options.unmatched, invalid("unmatched", "expected drop or keep")));
  SPOOR_TRY(settings.harden.checksums, value_of(kChecksums, options.checksums,
                                                invalid("checksums", "expected check or ignore")));
  if (settings.harden.checksums == harden::ChecksumPolicy::kIgnore)
    settings.capture.checksums = capture::ChecksumMode::kIgnore;
  SPOOR_TRY(settings.harden.dnssec,
            value_of(kDnssec, options.dnssec, invalid("dnssec", "expected drop or keep")));
  SPOOR_TRY(settings.capture.dnstap, dnstap_options(options.dnstap_types));
  if (options.ports.empty()) return invalid("ports", "expected at least one port");
  settings.capture.ports = options.ports;
  if (options.idempotency_key) {
    settings.idempotency_key = *options.idempotency_key;
    if (settings.idempotency_key.empty() || settings.idempotency_key.size() > kMostKeyOctets)
      return invalid("Idempotency-Key", "expected 1 to 255 octets");
  }
  return settings;
}

Result<std::vector<std::uint16_t>> parse_ports(std::string_view text) {
  std::vector<std::uint16_t> ports;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (true) {
    std::uint16_t port = 0;
    const auto [next, error] = std::from_chars(at, end, port);
    if (error != std::errc() || (next != end && *next != ','))
      return invalid("ports", "expected port numbers (0 to 65535) with commas between");
    ports.push_back(port);
    if (next == end) return ports;
    at = next + 1;
  }
}

}  // namespace spoor::intake
