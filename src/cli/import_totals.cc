// SPDX-License-Identifier: Apache-2.0
#include "cli/import_totals.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/text.h"

namespace spoor::cli {

using intake::InputOutcome;
using intake::InputReport;

void append_reasons(std::string& out, std::string_view title, const ReasonCounts& counts) {
  if (counts.empty()) return;
  std::vector<std::pair<std::uint64_t, std::string_view>> sorted;
  for (const auto& [reason, count] : counts.by_reason()) sorted.emplace_back(count, reason);
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  out += fmt::format("{}: {}\n", title, grouped(counts.total()));
  for (const auto& [count, reason] : sorted)
    out += fmt::format("  {:>12}  {}\n", grouped(count), reason);
}

void ImportTotals::add(const InputReport& report) {
  ++inputs;
  read += report.was_read() ? 1U : 0U;
  unknown += report.outcome == InputOutcome::kUnknown ? 1U : 0U;
  failed += report.outcome == InputOutcome::kBrokenOff || report.outcome == InputOutcome::kRefused
                ? 1U
                : 0U;
  known += report.is_already_merged() ? 1U : 0U;
  sums.bytes += report.bytes;
  sums.packets += report.packets;
  sums.messages += report.messages;
  sums.queries += report.queries;
  sums.responses += report.responses;
  sums.lines += report.lines;
  sums.records += report.records;
  sums.batches += report.batches;
  sums.known_batches += report.known_batches;
  sums.rejected.add(report.rejected);
  sums.refused_records.add(report.refused_records);
  sums.skipped.add(report.skipped);
  sums.skipped_octets += report.skipped_octets;
}

std::string render_totals(const ImportTotals& totals) {
  const InputReport& sums = totals.sums;
  std::string out =
      fmt::format("{} of {} inputs read", grouped(totals.read), grouped(totals.inputs));
  if (totals.unknown > 0) out += fmt::format(", {} of no known format", grouped(totals.unknown));
  if (totals.failed > 0) out += fmt::format(", {} broken or refused", grouped(totals.failed));
  out += '\n';
  if (sums.packets > 0) {
    out += fmt::format("{} packets, {} DNS queries, {} responses accepted\n", grouped(sums.packets),
                       grouped(sums.queries), grouped(sums.responses));
  }
  if (sums.lines > 0) out += fmt::format("{} lines\n", grouped(sums.lines));
  out += fmt::format("{} observations of records\n", grouped(sums.records));
  if (sums.known_batches > 0) {
    out += fmt::format("{} of {} batches were merged before and changed nothing\n",
                       grouped(sums.known_batches), grouped(sums.batches + sums.known_batches));
  }
  append_reasons(out, "responses or lines rejected", sums.rejected);
  append_reasons(out, "records refused", sums.refused_records);
  append_reasons(out, "packets, lines and answers skipped", sums.skipped);
  if (sums.skipped_octets > 0) {
    out += fmt::format("{} octets stepped over behind broken records of captures\n",
                       grouped(sums.skipped_octets));
  }
  return out;
}

}  // namespace spoor::cli
