// SPDX-License-Identifier: Apache-2.0
// Rows are counted by day; days become longer steps once all were counted.
#include "search/histogram.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "search/row_stream.h"

namespace spoor::search {
namespace {

using record::day_of;
using std::chrono::sys_days;
using std::chrono::year_month_day;

/// Of the same index as their enumerations.
constexpr std::array<std::string_view, 2> kOfTexts{"first_seen", "last_seen"};
constexpr std::array<std::string_view, 5> kStepTexts{"auto", "day", "week", "month", "year"};
constexpr std::array<HistogramStep, 3> kByLength{HistogramStep::kDay, HistogramStep::kWeek,
                                                 HistogramStep::kMonth};

std::uint32_t to_day(sys_days day) {
  return static_cast<std::uint32_t>(day.time_since_epoch().count());
}

/// Months since the year 0.
std::uint32_t month_of(std::uint32_t day) {
  constexpr std::uint32_t kMonths = 12;
  const year_month_day parts(sys_days{std::chrono::days{day}});
  return static_cast<std::uint32_t>(static_cast<int>(parts.year())) * kMonths +
         static_cast<unsigned>(parts.month());
}

/// How many bins lie between two days, both included.
std::uint32_t bins_between(record::DayRun days, HistogramStep step) {
  constexpr std::uint32_t kDaysOfWeek = 7;
  if (step == HistogramStep::kMonth) return month_of(days.last) - month_of(days.first) + 1;
  if (step == HistogramStep::kWeek) {
    const std::uint32_t span = begin_of_step(days.last, step) - begin_of_step(days.first, step);
    return (span + kDaysOfWeek - 1) / kDaysOfWeek + 1;  // the first week may lack days of 1969
  }
  return days.days();
}

HistogramStep chosen_step(record::DayRun days) {
  for (const HistogramStep step : kByLength) {
    if (bins_between(days, step) <= kAutoBins) return step;
  }
  return HistogramStep::kYear;
}

class Histogram final : public HistogramCursor {
 public:
  Histogram(std::unique_ptr<RowStream> stream, HistogramOptions options)
      : stream_(std::move(stream)), step_(options.step) {
    answer_.of = options.of;
  }

  Result<bool> advance(std::uint64_t records) override {
    Budget budget(records);
    while (!is_read_) {
      SPOOR_TRY(const Step step, stream_->next(budget));
      if (step == Step::kPaused) return false;
      step == Step::kRow ? add(*stream_->row().sightings) : end_of_rows();
    }
    return true;
  }
  void stop() override {
    if (!is_read_) end_of_rows();
  }
  [[nodiscard]] const HistogramAnswer& answer() const override { return answer_; }

 private:
  void add(const record::Sightings& s) {
    const std::uint32_t day = day_of(answer_.of == HistogramOf::kFirstSeen ? s.first : s.last);
    if (day >= rows_by_day_.size()) rows_by_day_.resize(day + 1);
    ++rows_by_day_[day];
    ++answer_.num_results;
  }

  void end_of_rows() {
    is_read_ = true;
    const auto is_used = [](std::uint64_t rows) { return rows > 0; };
    const auto first = std::find_if(rows_by_day_.begin(), rows_by_day_.end(), is_used);
    answer_.step = step_ == HistogramStep::kAuto ? HistogramStep::kDay : step_;
    if (first == rows_by_day_.end()) return;
    const record::DayRun days{static_cast<std::uint32_t>(first - rows_by_day_.begin()),
                              static_cast<std::uint32_t>(rows_by_day_.size() - 1)};
    answer_.days = days;
    if (step_ == HistogramStep::kAuto) answer_.step = chosen_step(days);
    for (std::uint32_t day = days.first; day <= days.last; ++day) {
      if (rows_by_day_[day] == 0) continue;
      const std::uint32_t begin = begin_of_step(day, answer_.step);
      if (answer_.bins.empty() || answer_.bins.back().day != begin)
        answer_.bins.push_back({begin, 0});
      answer_.bins.back().rows += rows_by_day_[day];
    }
  }

  std::unique_ptr<RowStream> stream_;
  HistogramStep step_;
  std::vector<std::uint64_t> rows_by_day_;  // since 1970-01-01: 50,000 at most
  bool is_read_ = false;
  HistogramAnswer answer_;
};

}  // namespace

std::string_view histogram_of_text(HistogramOf of) noexcept {
  return kOfTexts[static_cast<std::size_t>(of)];
}

std::string_view histogram_step_text(HistogramStep step) noexcept {
  return kStepTexts[static_cast<std::size_t>(step)];
}

std::uint32_t begin_of_step(std::uint32_t day, HistogramStep step) {
  const sys_days date{std::chrono::days{day}};
  switch (step) {
    case HistogramStep::kWeek: {
      // 1970-01-01 was a Thursday: the week around it begins before all days there are.
      const std::uint32_t since_monday = std::chrono::weekday(date).iso_encoding() - 1;
      return day < since_monday ? 0 : day - since_monday;
    }
    case HistogramStep::kMonth: {
      const year_month_day parts(date);
      return to_day(parts.year() / parts.month() / 1);
    }
    case HistogramStep::kYear:
      return to_day(year_month_day(date).year() / 1 / 1);
    case HistogramStep::kAuto:
    case HistogramStep::kDay:
      break;
  }
  return day;
}

Result<std::unique_ptr<HistogramCursor>> open_histogram(const record::RecordStore& store,
                                                        const SearchRequest& request,
                                                        HistogramOptions options) {
  SPOOR_TRY(auto stream, RowStream::open(store, request, std::nullopt));
  return std::unique_ptr<HistogramCursor>(std::make_unique<Histogram>(std::move(stream), options));
}

}  // namespace spoor::search
