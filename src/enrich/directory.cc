// SPDX-License-Identifier: Apache-2.0
#include "enrich/directory.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/input_stream.h"
#include "base/plain_text.h"
#include "enrich/mmdb_table.h"
#include "enrich/prefix_table.h"

namespace spoor::enrich {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostOctets = std::size_t{1} << 30;       // of one file, decompressed
constexpr std::size_t kMostListOctets = std::size_t{64} << 20;  // of one warning list
constexpr std::size_t kMostFiles = 1000;
constexpr int kMostDepth = 3;  // warninglists/lists/NAME/list.json
constexpr std::string_view kListFolder = "warninglists";

/// A file as it was found.
struct Found {
  std::string name;  // relative
  FileKind kind{};
  std::optional<Tag> tag = {};  // of a warning list
};

/// "prefixes.csv.gz" without what names a compression.
std::string_view without_compression(std::string_view name) {
  for (const std::string_view ending : {".gz", ".zst", ".xz", ".lz4"}) {
    if (name.ends_with(ending)) return name.substr(0, name.size() - ending.size());
  }
  return name;
}

std::optional<FileKind> kind_of(std::string_view whole_name) {
  const std::string_view name = without_compression(whole_name);
  const bool is_table = name.ends_with(".csv") || name.ends_with(".tsv");
  if (name == "public_suffix_list.dat") return FileKind::kPublicSuffixes;
  if (name.ends_with(".mmdb")) return FileKind::kMmdb;
  if (is_table && name.starts_with("prefixes")) return FileKind::kPrefixes;
  if (is_table && name.starts_with("popular")) return FileKind::kPopularity;
  return std::nullopt;
}

/// The folder that tells the tag, or else the file's own name: cdn/mine.json,
/// lists/cloudflare/list.json, sinkholes.json.
std::optional<Tag> tag_of_path(const fs::path& path) {
  if (const auto tag = tag_of_list(path.parent_path().filename().string())) return tag;
  return tag_of_list(path.stem().string());
}

/// Reads a whole file. A plain read of everything before anything is parsed: what becomes of the
/// file then, does not matter.
Result<std::string> read_file(const std::string& path, std::size_t limit) {
  SPOOR_TRY(auto stream, InputStream::open(path));
  std::string content;
  for (;;) {
    SPOOR_TRY(const Bytes piece, stream->fill(1));
    if (piece.empty()) return content;
    if (content.size() + piece.size() > limit)
      return Error{ErrorCode::kLimit, "the file is larger than is read: 1 GiB, a list 64 MiB", 0,
                   path};
    content += as_chars(piece);
    stream->consume(piece.size());
  }
}

std::uint32_t changed_s(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0 || status.st_mtime < 0) return 0;
  return static_cast<std::uint32_t>(std::min<std::int64_t>(status.st_mtime, UINT32_MAX));
}

/// Puts what a parser gave where it belongs, or tells why there is nothing.
template <class T>
Status keep(Result<T> parsed, T& into) {
  if (!parsed) return parsed.error();
  into = *std::move(parsed);
  return {};
}

class DirectoryReader {
 public:
  DirectoryReader(std::string directory, std::shared_ptr<const Enrichment> before)
      : directory_(std::move(directory)), before_(std::move(before)) {}
  Result<std::shared_ptr<const Enrichment>> read();

 private:
  Status find_tables();
  void find_lists();
  void load(const Found& found);
  Status parse(const Found& found, LoadedFile& loaded);
  Status parse_suffixes(std::string_view text, LoadedFile& loaded);
  void fall_back(LoadedFile& loaded) const;

  std::string directory_;
  std::shared_ptr<const Enrichment> before_;
  std::vector<Found> found_;
  std::vector<LoadedFile> loaded_;
  std::shared_ptr<const PublicSuffixes> suffixes_;
};

Status DirectoryReader::find_tables() {
  std::error_code failed;
  fs::directory_iterator entries(directory_, failed);
  if (failed) {
    const bool is_missing = failed == std::errc::no_such_file_or_directory;
    return Error{is_missing ? ErrorCode::kNotFound : ErrorCode::kIo,
                 "the enrichment directory cannot be read", 0,
                 directory_ + " (" + failed.message() + ")"};
  }
  for (; !failed && entries != fs::directory_iterator(); entries.increment(failed)) {
    const std::string name = entries->path().filename().string();
    std::error_code ignored;
    if (!entries->is_regular_file(ignored)) continue;  // a pipe would never end
    if (const auto kind = kind_of(name); kind && found_.size() < kMostFiles)
      found_.push_back({name, *kind});
  }
  return {};
}

