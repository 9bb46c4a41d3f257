// SPDX-License-Identifier: Apache-2.0
// One map of both sides' items; a key is type, sort form of the owner (or nothing), rdata.
#include "history/compare.h"

#include <algorithm>
#include <utility>

#include "dns/name.h"

namespace spoor::history {
namespace {

using record::DayRun;
using search::QueryIn;

void join(SideSeen& seen, const record::Sightings& s, Certainty certainty) {
  seen.certainty = std::max(seen.certainty, certainty);
  seen.first = seen.rows == 0 ? s.first : std::min(seen.first, s.first);
  seen.last = std::max(seen.last, s.last);
  seen.count = record::add_counts(seen.count, s.count());
  ++seen.rows;
}

bool are_of_one_kind(const search::Query& a, const search::Query& b) {
  return (a.in == QueryIn::kName) == (b.in == QueryIn::kName);
}

}  // namespace

CompareShape shape_of(const CompareQuestion& question) {
  const search::Query& a = question.before.request.query;
  const search::Query& b = question.after.request.query;
  const bool is_exact = a.kind == search::QueryKind::kExact && b.kind == search::QueryKind::kExact;
  if (!(a == b)) return {a.in != QueryIn::kName, a.in == QueryIn::kName};
  return {a.in != QueryIn::kName || !is_exact, true};
}

CompareCursor::CompareCursor(const record::RecordStore& store, CompareQuestion question)
    : store_(store), question_(std::move(question)), shape_(shape_of(question_)) {}

Result<std::unique_ptr<CompareCursor>> CompareCursor::open(const record::RecordStore& store,
                                                           const CompareQuestion& question) {
  if (question.most < 1 || question.most > kMostCompared)
    return Error{ErrorCode::kInvalid, "expected 1 to 10000 items of each kind", 0, "limit"};
  if (!are_of_one_kind(question.before.request.query, question.after.request.query)) {
    return Error{ErrorCode::kInvalid, "expected two names or two values: not one of each", 0,
                 "with"};
  }
  std::unique_ptr<CompareCursor> cursor(new CompareCursor(store, question));
  for (std::size_t at = 0; at < 2; ++at) {
    SPOOR_TRY(cursor->watches_[at], Watch::read(store, cursor->side(at).request.filters.sources));
    cursor->was_watched_[at] = cursor->was_watched(at);
  }
  SPOOR_TRY(cursor->walk_, RowWalk::open(store, question.before.request, Details::kWanted));
  return cursor;
}

/// Whether not being seen on a side means something: with no span, all time counts.
bool CompareCursor::was_watched(std::size_t at) const {
  const Watch& watch = *watches_[at];
  if (!side(at).span) return watch.is_complete();
  return watch.any().count(*side(at).span) == side(at).span->days();
}

Result<bool> CompareCursor::advance(std::uint64_t records) {
  if (at_ == 2) return true;
  SPOOR_TRY(const bool is_done,
            walk_->advance(records, [this](const search::Row& row) { add(row); }));
  if (!is_done) return false;
  walk_.reset();
  if (++at_ == 2) {
    finish();
    return true;
  }
  SPOOR_TRY(walk_, RowWalk::open(store_, question_.after.request, Details::kWanted));
  return false;
}

void CompareCursor::stop() {
  if (at_ == 2) return;
  at_ = 2;
  is_full_ = true;
  finish();
}

void CompareCursor::add(const search::Row& row) {
  const record::Sightings& s = *row.sightings;
  const auto& span = side(at_).span;
  const Certainty certainty = span ? certainty_in(s, *span) : Certainty::kCertain;
  if (certainty == Certainty::kNo) return;
  key_.clear();
  record::append_type(key_, row.type);
  if (shape_.by_owner) dns::append_sort_form(key_, row.owner);
  if (shape_.by_rdata) key_ += row.rdata;
  if (Sides* const found = found_.find_or_add(key_, {})) {
    join((*found)[at_], s, certainty);
  } else {
    is_full_ = true;
  }
}

void CompareCursor::keep(std::string_view octets, const Sides& seen) {
  CompareItem item;
  item.before = seen[0];
  item.after = seen[1];
  const bool was = seen[0].certainty != Certainty::kNo;
  const bool is = seen[1].certainty != Certainty::kNo;
  item.fate = was && is ? Fate::kStayed : was ? Fate::kWent : Fate::kCame;
  item.is_certain = (seen[0].certainty == Certainty::kCertain || (!was && was_watched_[0])) &&
                    (seen[1].certainty == Certainty::kCertain || (!is && was_watched_[1]));
  const auto fate = static_cast<std::size_t>(item.fate);
  ++totals_[fate];
  certain_[fate] += item.is_certain ? 1U : 0U;
  if (items_[fate].size() == question_.most) return;
  const auto lead = static_cast<std::uint8_t>(octets.front());
  const std::size_t type_octets = lead < 0x80 ? 1 : lead < 0xC0 ? 2 : 4;
  record::read_type(octets.substr(0, type_octets), item.type);
  item.type_text = store_.type_text(item.type);
  std::string_view rest = octets.substr(type_octets);
  if (shape_.by_owner) {
    const std::size_t size = dns::sort_form_length(rest);
    if (const auto owner = dns::name_from_sort_form(rest.substr(0, size)))
      item.owner = as_chars(owner->wire());
    rest.remove_prefix(size);
  }
  item.rdata = rest;
  items_[fate].push_back(std::move(item));
}

void CompareCursor::finish() {
  std::vector<const KeyTable<Sides>::Entry*> all;
  all.reserve(found_.size());
  for (const auto& each : found_.entries()) all.push_back(&each);
  std::sort(all.begin(), all.end(), [](const auto* a, const auto* b) { return a->key < b->key; });
  for (const auto* each : all) keep(each->key, each->value);
}

}  // namespace spoor::history
