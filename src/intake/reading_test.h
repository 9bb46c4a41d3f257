// SPDX-License-Identifier: Apache-2.0
// A toy reader for the tests of batches: content is records of eight octets, the same octets are
// the same record.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>

#include "base/byte_source.h"
#include "base/input_stream.h"
#include "intake/batch_stream.h"

namespace spoor::intake {

inline constexpr std::size_t kRecordOctets = 8;
inline constexpr BatchLimits kSmall{
    .rows = 10, .key_bytes = 1 << 20, .input_bytes = 1 << 20, .steps_between_checks = 2};

/// Content of `n` records.
inline std::string content_of(std::size_t n, unsigned seed) {
  std::mt19937 random(seed);
  std::string content;
  for (std::size_t i = 0; i < n; ++i) {
    const std::string digits = std::to_string(random() % 60);
    content += "r" + std::string(kRecordOctets - 1 - digits.size(), '0') + digits;
  }
  return content;
}

/// Gives the first `size` octets of `content`, and then the error of a sender that went away.
class TornSource final : public ByteSource {
 public:
  TornSource(const std::string& content, std::size_t size) : content_(content.substr(0, size)) {}
  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    const std::size_t n = std::min(out.size(), content_.size() - at_);
    if (n == 0) return Error{ErrorCode::kIo, "the sender went away"};
    std::copy_n(content_.begin() + static_cast<std::ptrdiff_t>(at_), n, out.begin());
    at_ += n;
    return n;
  }

 private:
  std::string content_;
  std::size_t at_ = 0;
};

struct Outcome {
  std::uint64_t merged = 0, known = 0;
  std::optional<Error> error;
};

/// A step of the toy reader; false at the end.
inline bool read_record(InputStream& in, record::ObservationSink& sink) {
  const auto view = in.fill(kRecordOctets);
  if (!view || view->size() < kRecordOctets) return false;
  const std::string owner =
      "\x08" + std::string(as_chars(view->first(kRecordOctets))) + std::string(1, '\0');
  const record::RecordView record{as_bytes(owner), dns::RrType::kA, as_bytes("abcd"), 1};
  sink.observe({record, {1}, record::How::kSensor, 1000, 60});
  in.consume(kRecordOctets);
  return true;
}

/// Reads like an importer: a step a record, up to `most_steps`, then as if killed (nothing more is
/// merged).
inline Outcome read_input(InputStream& in, BatchStream& batches,
                          std::size_t most_steps = SIZE_MAX) {
  Status state = batches.begin();
  std::size_t steps = 0;
  for (; state && steps < most_steps && read_record(in, batches.sink()); ++steps)
    state = batches.after_step();
  if (state && steps < most_steps) state = batches.finish();
  Outcome outcome{batches.merged(), batches.known(), {}};
  if (!state) outcome.error = state.error();
  return outcome;
}

/// How often each record is counted in a store.
inline std::map<std::string, std::uint64_t> counts_in(const record::RecordStore& store) {
  std::map<std::string, std::uint64_t> counts;
  const auto snapshot = store.snapshot();
  auto cursor = snapshot->find({});
  while (cursor) {
    const auto next = (*cursor)->next();
    if (!next || *next == nullptr) break;
    for (const auto& sourced : (*next)->sightings)
      counts[std::string((*next)->name.substr(0, kRecordOctets))] += sourced.sightings.count();
  }
  return counts;
}

/// How often each record stands in `content`.
inline std::map<std::string, std::uint64_t> truth_of(const std::string& content) {
  std::map<std::string, std::uint64_t> counts;
  for (std::size_t at = 0; at + kRecordOctets <= content.size(); at += kRecordOctets)
    ++counts[content.substr(at, kRecordOctets)];
  return counts;
}

/// Registers the source that the toy reader reads for.
inline std::unique_ptr<record::RecordStore> with_source(
    std::unique_ptr<record::RecordStore> store) {
  const auto source =
      store->intern_source({"s", record::SourceKind::kSensor, record::FeedMode::kDelta});
  return source && source->v == 1 ? std::move(store) : nullptr;
}

}  // namespace spoor::intake
