// SPDX-License-Identifier: Apache-2.0
// Runs of places that take one octet each.
#include "search/pattern_literal.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace spoor::search {
namespace {

using Kind = PatternNode::Kind;

constexpr std::size_t kLeastOctets = 2;
constexpr std::size_t kMostOctets = 64;  // more tell no more
constexpr std::uint16_t kWrittenOut = 8;

/// About how many bits an octet of a host name tells.
unsigned bits_of(char octet) noexcept {
  constexpr std::string_view kOften("aeinorstw"), kSeldom("jkqvxyz0123456789-");
  if (octet == '.') return 1;
  if (kOften.find(octet) != std::string_view::npos) return 3;
  return kSeldom.find(octet) != std::string_view::npos ? 5 : 4;
}

class LiteralRuns {
 public:
  void visit(const PatternNode& node) {
    switch (node.kind) {
      case Kind::kSequence:
        for (const PatternNode& part : node.parts) visit(part);
        return;
      case Kind::kSet:
        visit_set(node.set);
        return;
      case Kind::kRepeat:
        visit_repeat(node);
        return;
      case Kind::kEnd:
      case Kind::kEndOrDot:
        cut(2);
        return;
      case Kind::kEither:
      case Kind::kBegin:
        cut();
        return;
    }
  }
  std::string take_best() {
    cut();
    return std::move(best_);
  }

 private:
  void visit_set(OctetSet set) {
    for (std::size_t c = 'A'; c <= 'Z'; ++c) set.reset(c);
    if (set.count() != 1 || run_.size() >= kMostOctets) return cut();
    run_ += static_cast<char>(set._Find_first());
  }
  void visit_repeat(const PatternNode& node) {
    const std::uint16_t written = std::min(node.least, kWrittenOut);
    for (std::uint16_t i = 0; i < written; ++i) visit(node.parts.front());
    if (node.most != written) cut();
  }
  /// Ends a run. One at the end of texts tells less: many names end alike.
  void cut(unsigned divisor = 1) {
    unsigned bits = 0;
    for (const char octet : run_) bits += bits_of(octet);
    bits /= divisor;
    if (run_.size() >= kLeastOctets && bits > best_bits_) {
      best_ = run_;
      best_bits_ = bits;
    }
    run_.clear();
  }

  std::string run_, best_;
  unsigned best_bits_ = 0;
};

}  // namespace

std::string needed_literal(const PatternNode& pattern) {
  LiteralRuns runs;
  runs.visit(pattern);
  return runs.take_best();
}

}  // namespace spoor::search
