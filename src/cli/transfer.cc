// SPDX-License-Identifier: Apache-2.0
// spoor transfer: a whole zone from its server. It waits in a file without a name until it is
// whole, and is then imported like any zone file: cut off, it leaves nothing behind.
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "base/byte_source.h"
#include "base/owned_fd.h"
#include "cli/import_totals.h"
#include "cli/look_up_names.h"
#include "cli/session.h"
#include "cli/text.h"
#include "dns/rdata.h"
#include "intake/importer.h"
#include "ledger/ledger.h"
#include "resolve/zone_transfer.h"
#include "store/rocks/rocks_store.h"

namespace spoor::cli {
namespace {

constexpr std::size_t kFlushOctets = std::size_t{256} << 10;
constexpr std::size_t kMostKeyFile = 64U << 10;

Error cannot(std::string_view what) {
  return {ErrorCode::kIo, what, 0, std::strerror(errno)};
}

Result<OwnedFd> open_scratch() {
  const char* const set = std::getenv("TMPDIR");  // NOLINT(concurrency-mt-unsafe): nobody sets it
  std::string path =
      std::string(set != nullptr && *set != '\0' ? set : "/tmp") + "/spoor-zone-XXXXXX";
  OwnedFd file(::mkstemp(path.data()));
  if (!file) return cannot("cannot make a temporary file for the zone");
  ::unlink(path.c_str());
  return file;
}

/// Writes a zone as text, a record a line.
class ZoneText final : public resolve::ZoneRecordSink {
 public:
  explicit ZoneText(int fd) : fd_(fd) {}

  Status take(const resolve::ZoneRecord& record) override {
    dns::append_name_text(text_, record.owner);
    text_ += ' ' + std::to_string(record.ttl_s) + " IN " + dns::rr_type_text(record.type) + ' ';
    dns::append_rdata_text(text_, record.type, record.rdata);
    text_ += '\n';
    return text_.size() < kFlushOctets ? Status() : flush();
  }
  Status flush() {
    for (std::size_t at = 0; at < text_.size();) {
      const ssize_t done = ::write(fd_, text_.data() + at, text_.size() - at);
      if (done < 0 && errno != EINTR) return cannot("cannot write the zone to a temporary file");
      at += static_cast<std::size_t>(std::max<ssize_t>(done, 0));
    }
    text_.clear();
    return {};
  }

 private:
  int fd_;
  std::string text_;
};

class FileSource final : public ByteSource {
 public:
  explicit FileSource(int fd) : fd_(fd) {}
  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    while (true) {
      const ssize_t size = ::read(fd_, out.data(), out.size());
      if (size >= 0) return static_cast<std::size_t>(size);
      if (errno != EINTR) return cannot("cannot read the zone from its temporary file");
    }
  }

 private:
  int fd_;
};

/// The first line that is no remark. Not on the command line, where other people of the machine
/// could read it.
Result<resolve::TsigKey> read_key(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorCode::kIo, "cannot be read", 0, path + ": " + std::strerror(errno)};
  std::string line;
  for (std::size_t read = 0; std::getline(file, line) && read < kMostKeyFile; read += line.size()) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    auto key = resolve::parse_tsig_key(line);
    if (!key) return Error{key.error().code, key.error().what, 0, "--tsig " + path};
    return key;
  }
  return Error{ErrorCode::kInvalid, "the file holds no key", 0, "--tsig " + path};
}

Result<resolve::TransferOptions> transfer_options(const TransferOptions& o) {
  resolve::TransferOptions options;
  auto zone = parse_typed_name(o.zone);
  if (!zone)
    return Error{ErrorCode::kInvalid, "expected a domain name as ZONE", 0, "'" + o.zone + "'"};
  options.zone = *zone;
  auto server = resolve::parse_server_address(o.from);
  if (!server)
    return Error{server.error().code, server.error().what, 0, "--from " + server.error().where};
  options.server = *server;
  options.silence = std::chrono::seconds(o.timeout);
  options.longest = std::chrono::seconds(o.longest);
  options.max_octets = o.max_octets;
  if (!o.tsig_file.empty()) {
    SPOOR_TRY(options.key, read_key(o.tsig_file));
  }
  return options;
}

/// All of the zone, and the file back at its beginning.
Result<resolve::TransferStats> fetch(const Session& session,
                                     const resolve::TransferOptions& options, int fd) {
  ZoneText text(fd);
  SPOOR_TRY(const resolve::TransferStats stats,
            resolve::transfer_zone(options, text, session.stop));
  SPOOR_CHECK(text.flush());
  if (::lseek(fd, 0, SEEK_SET) != 0) return cannot("cannot read the zone from its temporary file");
  return stats;
}

int import(const Session& session, intake::ImportSettings settings, const dns::Name& zone, int fd) {
  store::RocksStoreOptions store_options;
  store_options.access = store::Access::kCreate;
  auto store = store::open_rocks_store(session.command.store, store_options);
  if (!store) return fail(store.error());
  const ledger::Ledger ledger(ledger::ledger_path(session.command.store));
  intake::ImportHooks hooks;  // a signal waits: half a zone must not stand there
  hooks.ledger = &ledger;
  intake::Importer importer(**store, std::move(settings), std::move(hooks));
  FileSource file(fd);
  const auto stream = InputStream::from_source(file, "transfer of " + dns::name_to_text(zone));
  auto report = importer.import(*stream);
  if (!report) return fail(report.error());
  if (const Status noted = intake::note_store(**store, ledger, intake::system_seconds()); !noted)
    complain(noted.error());
  ImportTotals totals;
  totals.add(*report);
  std::fputs(render_totals(totals).c_str(), stderr);
  for (const std::string& remark : report->remarks) complain(remark);
  if (!report->error) return report->was_read() ? kExitOk : kExitFailed;
  return fail(*report->error);
}

}  // namespace

int run_transfer(const Session& session) {
  const TransferOptions& o = session.command.transfer;
  intake::ImportOptions reading = session.command.import.reading;
  reading.format = "zone";
  if (reading.zone_time.empty()) reading.zone_time = std::to_string(intake::system_seconds());
  auto settings = intake::resolve(reading);
  if (!settings) return fail(settings.error());
  const auto options = transfer_options(o);
  if (!options) return fail(options.error());
  const auto scratch = open_scratch();
  if (!scratch) return fail(scratch.error());
  const auto stats = fetch(session, *options, scratch->fd());
  if (!stats) {
    complain(stats.error());
    complain("the zone is not whole: nothing of it was merged");
    return session.stop.load() ? kExitInterrupted : kExitFailed;
  }
  complain(fmt::format("{} from {}: serial {}, {} records in {} messages of {} octets",
                       dns::name_to_text(options->zone), options->server.text(), stats->serial,
                       grouped(stats->records), grouped(stats->messages), grouped(stats->octets)));
  return import(session, *std::move(settings), options->zone, scratch->fd());
}

}  // namespace spoor::cli
