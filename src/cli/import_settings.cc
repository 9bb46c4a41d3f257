// SPDX-License-Identifier: Apache-2.0
// Salts are part of what a store keeps for ever: change a line here and every file counts as never
// read.
#include "cli/import_settings.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "dns/name.h"
#include "harden/root_hints.h"
#include "harden/zone_list.h"

namespace spoor::cli {
namespace {

constexpr std::size_t kMostListBytes = std::size_t{16} << 20;

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

harden::Position to_position(const std::string& text) {
  if (text == "above") return harden::Position::kAbove;
  return text == "authority" ? harden::Position::kAuthority : harden::Position::kBelow;
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

std::string ImportSettings::feed_salt() const {
  std::string salt = "spoor feed 1\nsource " + source + "\n";
  salt += feed.mode == record::FeedMode::kDelta ? "counts delta\n" : "counts total\n";
  if (feed.by_sensor) salt += "by sensor\n";
  return salt;
}

Result<ImportSettings> resolve(const ImportOptions& options) {
  ImportSettings settings;
  settings.source = options.source;
  settings.capture.ports = options.ports;
  settings.harden.position = to_position(options.position);
  if (options.unmatched == "keep") settings.harden.unmatched = harden::Unmatched::kKeep;
  if (options.checksums == "ignore") {
    settings.harden.checksums = harden::ChecksumPolicy::kIgnore;
    settings.capture.checksums = capture::ChecksumMode::kIgnore;
  }
  if (options.dnssec == "keep") settings.harden.dnssec = harden::DnssecPolicy::kKeep;
  if (!options.root_hints.empty()) {
    SPOOR_TRY(const std::string text, read_text_file(options.root_hints));
    SPOOR_TRY(settings.harden.root_hints,
              in_file(harden::parse_root_hints(text), options.root_hints));
  }
  if (!options.zones.empty()) {
    SPOOR_TRY(const std::string text, read_text_file(options.zones));
    SPOOR_TRY(settings.harden.zones, in_file(harden::parse_zone_list(text), options.zones));
  }
  settings.feed.by_sensor = options.by_sensor;
  settings.feed.mode =
      options.counts == "delta" ? record::FeedMode::kDelta : record::FeedMode::kTotal;
  return settings;
}

}  // namespace spoor::cli
