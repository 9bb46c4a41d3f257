// SPDX-License-Identifier: Apache-2.0
// What keeps counts right is the identity of batches by content alone; what is done here is to lose
// nothing.
#include "intake/followed_log.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <filesystem>
#include <thread>
#include <tuple>
#include <utility>

#include <sys/stat.h>

#include "capture/message_file.h"
#include "feed/format.h"

namespace spoor::intake {

/// A file beside the log that was rotated away.
struct Rotated {
  std::string path;
  FileId id;
  std::uint64_t size = 0;
  std::int64_t seconds = 0, nanoseconds = 0;  // written to last
};

namespace {

constexpr std::size_t kHead = std::size_t{64} << 10;
constexpr std::size_t kLeastHead = 64;    // the note of a file's first batch goes by so many octets
constexpr std::uint32_t kClockSlack = 2;  // seconds: file systems write down times coarsely
constexpr std::size_t kRememberedFiles = 64;

std::string_view without_suffix(std::string_view name, std::string_view suffix) {
  return name.ends_with(suffix) ? name.substr(0, name.size() - suffix.size()) : name;
}

/// Whether `name` goes on behind `begin` as names of rotation do: a separator and a digit.
bool goes_on_with_number(std::string_view name, std::string_view begin) {
  if (!name.starts_with(begin) || name.size() < begin.size() + 2) return false;
  const char separator = name[begin.size()], digit = name[begin.size() + 1];
  return std::string_view(".-_").find(separator) != std::string_view::npos && digit >= '0' &&
         digit <= '9';
}

/// Formats whose lines stand alone: each is counted as soon as it is there.
bool is_of_lines(const feed::FormatInfo& format, std::string_view head) {
  constexpr std::array<std::string_view, 9> kFollowed{
      "cof", "dns-collector", "dnsdb", "dnsmonster", "eve", "native", "nmsg", "passivedns", "zeek"};
  const std::size_t begin = head.find_first_not_of(" \t\r\n");
  const bool is_array = begin != std::string_view::npos && head[begin] == '[';
  return !is_array && std::find(kFollowed.begin(), kFollowed.end(), format.name) != kFollowed.end();
}

std::vector<Rotated> find_rotated(const std::string& log, std::uint32_t since) {
  const std::filesystem::path path(log);
  std::vector<Rotated> found;
  std::error_code error;
  for (auto at = std::filesystem::directory_iterator(path.parent_path(), error);
       !error && at != std::filesystem::directory_iterator(); at.increment(error)) {
    if (!is_rotation_of(path.filename().string(), at->path().filename().string())) continue;
    struct stat status{};
    if (::stat(at->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
    if (status.st_mtim.tv_sec < since) continue;
    found.push_back(
        {at->path().string(),
         {static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino)},
         static_cast<std::uint64_t>(status.st_size),
         status.st_mtim.tv_sec,
         status.st_mtim.tv_nsec});
  }
  std::sort(found.begin(), found.end(), [](const Rotated& a, const Rotated& b) {
    return std::tie(a.seconds, a.nanoseconds, a.path) < std::tie(b.seconds, b.nanoseconds, b.path);
  });
  return found;
}

}  // namespace

bool is_rotation_of(std::string_view log, std::string_view name) {
  if (name == log) return false;
  for (const std::string_view suffix : {".gz", ".zst", ".xz", ".lz4"})
    name = without_suffix(name, suffix);
  if (goes_on_with_number(name, log)) return true;
  const std::size_t dot = log.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return false;
  return name.ends_with(log.substr(dot)) && name != log &&
         goes_on_with_number(name, log.substr(0, dot));
}

FollowedLog::FollowedLog(record::RecordStore& store, ImportSettings settings,
                         const std::string& path, FollowHooks hooks)
    : store_(store),
      settings_(std::move(settings)),
      path_(std::filesystem::absolute(path).lexically_normal().string()),
      hooks_(std::move(hooks)),
      note_key_("follow/" + settings_.source + "/" + path_),
      began_(static_cast<std::uint32_t>(std::time(nullptr))) {}

bool FollowedLog::is_stopped() const noexcept {
  return hooks_.tail.stop != nullptr && hooks_.tail.stop->load(std::memory_order_relaxed);
}

void FollowedLog::remark(const std::string& path, std::string_view sentence) const {
  if (hooks_.remark) hooks_.remark(path, sentence);
}

void FollowedLog::rest() const {
  std::this_thread::sleep_for(hooks_.tail.look);
}

/// A program may still be writing the last lines of a file that was just renamed: half a line must
/// not be taken for a whole one. Waits five times as long as that should take, at most.
void FollowedLog::wait_until_quiet(const std::string& path) const {
  const auto end = std::chrono::steady_clock::now() + 5 * hooks_.tail.quiet;
  while (!is_stopped() && std::chrono::steady_clock::now() < end) {
    std::error_code error;
    const auto written = std::filesystem::last_write_time(path, error);
    if (error || std::filesystem::file_time_type::clock::now() - written >= hooks_.tail.quiet)
      return;
    rest();
  }
}

/// Up to when all was read, Unix seconds.
Result<std::uint32_t> FollowedLog::since() const {
  SPOOR_TRY(const std::string note, store_.note(note_key_));
  std::uint32_t since = 0;
  std::from_chars(note.data(), note.data() + note.size(), since);
  return since == 0 ? began_ : since;
}

/// Whether anything of it was read now.
Result<bool> FollowedLog::read_one_rotated(const Rotated& each) {
  const std::pair done(each.id, each.size);
  if (std::find(done_.begin(), done_.end(), done) != done_.end()) return false;
  wait_until_quiet(each.path);
  auto in = InputStream::open(each.path);
  if (!in) {  // renamed once more meanwhile: the next look finds it
    remark(each.path, in.error().what);
    return false;
  }
  SPOOR_TRY(const InputReport report, import(**in, nullptr));
  if (is_stopped()) return false;
  if (hooks_.tell) hooks_.tell(report);
  if (done_.size() == kRememberedFiles) done_.erase(done_.begin());
  done_.push_back(done);
  return true;
}

/// Everything beside `open`, which is what the path named a moment ago; null: nothing. Rotation
/// goes on while files are read, so it looks until there is nothing new. Returns when it last
/// looked: what other files were written to before then was read.
Result<std::uint32_t> FollowedLog::read_rotated(const TailSource* open) {
  SPOOR_TRY(const std::uint32_t from, since());
  for (;;) {
    const auto looked = static_cast<std::uint32_t>(std::time(nullptr));
    bool is_new = false;
    for (const Rotated& each : find_rotated(path_, from - std::min(from, kClockSlack))) {
      if (is_stopped()) return looked;
      if (open != nullptr && each.id == open->id()) continue;
      SPOOR_TRY(const bool was_read, read_one_rotated(each));
      is_new = is_new || was_read;
    }
    if (!is_new) return looked;
  }
}

/// Waits until the format can be told. False: the file ended before, or was stopped.
Result<bool> FollowedLog::wait_for_head(TailSource& source) const {
  std::size_t known = 0;
  while (!is_stopped()) {
    SPOOR_TRY(const std::string head, source.peek_head(kHead, known));
    if (!capture::MessageFile::format_of(as_bytes(head)).empty())
      return Error{ErrorCode::kInvalid, "is a capture: a log of lines can be followed", 0, path_};
    const auto format = feed::choose_format(as_bytes(head), settings_.feed.format);
    const bool is_enough = head.size() >= kLeastHead || !source.may_grow();
    if (format && is_enough && !head.empty()) {
      if (is_of_lines(**format, head)) return true;
      return Error{ErrorCode::kInvalid, "is not of a format that can be followed: lines alone are",
                   0, path_};
    }
    if (!source.may_grow()) return false;
    const bool is_other = !format && format.error().code == ErrorCode::kInvalid;
    if (!format && is_enough && (is_other || head.size() >= kHead)) {
      Error error = format.error();
      error.where = error.where.empty() ? path_ : path_ + ": " + error.where;
      return error;
    }
    known = head.size();
  }
  return false;
}

Result<InputReport> FollowedLog::import(InputStream& in, const TailSource* source) {
  ImportHooks hooks;
  hooks.ledger = hooks_.ledger;
  hooks.every = hooks_.every;
  if (source != nullptr) {
    hooks.more_note = [this, source] {
      return std::pair(note_key_, std::to_string(source->looked()));
    };
  } else {
    hooks.stop = hooks_.tail.stop;  // of a file that is whole nothing is lost by it
  }
  return Importer(store_, settings_, hooks).import(in);
}

/// What ends it all: nothing of such a file can be read, or nothing further shall be.
Status FollowedLog::refuse(const InputReport& report) const {
  if (!report.error) return {};
  const bool is_strict = settings_.feed.is_strict && report.error->code == ErrorCode::kMalformed;
  if (report.outcome == InputOutcome::kRead || (report.was_read() && !is_strict)) return {};
  Error error = *report.error;
  if (error.where.empty()) error.where = path_;
  return error;
}

Status FollowedLog::follow(TailSource& source) {
  SPOOR_TRY(const bool has_head, wait_for_head(source));
  if (has_head) {
    const auto in = InputStream::from_source(source, path_);
    SPOOR_TRY(const InputReport report, import(*in, &source));
    if (hooks_.tell) hooks_.tell(report);
    SPOOR_CHECK(refuse(report));
    if (report.error) rest();  // a disk may recover; another try at once would not help it
  }
  if (source.was_truncated())
    remark(path_,
           "was truncated: what was written since the last look is read from a copy, if any");
  if (done_.size() == kRememberedFiles) done_.erase(done_.begin());
  done_.emplace_back(source.id(), source.offset());
  return {};
}

Status FollowedLog::run() {
  bool was_missing = false;
  while (!is_stopped()) {
    // Opened first: whatever takes its place from here on is younger, and is found when this ends.
    auto source = TailSource::open(path_, hooks_.tail);
    if (!source && source.error().code != ErrorCode::kNotFound) return source.error();
    SPOOR_TRY(const std::uint32_t looked, read_rotated(source ? source->get() : nullptr));
    if (source) {
      was_missing = false;
      (*source)->begin_at(looked);
      SPOOR_CHECK(follow(**source));
      continue;
    }
    if (!was_missing) remark(path_, "is not there yet: waiting for it");
    was_missing = true;
    rest();
  }
  return {};
}

}  // namespace spoor::intake
