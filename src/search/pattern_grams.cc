// SPDX-License-Identifier: Apache-2.0
// Sets of strings that a part begins and ends with, as long as they are few; grams of what is known
// whole.
#include "search/pattern_grams.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace spoor::search {
namespace {

using record::GramQuery;
using Kind = PatternNode::Kind;
using Strings = std::set<std::string>;

constexpr std::size_t kMostOctets = 6;  // of a set that is written out
constexpr std::size_t kMostStrings = 24;
constexpr std::size_t kMostParts = 64;  // of a query; beyond, what is asked is no narrower
constexpr std::uint16_t kWrittenOut = 3;

GramQuery everything() {
  return {};
}

GramQuery all_of(GramQuery a, GramQuery b) {
  if (a.kind == GramQuery::Kind::kEverything) return b;
  if (b.kind == GramQuery::Kind::kEverything) return a;
  GramQuery query;
  query.kind = GramQuery::Kind::kAll;
  for (GramQuery* part : {&a, &b}) {
    if (part->kind == GramQuery::Kind::kAll) {
      for (GramQuery& inner : part->parts) query.parts.push_back(std::move(inner));
    } else {
      query.parts.push_back(std::move(*part));
    }
  }
  if (query.parts.size() > kMostParts) query.parts.resize(kMostParts);
  return query;
}

GramQuery either_of(GramQuery a, GramQuery b) {
  if (a.kind == GramQuery::Kind::kEverything || b.kind == GramQuery::Kind::kEverything)
    return everything();
  if (a == b) return a;
  GramQuery query;
  query.kind = GramQuery::Kind::kEither;
  for (GramQuery* part : {&a, &b}) {
    if (part->kind == GramQuery::Kind::kEither) {
      for (GramQuery& inner : part->parts) query.parts.push_back(std::move(inner));
    } else {
      query.parts.push_back(std::move(*part));
    }
  }
  return query.parts.size() > kMostParts ? everything() : query;
}

GramQuery grams_of(const std::string& text) {
  GramQuery query;
  for (std::size_t i = 0; i + 3 <= text.size(); ++i) {
    GramQuery gram;
    gram.kind = GramQuery::Kind::kGram;
    gram.gram = {text[i], text[i + 1], text[i + 2]};
    query = all_of(std::move(query), std::move(gram));
  }
  return query;
}

/// That one of these stands in the text.
GramQuery one_of(const Strings& strings) {
  GramQuery query{GramQuery::Kind::kEither, {}, {}};
  for (const std::string& text : strings) {
    if (text.size() < 3) return everything();
    query = either_of(std::move(query), grams_of(text));
    if (query.kind == GramQuery::Kind::kEverything) return query;
  }
  return query;
}

Strings joined(const Strings& a, const Strings& b) {
  Strings both;
  for (const std::string& x : a) {
    for (const std::string& y : b) both.insert(x + y);
  }
  return both;
}

/// What is known of the texts that a part matches.
struct Known {
  bool is_exact = false;  // `begins` are all of them
  Strings begins{""}, ends{""};
  GramQuery grams;

  static Known exactly(Strings strings) { return {true, std::move(strings), {}, {}}; }
  static Known nothing() { return {}; }

  /// No longer whole strings, but what they begin and end with, and their grams.
  void loosen() {
    if (!is_exact) return;
    is_exact = false;
    ends = begins;
    shorten();
  }
  /// Two octets at either edge are enough for the grams across it.
  void shorten() {
    grams = all_of(std::move(grams), one_of(begins));
    if (ends != begins) grams = all_of(std::move(grams), one_of(ends));
    Strings short_begins, short_ends;
    for (const std::string& text : begins) short_begins.insert(text.substr(0, 2));
    for (const std::string& text : ends)
      short_ends.insert(text.size() > 2 ? text.substr(text.size() - 2) : text);
    begins = short_begins.size() > kMostStrings ? Strings{""} : std::move(short_begins);
    ends = short_ends.size() > kMostStrings ? Strings{""} : std::move(short_ends);
  }
};

Known follow(Known a, Known b) {
  if (a.is_exact && b.is_exact && a.begins.size() * b.begins.size() <= kMostStrings)
    return Known::exactly(joined(a.begins, b.begins));
  Known both;
  const bool a_was_exact = a.is_exact, b_was_exact = b.is_exact;
  const Strings a_whole = a.begins, b_whole = b.begins;
  a.loosen();
  b.loosen();
  both.grams = all_of(std::move(a.grams), std::move(b.grams));
  const auto few = [](const Strings& x, const Strings& y) {
    return x.size() * y.size() <= kMostStrings;
  };
  const Strings& left = a_was_exact ? a_whole : a.ends;
  const Strings& right = b_was_exact ? b_whole : b.begins;
  if (few(left, right)) both.grams = all_of(std::move(both.grams), one_of(joined(left, right)));
  both.begins = a_was_exact && few(a_whole, right) ? joined(a_whole, right) : a.begins;
  both.ends = b_was_exact && few(left, b_whole) ? joined(left, b_whole) : b.ends;
  both.shorten();
  return both;
}

Known choose(Known a, Known b) {
  if (a.is_exact && b.is_exact && a.begins.size() + b.begins.size() <= kMostStrings) {
    a.begins.merge(b.begins);
    return a;
  }
  a.loosen();
  b.loosen();
  Known one;
  one.grams = either_of(std::move(a.grams), std::move(b.grams));
  a.begins.merge(b.begins);
  a.ends.merge(b.ends);
  one.begins = std::move(a.begins);
  one.ends = std::move(a.ends);
  one.shorten();
  return one;
}

Known know(const PatternNode& node);

Known know_set(const OctetSet& set) {
  Strings octets;
  for (std::size_t c = 0; c < set.size(); ++c) {
    if (!set.test(c) || (c >= 'A' && c <= 'Z')) continue;
    octets.insert(std::string(1, static_cast<char>(c)));
    if (octets.size() > kMostOctets) return Known::nothing();
  }
  return Known::exactly(std::move(octets));
}

Known know_repeat(const PatternNode& node) {
  const Known one = know(node.parts.front());
  Known known = Known::exactly({""});
  const std::uint16_t written = std::min(node.least, kWrittenOut);
  for (std::uint16_t i = 0; i < written; ++i) known = follow(std::move(known), one);
  if (node.least == written && node.most == node.least) return known;
  if (node.least == 0 && node.most == 1) return choose(one, Known::exactly({""}));
  return follow(std::move(known), Known::nothing());
}

Known know(const PatternNode& node) {
  switch (node.kind) {
    case Kind::kSet:
      return know_set(node.set);
    case Kind::kRepeat:
      return know_repeat(node);
    case Kind::kEither: {
      Known known = know(node.parts.front());
      for (std::size_t i = 1; i < node.parts.size(); ++i)
        known = choose(std::move(known), know(node.parts[i]));
      return known;
    }
    case Kind::kSequence: {
      Known known = Known::exactly({""});
      for (const PatternNode& part : node.parts) known = follow(std::move(known), know(part));
      return known;
    }
    case Kind::kBegin:
    case Kind::kEnd:
    case Kind::kEndOrDot:
      break;
  }
  return Known::exactly({""});
}

}  // namespace

GramQuery to_gram_query(const PatternNode& pattern) {
  Known known = know(pattern);
  known.loosen();
  return known.grams;
}

}  // namespace spoor::search
