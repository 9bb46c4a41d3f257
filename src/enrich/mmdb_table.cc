// SPDX-License-Identifier: Apache-2.0
// libmaxminddb maps a file, and a mapped file that is cut short kills the process that reads it. So
// the octets go into a memory file first, sealed, which nobody else can name.
#include "enrich/mmdb_table.h"

#include <array>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <maxminddb.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <unistd.h>

namespace spoor::enrich {
namespace {

/// A sealed memory file.
class MemoryFile {
 public:
  explicit MemoryFile(Bytes content)
      : descriptor_(::memfd_create("spoor-mmdb", MFD_CLOEXEC | MFD_ALLOW_SEALING)) {
    while (descriptor_ >= 0 && !content.empty()) {
      const ssize_t put = ::write(descriptor_, content.data(), content.size());
      if (put <= 0) return;
      content = content.subspan(static_cast<std::size_t>(put));
    }
    is_whole_ = descriptor_ >= 0 &&
                ::fcntl(descriptor_, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0;
  }
  ~MemoryFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  [[nodiscard]] bool is_whole() const noexcept { return is_whole_; }
  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
  bool is_whole_ = false;
};

using Path = std::array<const char*, 3>;  // ends with nullptr

std::string_view text_at(MMDB_entry_s& entry, const Path& path) {
  MMDB_entry_data_s data{};
  if (MMDB_aget_value(&entry, &data, path.data()) != MMDB_SUCCESS || !data.has_data ||
      data.type != MMDB_DATA_TYPE_UTF8_STRING)
    return {};
  return {data.utf8_string, data.data_size};
}

std::uint32_t asn_at(MMDB_entry_s& entry) {
  MMDB_entry_data_s data{};
  const Path number = {"autonomous_system_number", nullptr, nullptr};
  if (MMDB_aget_value(&entry, &data, number.data()) == MMDB_SUCCESS && data.has_data) {
    if (data.type == MMDB_DATA_TYPE_UINT32) return data.uint32;
    if (data.type == MMDB_DATA_TYPE_UINT16) return data.uint16;
  }
  const std::string_view texts[] = {text_at(entry, number),
                                    text_at(entry, {"asn", nullptr, nullptr})};
  for (const std::string_view text : texts) {
    if (const auto asn = parse_asn(text); asn && *asn != 0) return *asn;
  }
  return 0;
}

std::string_view first_text(MMDB_entry_s& entry, std::initializer_list<Path> paths) {
  for (const Path& path : paths) {
    if (const std::string_view text = text_at(entry, path); !text.empty()) return text;
  }
  return {};
}

}  // namespace

MmdbTable::MmdbTable() : database_(std::make_unique<MMDB_s>()) {}

MmdbTable::~MmdbTable() {
  if (is_open_) MMDB_close(database_.get());
}

Result<std::shared_ptr<const MmdbTable>> MmdbTable::parse(Bytes content, SourceFile& file) {
  const MemoryFile copy(content);
  if (!copy.is_whole())
    return Error{ErrorCode::kIo, "no memory file can be made of the database", 0, file.name};
  std::shared_ptr<MmdbTable> table(new MmdbTable);
  const int status = MMDB_open(copy.path().c_str(), MMDB_MODE_MMAP, table->database_.get());
  if (status != MMDB_SUCCESS) {
    return Error{ErrorCode::kMalformed, "no MaxMind DB, or cut off", 0, MMDB_strerror(status)};
  }
  table->is_open_ = true;
  const MMDB_metadata_s& about = table->database_->metadata;
  file.entries = about.node_count;
  if (about.build_epoch > 0 && about.build_epoch < UINT32_MAX)
    file.date_s = static_cast<std::uint32_t>(about.build_epoch);
  return std::shared_ptr<const MmdbTable>(std::move(table));
}

void MmdbTable::complete(const IpAddress& address, Origin& origin) const {
  sockaddr_storage place{};
  if (address.is_v6) {
    sockaddr_in6 in6{};
    in6.sin6_family = AF_INET6;
    std::memcpy(&in6.sin6_addr, address.octets.data(), 16);
    std::memcpy(&place, &in6, sizeof in6);
  } else {
    sockaddr_in in{};
    in.sin_family = AF_INET;
    std::memcpy(&in.sin_addr, address.octets.data(), 4);
    std::memcpy(&place, &in, sizeof in);
  }
  int fault = 0;
  MMDB_lookup_result_s found =
      MMDB_lookup_sockaddr(database_.get(), reinterpret_cast<const sockaddr*>(&place), &fault);
  if (fault != MMDB_SUCCESS || !found.found_entry) return;
  const std::uint32_t asn = asn_at(found.entry);
  if (origin.asn == 0) origin.asn = asn;
  if (origin.asn == asn && origin.holder.empty()) {
    origin.holder =
        first_text(found.entry, {Path{"autonomous_system_organization", nullptr, nullptr},
                                 Path{"as_name", nullptr, nullptr}});
  }
  if (origin.country.empty()) {
    origin.country = country_code(first_text(
        found.entry, {Path{"country", "iso_code", nullptr}, Path{"country_code", nullptr, nullptr},
                      Path{"country", nullptr, nullptr}}));
  }
}

}  // namespace spoor::enrich
