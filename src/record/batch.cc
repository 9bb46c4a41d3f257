// SPDX-License-Identifier: Apache-2.0
// The order of a batch's rows, and the arena under its views.
#include "record/batch.h"

#include <cstring>
#include <utility>

namespace spoor::record {
namespace {

constexpr std::size_t kFirstChunkBytes = std::size_t{1} << 20;
constexpr std::size_t kLargeBytes = 4 * kLargePageBytes;  // an arena of so many takes such chunks

}  // namespace

int compare(const BatchRow& a, const BatchRow& b) noexcept {
  if (const int name = compare_bytes(a.name, b.name); name != 0) return name;
  if (a.type != b.type) return a.type < b.type ? -1 : 1;
  if (const int rdata = compare_bytes(a.rdata, b.rdata); rdata != 0) return rdata;
  if (a.bailiwick != b.bailiwick) return a.bailiwick < b.bailiwick ? -1 : 1;
  if (a.source != b.source) return a.source < b.source ? -1 : 1;
  return static_cast<int>(a.how) - static_cast<int>(b.how);
}

Arena::Arena(Arena&& other) noexcept
    : chunks_(std::move(other.chunks_)),
      at_(std::exchange(other.at_, nullptr)),
      left_(std::exchange(other.left_, 0)),
      bytes_(std::exchange(other.bytes_, 0)) {
  other.chunks_.clear();
}

Arena& Arena::operator=(Arena&& other) noexcept {
  if (this == &other) return *this;
  chunks_ = std::move(other.chunks_);
  other.chunks_.clear();
  at_ = std::exchange(other.at_, nullptr);
  left_ = std::exchange(other.left_, 0);
  bytes_ = std::exchange(other.bytes_, 0);
  return *this;
}

char* Arena::add_chunk(std::size_t size) {
  chunks_.push_back(std::unique_ptr<char[], FreeChunk>(static_cast<char*>(allocate_large(size)),
                                                       FreeChunk{size}));
  bytes_ += size;
  return chunks_.back().get();
}

char* Arena::allocate(std::size_t size) {
  if (size > left_ || at_ == nullptr) {
    const std::size_t chunk = bytes_ < kLargeBytes ? kFirstChunkBytes : kLargeBytes;
    if (size > chunk / 4) return add_chunk(size);  // of its own: the one in use keeps its room
    at_ = add_chunk(chunk);
    left_ = chunk;
  }
  char* const out = at_;
  at_ += size;
  left_ -= size;
  return out;
}

std::string_view Arena::copy(std::string_view bytes) {
  char* const out = allocate(bytes.size());
  if (!bytes.empty()) std::memcpy(out, bytes.data(), bytes.size());
  return {out, bytes.size()};
}

void Arena::clear() noexcept {
  chunks_.clear();
  at_ = nullptr;
  left_ = 0;
  bytes_ = 0;
}

}  // namespace spoor::record
