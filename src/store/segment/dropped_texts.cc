// SPDX-License-Identifier: Apache-2.0
#include "store/segment/dropped_texts.h"

#include <array>

#include <xxhash.h>

#include "base/bytes.h"
#include "dns/name.h"
#include "dns/rdata.h"
#include "record/text_list.h"

namespace spoor::store {

DroppedTexts::Digest DroppedTexts::digest_of(Section list, std::string_view text) {
  const XXH128_hash_t hash =
      XXH3_128bits_withSeed(text.data(), text.size(), static_cast<XXH64_hash_t>(list));
  return {hash.low64, hash.high64};
}

/// As the lists of a segment are made (segment_build.cc).
template <class Use>
void DroppedTexts::each_text(const record::StoredRecord& record, const Use& use) {
  form_.clear();
  dns::append_forward_from_sort_form(form_, record.name);
  use(digest_of(Section::kNames, form_));
  const std::string_view rdata = record.key.rdata;
  std::array<dns::RdataName, 4> names;
  const std::size_t count =
      dns::find_rdata_names(record.type, as_bytes(rdata), names.data(), names.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (names[i].role != dns::NameRole::kHost) continue;
    form_.clear();
    dns::append_forward_form(form_, as_bytes(rdata.substr(names[i].offset, names[i].size)));
    use(digest_of(Section::kNames, form_));
  }
  if (!record::has_searched_text(record.type)) return;
  form_.clear();
  record::append_value_entry(form_, record.type, rdata);
  use(digest_of(Section::kValues, form_));
}

void DroppedTexts::drop(const record::StoredRecord& record) {
  each_text(record, [this](const Digest& digest) { gone_.insert(digest); });
}

void DroppedTexts::keep(const record::StoredRecord& record) {
  each_text(record, [this](const Digest& digest) { gone_.erase(digest); });
}

bool DroppedTexts::is_gone(Section list, std::string_view text) const {
  return !gone_.empty() && gone_.contains(digest_of(list, text));
}

}  // namespace spoor::store
