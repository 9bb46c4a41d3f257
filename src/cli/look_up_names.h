// SPDX-License-Identifier: Apache-2.0
// The names that spoor resolve asks for: from the command line, a list, a question, or what is new.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "cli/session.h"
#include "dns/name.h"
#include "record/record_store.h"

namespace spoor::cli {

/// Names in the order in which they came, each once.
class NameList {
 public:
  explicit NameList(std::uint64_t most) : most_(most) {}

  /// Errors: kLimit.
  Status add(Bytes wire);
  [[nodiscard]] std::size_t size() const noexcept { return in_order_.size(); }
  [[nodiscard]] dns::Name operator[](std::size_t at) const {
    return *dns::name_from_wire(as_bytes(*in_order_[at]));
  }

 private:
  std::uint64_t most_;
  std::unordered_set<std::string> names_;  // its strings stay where they are
  std::vector<const std::string*> in_order_;
};

/// What stands in a list, a name a line: `#` comments, blank lines, Unicode names and `*.` as they
/// are. Bad lines are told (the first ten) and counted. Errors: the file's, kLimit.
Result<std::uint64_t> read_name_list(const std::string& path, NameList& names);

/// The owners of all that answers `--matching`, of which `--new-since` leaves those that nobody saw
/// before. Errors: of the words, the store's, kLimit.
Status find_names(const Session& session, const record::RecordStore& store, NameList& names);

/// A name as a person types it. Errors: kInvalid, kMalformed.
Result<dns::Name> parse_typed_name(std::string_view text);

}  // namespace spoor::cli