void DirectoryReader::find_lists() {
  std::error_code failed;
  fs::recursive_directory_iterator entries(fs::path(directory_) / kListFolder, failed);
  for (; !failed && entries != fs::recursive_directory_iterator(); entries.increment(failed)) {
    if (entries.depth() >= kMostDepth) entries.disable_recursion_pending();
    const fs::path& path = entries->path();
    std::error_code ignored;
    if (path.extension() != ".json" || !entries->is_regular_file(ignored)) continue;
    if (found_.size() >= kMostFiles) break;
    found_.push_back(
        {path.lexically_relative(directory_).string(), FileKind::kWarningList, tag_of_path(path)});
  }
}

Status DirectoryReader::parse_suffixes(std::string_view text, LoadedFile& loaded) {
  SPOOR_TRY(auto suffixes, PublicSuffixes::parse(text));
  loaded.file.entries = suffixes.rules();
  if (suffixes.date_s() != 0) loaded.file.date_s = suffixes.date_s();
  loaded.suffixes = std::make_shared<const PublicSuffixes>(std::move(suffixes));
  return {};
}

Status DirectoryReader::parse(const Found& found, LoadedFile& loaded) {
  const bool is_list = found.kind == FileKind::kWarningList;
  if (is_list && !found.tag) {
    return Error{ErrorCode::kInvalid,
                 "no tag is known for this list: put it into a folder named cdn, cloud, parking, "
                 "sinkhole, dynamic-dns, public-resolver or popular",
                 0,
                 {}};
  }
  SPOOR_TRY(const std::string content,
            read_file(directory_ + "/" + found.name, is_list ? kMostListOctets : kMostOctets));
  switch (found.kind) {
    case FileKind::kPublicSuffixes:
      return parse_suffixes(content, loaded);
    case FileKind::kPrefixes: {
      SPOOR_TRY(loaded.origins, PrefixTable::parse(content, loaded.file));
      return {};
    }
    case FileKind::kMmdb: {
      SPOOR_TRY(loaded.origins, MmdbTable::parse(as_bytes(content), loaded.file));
      return {};
    }
    case FileKind::kPopularity:
      return keep(Popularity::parse(content, *suffixes_, loaded.file), loaded.popularity);
    case FileKind::kWarningList:
      return keep(parse_warning_list(content, *found.tag, loaded.file), loaded.labels);
  }
  return {};
}

void DirectoryReader::fall_back(LoadedFile& loaded) const {
  if (!before_) return;
  for (const LoadedFile& old : before_->files()) {
    if (old.file.name != loaded.file.name || !old.has_any()) continue;
    std::string error = std::move(loaded.file.error);
    loaded = old;
    loaded.file.error = std::move(error);
    loaded.file.is_older = true;
  }
}

void DirectoryReader::load(const Found& found) {
  LoadedFile loaded{.file = {.name = found.name, .kind = found.kind}};
  loaded.file.date_s = changed_s(directory_ + "/" + found.name);
  if (const Status done = parse(found, loaded); !done) {
    Error error = done.error();
    if (error.where == found.name) error.where.clear();
    loaded.file.error = describe(error);
    loaded.file.entries = 0;
    fall_back(loaded);
  }
  if (loaded.suffixes) suffixes_ = loaded.suffixes;
  loaded_.push_back(std::move(loaded));
}

// The suffix list first: ranks go by registered domains. Then by name, tables of text before
// databases, so that an operator's own lines decide.
Result<std::shared_ptr<const Enrichment>> DirectoryReader::read() {
  SPOOR_CHECK(find_tables());
  find_lists();
  std::sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) {
    return std::tie(a.kind, a.name) < std::tie(b.kind, b.name);
  });
  suffixes_ = default_enrichment()->files().front().suffixes;
  for (const Found& found : found_) load(found);
  return std::make_shared<const Enrichment>(std::move(loaded_));
}

}  // namespace

Result<std::shared_ptr<const Enrichment>> load_enrichment(
    const std::string& directory, const std::shared_ptr<const Enrichment>& before) {
  return DirectoryReader(directory, before).read();
}

std::string complaint_of(const SourceFile& file) {
  std::string out;
  if (!file.error.empty()) {
    out = fmt::format("{}: {}{}", file.name, file.error,
                      file.is_older ? "; what it said before stays in force" : "");
  } else if (file.skipped > 0 && !file.faults.empty()) {
    out = fmt::format("{}: {} left out, the first is {}: {}", file.name, file.skipped,
                      file.faults.front().line, file.faults.front().what);
  }
  return printable(out);
}

Status EnrichmentHolder::reload() {
  if (directory_.empty()) return {};
  const std::scoped_lock one_at_a_time(reloading_);
  SPOOR_TRY(auto loaded, load_enrichment(directory_, current()));
  const std::scoped_lock lock(mutex_);
  current_ = std::move(loaded);
  return {};
}

}  // namespace spoor::enrich
