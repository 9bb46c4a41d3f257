// SPDX-License-Identifier: Apache-2.0
// Names and values that no record has any more, found by their digests. Inside the room only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "record/record_store.h"
#include "store/segment/segment_format.h"

namespace spoor::store {

/// First every record that goes is dropped, then every one that stays is kept; after that is_gone()
/// tells. Takes about 50 octets for each text of a record that goes; 128 bits of digest, so that no
/// two texts meet.
class DroppedTexts {
 public:
  void drop(const record::StoredRecord& record);
  void keep(const record::StoredRecord& record);
  [[nodiscard]] bool is_empty() const noexcept { return gone_.empty(); }
  /// An entry of a segment's list of names or of values.
  [[nodiscard]] bool is_gone(Section list, std::string_view text) const;

 private:
  struct Digest {
    std::uint64_t low = 0, high = 0;
    bool operator==(const Digest&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Digest& digest) const noexcept { return digest.low; }
  };
  static Digest digest_of(Section list, std::string_view text);
  template <class Use>
  void each_text(const record::StoredRecord& record, const Use& use);

  std::unordered_set<Digest, Hash> gone_;
  std::string form_;
};

}  // namespace spoor::store
