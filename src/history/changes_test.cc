// SPDX-License-Identifier: Apache-2.0
#include "history/changes.h"

#include <algorithm>
#include <map>

#include <gmock/gmock.h>

#include "history/days_test.h"

namespace spoor::history {
namespace {

using dns::RrType;
using ::testing::ElementsAre;

/// "12 moved A since 11": what an event says, shortly.
std::string brief(const Change& change) {
  std::string text =
      std::to_string(change.day - kStart) + " " + std::string(change_kind_text(change.kind));
  if (change.is_whole_name) text += " name";
  if (change.type) text += " " + dns::rr_type_text(*change.type);
  if (!change.since) return text + " at most";
  if (!change.is_certain()) text += " since " + std::to_string(*change.since - kStart);
  return text;
}

std::vector<std::string> briefs(const ChangeCursor& cursor) {
  std::vector<std::string> all;
  for (const Change& change : cursor.changes()) all.push_back(brief(change));
  return all;
}

ChangeQuestion changes_of(const std::string& text) {
  ChangeQuestion question;
  question.request = about(text);
  return question;
}

TEST(Changes, OfANameThatMovesAndGetsANewServer) {
  DayStore world;
  world.watch("east", 0, 60)
      .add("east", "www.example.com", RrType::kA, "192.0.2.1", seen_through(5, 20))
      .add("east", "www.example.com", RrType::kA, "192.0.2.2", seen_through(21, 55))
      .add("east", "www.example.com", RrType::kNs, "ns1.example.com", seen_through(5, 55))
      .add("east", "www.example.com", RrType::kNs, "ns2.example.com", seen_through(30, 55))
      .add("east", "www.example.com", RrType::kMx, "10 mx.example.com", seen_through(31, 55))
      .add("east", "www.example.com", RrType::kTxt, "\"one\"", seen_through(32, 55))
      .add("east", "www.example.com", RrType::kTxt, "\"two\"", seen_through(33, 55))
      .add("east", "www.example.com", RrType::kCaa, "0 issue \"ca.example\"", seen_through(34, 55));
  const auto cursor = finish(ChangeCursor::open(world.store(), changes_of("www.example.com")));
  EXPECT_THAT(briefs(*cursor),
              ElementsAre("34 new_type CAA", "32 first_txt TXT", "31 new_mx MX", "30 new_ns NS",
                          "21 moved A", "21 gone A", "5 appeared"));
  const Change& moved = cursor->changes()[4];
  EXPECT_THAT(moved.from, ElementsAre(rdata_of(RrType::kA, "192.0.2.1")));
  EXPECT_THAT(moved.to, ElementsAre(rdata_of(RrType::kA, "192.0.2.2")));
  ASSERT_EQ(moved.rows.size(), 1U);
  EXPECT_EQ(moved.rows[0].rdata, rdata_of(RrType::kA, "192.0.2.2"));
  EXPECT_EQ(cursor->changes()[5].silent_days, 40U);
  EXPECT_EQ(cursor->total(), 7U);
}

TEST(Changes, SilenceCountsOnlyDaysOnWhichSomebodyWatched) {
  const auto run = [](std::uint32_t watched_to) {
    DayStore world;
    world.watch("east", 0, watched_to).watch("east", 40, 41);
    world.add("east", "www.example.com", RrType::kA, "192.0.2.1", seen_on({5, 40, 41}));
    return briefs(*finish(ChangeCursor::open(world.store(), changes_of("www.example.com"))));
  };
  EXPECT_THAT(run(14), ElementsAre("5 appeared"));  // nine days in vain
  EXPECT_THAT(run(15), ElementsAre("40 came_back name since 16", "6 gone name", "5 appeared"));
}

TEST(Changes, SaysAtMostWhereNobodyWatchedBefore) {
  DayStore world;
  world.watch("east", 3, 4).watch("east", 9, 12);
  world.add("east", "a.example", RrType::kA, "192.0.2.1", seen_on({3, 4, 9}))
      .add("east", "a.example", RrType::kA, "192.0.2.2", seen_on({9}));
  EXPECT_THAT(briefs(*finish(ChangeCursor::open(world.store(), changes_of("a.example")))),
              ElementsAre("9 moved A since 5", "3 appeared at most"));
}

TEST(Changes, DoNotTakeUndatedDaysForSilence) {
  DayStore world;
  world.watch("feed", 0, 60).add("feed", "a.example", RrType::kA, "192.0.2.1", total_of(2, 50, 7));
  EXPECT_THAT(briefs(*finish(ChangeCursor::open(world.store(), changes_of("a.example")))),
              ElementsAre("51 gone name", "2 appeared"));
}

TEST(Changes, AnotherSourceThatNeverSawTheNameProvesNothing) {
  DayStore world;
  world.watch("west", 0, 60).add("east", "a.example", RrType::kA, "192.0.2.1", seen_on({9}));
  EXPECT_THAT(briefs(*finish(ChangeCursor::open(world.store(), changes_of("a.example")))),
              ElementsAre("9 appeared at most"));
}

TEST(Changes, AreBoundedWindowedAndChosenByKind) {
  DayStore world;
  world.watch("east", 0, 60);
  for (std::uint32_t i = 0; i < 40; ++i)
    world.add("east", "n" + std::to_string(i) + ".example.com", RrType::kA, "192.0.2.1",
              seen_through(i, 58));
  ChangeQuestion question = changes_of("*.example.com");
  question.most = 2;
  const auto newest = finish(ChangeCursor::open(world.store(), question));
  EXPECT_THAT(briefs(*newest), ElementsAre("39 appeared", "38 appeared"));
  EXPECT_EQ(newest->total(), 40U);
  EXPECT_EQ(newest->names(), 40U);
  question.window = days(3, 5);
  question.most = 100;
  EXPECT_EQ(finish(ChangeCursor::open(world.store(), question))->total(), 3U);
  question.kinds = std::set{ChangeKind::kMoved};
  EXPECT_EQ(finish(ChangeCursor::open(world.store(), question))->total(), 0U);
}

TEST(Changes, RefuseWhatTheyCannotTell) {
  DayStore world;
  EXPECT_FALSE(ChangeCursor::open(world.store(), changes_of("192.0.2.1")));
  ChangeQuestion question = changes_of("a.example");
  question.silence_days = 0;
  EXPECT_FALSE(ChangeCursor::open(world.store(), question));
  question = changes_of("a.example");
  question.most = kMostChanges + 1;
  EXPECT_FALSE(ChangeCursor::open(world.store(), question));
}

// The slow way: every value as a strip of days, one letter each: confirmed C, possible p, watched
// in vain '.', not watched ' '.
constexpr std::uint32_t kDays = 90;
using Strip = std::string;

struct SlowStay {
  std::uint32_t first = 0, last = 0;
  bool ends = false;
};

std::vector<SlowStay> slow_stays(const Strip& strip, std::uint32_t silence) {
  std::vector<SlowStay> stays;
  std::uint32_t vain = 0;
  for (std::uint32_t d = 0; d < kDays; ++d) {
    if (strip[d] == '.') {
      ++vain;
      if (vain >= silence && !stays.empty()) stays.back().ends = true;
    } else if (strip[d] == 'C') {
      if (stays.empty() || stays.back().ends) stays.push_back({d, d, false});
      stays.back().last = d;
      vain = 0;
    }
  }
  return stays;
}

Strip join(const Strip& a, const Strip& b) {
  Strip joined = a;
  for (std::uint32_t d = 0; d < kDays; ++d) {
    if (b[d] == 'C' || (b[d] == 'p' && a[d] != 'C')) joined[d] = b[d];
  }
  return joined;
}

std::string since_text(const Strip& strip, std::uint32_t day) {
  for (std::uint32_t d = day; d-- > 0;) {
    if (strip[d] == 'C') continue;
    if (strip[d] == '.') return d + 1 == day ? "" : " since " + std::to_string(d + 1);
  }
  return " at most";
}

using SlowValues = std::map<std::string, Strip>;

class SlowChanges {
 public:
  SlowChanges(const search::FakeStore& store, const std::string& owner, std::uint32_t silence)
      : silence_(silence) {
    record::DaySet watched;
    for (const search::FakeRecord& each : store.records()) {
      if (as_chars(each.owner.wire()) != owner) continue;
      for (const auto& sourced : each.sightings)
        watched.merge(store.watched_days(sourced.source)->days);
    }
    for (std::uint32_t d = 0; d < kDays; ++d) blank_ += watched.contains(day(d)) ? '.' : ' ';
    whole_ = blank_;
    for (const search::FakeRecord& each : store.records()) {
      if (as_chars(each.owner.wire()) != owner) continue;
      Strip strip = blank_;
      for (const auto& sourced : each.sightings) paint(strip, sourced.sightings);
      Strip& held = types_[each.type].try_emplace(each.rdata, blank_).first->second;
      held = join(held, strip);
      whole_ = join(whole_, strip);
    }
  }

