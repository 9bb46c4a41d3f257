// SPDX-License-Identifier: Apache-2.0
#include "store/segment/name_block.h"

#include <algorithm>

namespace spoor::store {

bool NameBlockBuilder::add(std::string_view forward_form) {
  if (names_ == kMaxNames || bytes_.size() > kMaxRawBytes) return false;
  const std::size_t lcp = names_ % kGroupTexts == 0 ? 0 : common_prefix(last_.view(), forward_form);
  lcp_.put(lcp);
  len_.put(forward_form.size() - lcp);
  bytes_.append(forward_form.substr(lcp));
  last_.truncate(lcp);
  last_.append(forward_form.substr(lcp));
  ++names_;
  return true;
}

void NameBlockBuilder::encode(std::string& out) const {
  put_varint(out, names_);
  put_varint(out, lcp_.extra().size());
  put_varint(out, len_.extra().size());
  out.append(lcp_.codes())
      .append(lcp_.extra())
      .append(len_.codes())
      .append(len_.extra())
      .append(bytes_.view());
}

void NameBlockBuilder::clear() {
  names_ = 0;
  last_.clear();
  lcp_.clear();
  len_.clear();
  bytes_.clear();
}

Status NameBlockCursor::open(std::string_view block) {
  ByteReader in(block);
  left_ = in.varint();
  const std::uint64_t lcp_extra = in.varint();
  const std::uint64_t len_extra = in.varint();
  const std::string_view lcp = in.bytes(left_);
  lcp_ = IntColumnReader(lcp, in.bytes(lcp_extra));
  const std::string_view len = in.bytes(left_);
  len_ = IntColumnReader(len, in.bytes(len_extra));
  bytes_ = in.bytes(in.left());
  name_.clear();
  size_ = 0;
  failed_ = false;
  if (!in.ok()) return Error{ErrorCode::kCorrupt, "name block", 0, {}};
  return {};
}

bool NameBlockCursor::next() {
  if (!next_rest()) return false;
  name_.truncate(shared_);
  name_.append(rest_);
  return true;
}

std::string_view NameBlockCursor::rests(std::size_t names) const noexcept {
  IntColumnReader sizes = len_;
  const std::uint64_t octets = sizes.sum(std::min(names, left_));
  return bytes_.substr(0, std::min<std::uint64_t>(octets, bytes_.size()));
}

std::optional<NameBlockCursor::Run> NameBlockCursor::next_run(std::size_t names) {
  names = std::min(names, left_);
  Run run{lcp_.peek(names), len_.peek(names), rests(names)};
  if (run.shared.empty() || run.lengths.empty() || run.shared.front() != 0) return std::nullopt;
  std::size_t octets = run.lengths.front();
  bool is_sound = true;
  for (std::size_t i = 1; i < names; ++i) {
    is_sound &= run.shared[i] <= run.shared[i - 1] + run.lengths[i - 1];
    octets += run.lengths[i];
  }
  if (!is_sound || octets != run.rests.size()) return std::nullopt;
  lcp_.skip(names);
  len_.skip(names);
  bytes_.remove_prefix(octets);
  left_ -= names;
  name_.clear();
  size_ = 0;  // as after skip()
  return run;
}

void NameBlockCursor::skip(std::size_t names) {
  names = std::min(names, left_);
  lcp_.skip(names);
  const std::uint64_t octets = len_.sum(names);
  if (!lcp_.ok() || !len_.ok() || octets > bytes_.size()) {
    failed_ = true;
    return;
  }
  bytes_.remove_prefix(static_cast<std::size_t>(octets));
  left_ -= names;
  name_.clear();
  size_ = 0;  // what follows shares nothing with what was passed over
}

}  // namespace spoor::store
