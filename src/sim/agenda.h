// SPDX-License-Identifier: Apache-2.0
// What is to happen when: look-ups of the clients and changes of the world, written down by the
// stories before the clock starts.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/landscape.h"
#include "sim/resolver.h"
#include "sim/truth.h"
#include "sim/wiretap.h"
#include "sim/world.h"

namespace spoor::sim {

inline constexpr std::uint64_t kStartS = 1562716800;  ///< 2019-07-10 00:00 UTC.
inline constexpr std::uint64_t kDays = 11;

/// Unix seconds of a day of July 2019, UTC.
struct July {
  std::uint32_t day = 10;
  std::uint32_t hour = 0;
  std::uint32_t minute = 0;
  std::uint32_t second = 0;
  constexpr std::uint64_t seconds() const {
    return kStartS + (day - 10) * 86400ULL + hour * 3600ULL + minute * 60ULL + second;
  }
};

/// What an event may act upon.
struct Stage {
  World& world;
  Resolver& resolver;
  Wiretap& wire;
};

struct Event {
  std::uint64_t time_us = 0;
  std::size_t number = 0;  ///< In order of writing.
  std::function<void(Stage&)> act;
};

class Agenda {
 public:
  void at(std::uint64_t time_us, std::function<void(Stage&)> act) {
    events_.push_back({time_us, events_.size(), std::move(act)});
  }
  void look_up(std::uint64_t time_us, Lookup lookup) {
    at(time_us, [lookup = std::move(lookup)](Stage& stage) { stage.resolver.look_up(lookup); });
  }
  /// The events in order of time, those of one time in order of writing.
  std::vector<Event> finish() {
    std::sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) {
      return std::tie(a.time_us, a.number) < std::tie(b.time_us, b.number);
    });
    return std::move(events_);
  }

 private:
  std::vector<Event> events_;
};

/// What a story is written with.
struct Author {
  World& world;
  Landscape& landscape;
  Agenda& agenda;
  Truth& truth;
  Prng prng;
};

}  // namespace spoor::sim
