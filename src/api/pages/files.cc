// SPDX-License-Identifier: Apache-2.0
#include "api/pages/files.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

namespace spoor::api::pages {
namespace {

constexpr std::string_view kAssets = "assets/";

Error nothing_there() {
  return Error{ErrorCode::kNotFound, "there is no such file", 0, {}};
}

class PackedFiles final : public PageFiles {
 public:
  explicit PackedFiles(std::span<const PackedFile> pack) : pack_(pack) {}

  [[nodiscard]] Result<PageFile> read(std::string_view name, bool takes_gzip) const override {
    const auto found = std::find_if(pack_.begin(), pack_.end(),
                                    [&](const PackedFile& file) { return file.name == name; });
    if (found == pack_.end()) return nothing_there();
    PageFile file;
    file.is_gzip = takes_gzip && !found->gzip.empty();
    file.octets = file.is_gzip ? found->gzip : found->plain;
    file.tag = fmt::format("\"{}{}\"", found->digest, file.is_gzip ? "-gzip" : "");
    file.is_lasting = name.starts_with(kAssets);
    return file;
  }

 private:
  std::span<const PackedFile> pack_;
};

/// One plain segment: nothing that a file system takes for more than a name.
bool is_plain(std::string_view name) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  return !name.empty() && name.front() != '.' && std::all_of(name.begin(), name.end(), is_allowed);
}

class FolderFiles final : public PageFiles {
 public:
  explicit FolderFiles(std::string folder) : folder_(std::move(folder)) {}

  [[nodiscard]] Result<PageFile> read(std::string_view name, bool /*takes_gzip*/) const override {
    const bool is_asset = name.starts_with(kAssets);
    if (!is_plain(is_asset ? name.substr(kAssets.size()) : name)) return nothing_there();
    const std::filesystem::path path = folder_ / name;
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return nothing_there();
    PageFile file;
    SPOOR_CHECK(read_bounded(path, file.octets));
    const auto written = static_cast<std::uint64_t>(
        std::filesystem::last_write_time(path, error).time_since_epoch().count());
    file.tag = fmt::format("\"{:x}-{:x}\"", written, file.octets.size());
    return file;
  }

 private:
  static Status read_bounded(const std::filesystem::path& path, std::string& octets) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    std::ifstream in(path, std::ios::binary);
    if (error || !in) return Error{ErrorCode::kIo, "the file cannot be read", 0, {}};
    if (size > kMostOctets) return Error{ErrorCode::kLimit, "the file is above 8 MiB", 0, {}};
    octets.resize(size);
    in.read(octets.data(), static_cast<std::streamsize>(size));
    octets.resize(static_cast<std::size_t>(in.gcount()));  // it may have shrunk since
    return {};
  }

  std::filesystem::path folder_;
};

}  // namespace

std::shared_ptr<const PageFiles> packed_files(std::span<const PackedFile> pack) {
  if (pack.empty()) return nullptr;
  return std::make_shared<PackedFiles>(pack);
}

Result<std::shared_ptr<const PageFiles>> folder_files(const std::string& folder) {
  auto files = std::make_shared<FolderFiles>(folder);
  if (!files->read("index.html", false)) {
    return Error{ErrorCode::kInvalid, "expected a folder of built pages, with an index.html", 0,
                 folder};
  }
  return std::shared_ptr<const PageFiles>(std::move(files));
}

}  // namespace spoor::api::pages
