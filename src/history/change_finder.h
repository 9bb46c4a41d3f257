// SPDX-License-Identifier: Apache-2.0
// The changes of one settled name. Inside the room only.
#pragma once

#include <cstdint>
#include <functional>

#include "history/changes.h"
#include "history/name_days.h"

namespace spoor::history {

/// Tells every event of a name, in no particular order. What it needs beyond kind and day is made
/// only when somebody wants it.
class ChangeFinder {
 public:
  /// Whether an event of this kind and day is wanted in full (else it was only counted).
  using Wants = std::function<bool(ChangeKind, std::uint32_t day)>;
  using Take = std::function<void(Change&&)>;

  ChangeFinder(const NameDays& name, const record::DaySet& watched, const Wants& wants,
               const Take& take)
      : name_(name), watched_(watched), wants_(wants), take_(take) {}
  void find();

 private:
  using Values = std::span<const NameValue>;
  void find_of_name();
  void find_of_type(Values values);
  void find_moves(Values values);
  void find_move(Values values, std::uint32_t day, std::uint32_t day_before);
  void find_arrivals(Values values, std::uint32_t first_day);
  void find_returns(const NameValue& value);
  void tell_gone(const Presence& presence, const Stay& stay, const NameValue* value);
  void tell_back(const Presence& presence, const Stay& before, const Stay& stay,
                 const NameValue* value);
  [[nodiscard]] std::optional<std::uint32_t> arrived_since(const Presence& presence,
                                                           std::uint32_t day) const;
  Change make(ChangeKind kind, std::uint32_t day) const;
  static void add_rows(Change& change, const NameValue& value);
  /// Says what a change is of: `value`, or, where that is null, the whole name as it was on `day`.
  void add_subject(Change& change, const NameValue* value, std::uint32_t day) const;

  const NameDays& name_;
  const record::DaySet& watched_;
  const Wants& wants_;
  const Take& take_;
};

}  // namespace spoor::history
