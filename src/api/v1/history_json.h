// SPDX-License-Identifier: Apache-2.0
// Answers about time as JSON, piece by piece: the API streams the pieces, the command line prints
// them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "feed/cof_writer.h"
#include "history/calendar.h"
#include "history/changes.h"
#include "history/compare.h"
#include "history/first_seen.h"
#include "history/lanes.h"
#include "history/watch.h"
#include "search/query.h"

namespace spoor::api::v1 {

/// What an answer says besides what was found.
struct HistoryFrame {
  search::Query query;
  feed::TimeStyle times = feed::TimeStyle::kUnix;
  bool is_time_up = false;  ///< The cursor was stopped.
};

/// Appends `[["2019-07-14","2019-07-20"],…]`.
void append_days(std::string& out, const record::DaySet& days);

/// Appends `{"window":…,"not_watched":…,"sources":[…],"watch_complete":…}`: beside rows that were
/// seen in `days`, on which of them nobody watched at all, and of each source on which it did not.
void append_seen_in(std::string& out, const history::Watch& watch, record::DayRun days);

/// Which days each source watched and which of `days` it did not; without `days` those between the
/// first and the last that anyone watched.
void write_watched(std::string& out, const history::Watch& watch,
                   const std::optional<record::DayRun>& days);

/// Each writer: write() appends the next piece; false when that was the last one. The cursor has
/// come to its end, and outlives the writer.
class CalendarWriter {
 public:
  CalendarWriter(const history::CalendarCursor& cursor, HistoryFrame frame);
  bool write(std::string& out);

 private:
  void begin(std::string& out);
  void write_source(std::string& out, const history::SourceCalendar& source,
                    const record::DaySet& watched) const;
  void end(std::string& out) const;

  const history::CalendarCursor& cursor_;
  HistoryFrame frame_;
  bool has_begun_ = false;
  std::map<record::SourceId, history::SourceCalendar>::const_iterator next_;
};

class LaneWriter {
 public:
  LaneWriter(const history::LaneCursor& cursor, HistoryFrame frame)
      : cursor_(cursor), frame_(std::move(frame)) {}
  bool write(std::string& out);

 private:
  void begin(std::string& out) const;
  void write_lane(std::string& out, const history::Lane& lane) const;
  void end(std::string& out) const;

  const history::LaneCursor& cursor_;
  HistoryFrame frame_;
  bool has_begun_ = false;
  std::size_t next_ = 0;
};

class FirstSeenWriter {
 public:
  FirstSeenWriter(const history::FirstSeenCursor& cursor, HistoryFrame frame)
      : cursor_(cursor), frame_(std::move(frame)) {}
  bool write(std::string& out);

 private:
  const history::FirstSeenCursor& cursor_;
  HistoryFrame frame_;
};

class ChangeWriter {
 public:
  /// `types` gives the text of a type.
  ChangeWriter(const history::ChangeCursor& cursor, HistoryFrame frame,
               const record::RecordStore& store)
      : cursor_(cursor), frame_(std::move(frame)), store_(store) {}
  bool write(std::string& out);

 private:
  void write_change(std::string& out, const history::Change& change) const;
  void write_rows(std::string& out, const history::Change& change) const;
  void end(std::string& out) const;

  const history::ChangeCursor& cursor_;
  HistoryFrame frame_;
  const record::RecordStore& store_;
  bool has_begun_ = false;
  std::size_t next_ = 0;
};

class CompareWriter {
 public:
  CompareWriter(const history::CompareCursor& cursor, HistoryFrame frame,
                const history::CompareQuestion& question)
      : cursor_(cursor), frame_(std::move(frame)), question_(question) {}
  bool write(std::string& out);

 private:
  void begin(std::string& out) const;
  void write_item(std::string& out, const history::CompareItem& item) const;
  void write_seen(std::string& out, std::string_view name, const history::SideSeen& seen) const;
  void end(std::string& out) const;

  const history::CompareCursor& cursor_;
  HistoryFrame frame_;
  history::CompareQuestion question_;
  bool has_begun_ = false;
  std::size_t fate_ = 0, next_ = 0;
};

/// All pieces at once.
template <class Writer>
void write_all(Writer writer, std::string& out) {
  while (writer.write(out)) {
  }
}

}  // namespace spoor::api::v1
