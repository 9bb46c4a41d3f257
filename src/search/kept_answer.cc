// SPDX-License-Identifier: Apache-2.0
// Rows packed one behind the other; every 64th has its place in memory.
#include "search/kept_answer.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <type_traits>
#include <utility>

#include <unistd.h>

#include "search/scratch_file.h"

namespace spoor::search {
namespace {

constexpr std::uint64_t kRowsPerPlace = 64;
constexpr std::size_t kBuffer = std::size_t{1} << 16;

/// The fixed part of a row; owner, rdata, days and sources follow.
struct Head {
  std::uint64_t undated, told;
  std::uint32_t size, type, source, first, last, ttl_min, ttl_max, rdata, days, owner;
  std::uint32_t sources, all_sources;
  std::uint8_t bailiwick, how, has_source, presence;
};
static_assert(std::is_trivially_copyable_v<Head>);

Error failed(std::string_view what) {
  return {ErrorCode::kIo, what, 0, std::strerror(errno)};
}

}  // namespace

KeptAnswer::~KeptAnswer() {
  ::close(fd_);
}

Result<std::unique_ptr<KeptAnswerMaker>> KeptAnswerMaker::create(const std::string& dir,
                                                                 std::uint64_t max_bytes) {
  SPOOR_TRY(const int fd, open_scratch_file(dir));
  return std::unique_ptr<KeptAnswerMaker>(
      new KeptAnswerMaker(std::shared_ptr<KeptAnswer>(new KeptAnswer(fd)), max_bytes));
}

Status KeptAnswerMaker::flush() {
  std::string_view left = buffer_;
  while (!left.empty()) {
    const ssize_t written = ::write(answer_->fd_, left.data(), left.size());
    if (written < 0 && errno != EINTR) return failed("cannot keep an answer");
    if (written > 0) left.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
  return {};
}

Status KeptAnswerMaker::add(const Row& row) {
  const record::Sightings& s = *row.sightings;
  const auto days = s.days.all();
  const std::size_t size = sizeof(Head) + row.owner.size() + row.rdata.size() + days.size_bytes() +
                           row.sources.ids.size_bytes();
  const Head head{s.undated,
                  s.told,
                  static_cast<std::uint32_t>(size),
                  dns::to_number(row.type),
                  row.source ? row.source->v : 0,
                  s.first,
                  s.last,
                  s.ttl_min,
                  s.ttl_max,
                  static_cast<std::uint32_t>(row.rdata.size()),
                  static_cast<std::uint32_t>(days.size()),
                  static_cast<std::uint32_t>(row.owner.size()),
                  static_cast<std::uint32_t>(row.sources.ids.size()),
                  row.sources.total,
                  row.bailiwick,
                  static_cast<std::uint8_t>(row.how),
                  static_cast<std::uint8_t>(row.source ? 1 : 0),
                  static_cast<std::uint8_t>(row.presence)};
  KeptAnswer& answer = *answer_;
  if (answer.rows_ % kRowsPerPlace == 0) answer.places_.push_back(answer.size_bytes_);
  ++answer.rows_;
  answer.size_bytes_ += size;
  if (answer.size_bytes_ + answer.places_.size() * sizeof(std::uint64_t) > max_bytes_) {
    return Error{ErrorCode::kLimit,
                 "the answer is too large to be kept: ask without keep, or for less", 0, "keep"};
  }
  buffer_.append(reinterpret_cast<const char*>(&head), sizeof(head));
  buffer_ += as_chars(row.owner);
  buffer_ += row.rdata;
  buffer_.append(reinterpret_cast<const char*>(days.data()), days.size_bytes());
  pack_sources(buffer_, row.sources);
  return buffer_.size() < kBuffer ? Status() : flush();
}

Result<std::shared_ptr<const KeptAnswer>> KeptAnswerMaker::finish() {
  SPOOR_CHECK(flush());
  return std::shared_ptr<const KeptAnswer>(std::move(answer_));
}

KeptPage::KeptPage(std::shared_ptr<const KeptAnswer> answer, const record::RecordStore& store,
                   std::uint64_t offset)
    : answer_(std::move(answer)), store_(store), place_(answer_->size_bytes()), names_(store) {
  if (offset >= answer_->rows()) return;
  const std::uint64_t nearest = offset / kRowsPerPlace;
  place_ = answer_->places_[nearest];
  skip_ = offset - nearest * kRowsPerPlace;
  left_ = answer_->rows() - nearest * kRowsPerPlace;
}

/// The next `size` octets; a view until the next call.
Result<std::string_view> KeptPage::read(std::size_t size) {
  if (buffer_.size() - at_ < size) {
    buffer_.erase(0, at_);
    at_ = 0;
    const std::size_t held = buffer_.size();
    const auto wanted = static_cast<std::size_t>(
        std::min<std::uint64_t>(std::max(size - held, kBuffer), answer_->size_bytes() - place_));
    buffer_.resize(held + wanted);
    std::size_t got = 0;
    while (got < wanted) {
      const ssize_t more = ::pread(answer_->fd_, buffer_.data() + held + got, wanted - got,
                                   static_cast<off_t>(place_ + got));
      if (more < 0 && errno == EINTR) continue;
      if (more <= 0) return failed("cannot read a kept answer");
      got += static_cast<std::size_t>(more);
    }
    place_ += wanted;
    if (buffer_.size() < size)
      return Error{ErrorCode::kCorrupt, "a kept answer ends within a row", 0, {}};
  }
  at_ += size;
  return std::string_view(buffer_).substr(at_ - size, size);
}

Result<bool> KeptPage::next() {
  while (left_ > 0) {
    SPOOR_TRY(const std::string_view fixed, read(sizeof(Head)));
    Head head;
    std::memcpy(&head, fixed.data(), sizeof(head));
    at_ -= sizeof(Head);
    if (head.size < sizeof(Head)) return Error{ErrorCode::kCorrupt, "a kept row is cut", 0, {}};
    SPOOR_TRY(const std::string_view packed, read(head.size));
    --left_;
    if (skip_ > 0) {
      --skip_;
      continue;
    }
    SPOOR_CHECK(unpack(packed));
    return true;
  }
  return false;
}

Status KeptPage::unpack(std::string_view packed) {
  Head head;
  std::memcpy(&head, packed.data(), sizeof(head));
  const std::string_view rest = packed.substr(sizeof(Head));
  row_.owner = as_bytes(rest.substr(0, head.owner));
  row_.rdata = rest.substr(head.owner, head.rdata);
  const auto type = static_cast<dns::RrType>(head.type);
  if (!has_type_ || row_.type != type) type_text_ = store_.type_text(type);
  has_type_ = true;
  row_.type = type;
  row_.type_text = type_text_;
  row_.bailiwick = head.bailiwick;
  row_.how = static_cast<record::How>(head.how);
  row_.presence = static_cast<Presence>(head.presence);
  if (head.has_source == 0) {
    row_.source.reset();
    row_.source_name = {};
  } else if (!row_.source || row_.source->v != head.source) {
    row_.source = record::SourceId{head.source};
    row_.source_name = names_.name(*row_.source);
  }
  sightings_ = {};
  sightings_.first = head.first;
  sightings_.last = head.last;
  sightings_.ttl_min = head.ttl_min;
  sightings_.ttl_max = head.ttl_max;
  sightings_.undated = head.undated;
  sightings_.told = head.told;
  std::string_view days = rest.substr(std::size_t{head.owner} + head.rdata);
  for (std::uint32_t i = 0; i < head.days; ++i) {
    record::DayCount day;
    std::memcpy(&day, days.data() + i * sizeof(day), sizeof(day));
    sightings_.days.add(day.day, day.count);
  }
  days.remove_prefix(head.days * sizeof(record::DayCount));
  sources_.restore(unpack_sources(days, head.sources), head.all_sources, names_);
  row_.sources = sources_.view();
  row_.sightings = &sightings_;
  return {};
}

}  // namespace spoor::search