  std::vector<std::string> find() {
    if (types_.empty()) return {};
    const auto stays = slow_stays(whole_, silence_);
    tell(stays.front().first, "appeared" + since_text(whole_, stays.front().first));
    go_and_come(
        whole_, " name", [](std::uint32_t) { return false; }, [](std::uint32_t) { return false; });
    std::size_t values = 0;
    for (const auto& [type, strips] : types_) values += strips.size();
    if (values > 1) {
      for (const auto& [type, strips] : types_) find_of_type(type, strips, stays);
    }
    std::sort(told_.begin(), told_.end());
    return told_;
  }

 private:
  static void paint(Strip& strip, const record::Sightings& s) {
    for (std::uint32_t d = 0; d < kDays; ++d) {
      if (s.confirmed_on(day(d))) {
        strip[d] = 'C';
      } else if (strip[d] != 'C' && s.undated + s.told > 0 && record::day_of(s.first) < day(d) &&
                 day(d) < record::day_of(s.last)) {
        strip[d] = 'p';
      }
    }
  }
  void tell(std::uint32_t d, const std::string& what) {
    told_.push_back(std::to_string(d) + " " + what);
  }
  void go_and_come(const Strip& strip, const std::string& what, const auto& skips_end,
                   const auto& skips_start) {
    const auto stays = slow_stays(strip, silence_);
    for (std::size_t i = 0; i < stays.size(); ++i) {
      if (stays[i].ends && !skips_end(stays[i].last)) {
        const std::size_t vain = strip.find('.', stays[i].last + 1);
        std::string text = "gone" + what;
        if (vain != stays[i].last + 1) text += " since " + std::to_string(stays[i].last + 1);
        tell(static_cast<std::uint32_t>(vain), text);
      }
      if (i > 0 && !skips_start(stays[i].first))
        tell(stays[i].first, "came_back" + what + since_text(strip, stays[i].first));
    }
  }
  static bool is_in_stay(const std::vector<SlowStay>& stays, std::uint32_t d) {
    return std::any_of(stays.begin(), stays.end(),
                       [d](const SlowStay& stay) { return stay.first <= d && d <= stay.last; });
  }
  void find_of_type(RrType type, const SlowValues& strips, const std::vector<SlowStay>& whole) {
    const std::string what = " " + dns::rr_type_text(type);
    const bool moves = type == RrType::kA || type == RrType::kAaaa || type == RrType::kCname;
    std::uint32_t type_day = kDays;
    for (const auto& [rdata, strip] : strips)
      type_day = std::min(type_day, static_cast<std::uint32_t>(strip.find('C')));
    const std::uint32_t name_day = whole.front().first;
    if (moves) find_moves(what, strips);
    const bool is_each = type == RrType::kNs || type == RrType::kMx;
    const std::string arrival = type == RrType::kNs    ? "new_ns"
                                : type == RrType::kMx  ? "new_mx"
                                : type == RrType::kTxt ? "first_txt"
                                                       : "new_type";
    bool has_told = false;
    for (const auto& [rdata, strip] : strips) {
      const auto first = static_cast<std::uint32_t>(strip.find('C'));
      if (first != name_day && (is_each || (first == type_day && !has_told))) {
        has_told = true;
        tell(first, arrival + what + since_text(strip, first));
      }
      go_and_come(
          strip, what,
          [&](std::uint32_t d) {
            return std::any_of(whole.begin(), whole.end(),
                               [d](const SlowStay& s) { return s.ends && s.last == d; });
          },
          [&](std::uint32_t d) {
            return moves || std::any_of(whole.begin() + 1, whole.end(),
                                        [d](const SlowStay& s) { return s.first == d; });
          });
    }
  }
  void find_moves(const std::string& what, const SlowValues& strips) {
    bool has_any = false;
    std::uint32_t before = 0;
    for (std::uint32_t d = 0; d < kDays; ++d) {
      bool is_confirmed = false, came = false;
      std::string since;
      for (const auto& [rdata, strip] : strips) {
        if (strip[d] == 'C') is_confirmed = true;
        const auto stays = slow_stays(strip, silence_);
        const bool starts = std::any_of(stays.begin(), stays.end(),
                                        [d](const SlowStay& stay) { return stay.first == d; });
        if (!starts || !has_any || is_in_stay(stays, before)) continue;
        came = true;
        since = std::max(since, since_text(strip, d),
                         [](const auto& a, const auto& b) { return rank(a) < rank(b); });
      }
      if (came) tell(d, std::string("moved").append(what).append(since));
      if (is_confirmed) {
        has_any = true;
        before = d;
      }
    }
  }
  /// Certain least, then the nearer since, "at most" last.
  static int rank(const std::string& since) {
    if (since.empty()) return 0;
    if (since == " at most") return 1000;
    return 900 - std::stoi(since.substr(7));
  }

  std::uint32_t silence_;
  Strip blank_, whole_;
  std::map<RrType, SlowValues> types_;
  std::vector<std::string> told_;
};

TEST(Changes, AgreeWithTheSlowWayOverRandomStores) {
  std::mt19937 random(9);
  std::size_t told = 0;
  for (int round = 0; round < 300; ++round) {
    DayStore world = random_days(random, 10 + static_cast<int>(random() % 50));
    for (const char* name : {"example.com.", "www.example.com.", "example.net."}) {
      ChangeQuestion question = changes_of(name);
      question.silence_days = 1 + static_cast<std::uint32_t>(random() % 12);
      question.most = kMostChanges;
      const auto cursor = finish(ChangeCursor::open(world.store(), question), 4);
      std::vector<std::string> found = briefs(*cursor);
      std::sort(found.begin(), found.end());
      ASSERT_EQ(found, SlowChanges(world.store(), wire_of(name), question.silence_days).find())
          << name << " in round " << round << ", silence " << question.silence_days;
      told += found.size();
    }
  }
  EXPECT_GT(told, 5000U);
}

}  // namespace
}  // namespace spoor::history
