// SPDX-License-Identifier: Apache-2.0
// spoor absent: what was asked for and is not there.
#include <iterator>

#include <fmt/format.h>

#include "cli/columns.h"
#include "cli/session.h"
#include "cli/text.h"
#include "dns/name.h"
#include "enrich/public_suffixes.h"
#include "history/day_text.h"
#include "intake/importer.h"
#include "ledger/absence_book.h"

namespace spoor::cli {
namespace {

using ledger::AbsenceLine;

Result<ledger::DaySpan> span_of(const AbsentOptions& o) {
  ledger::DaySpan span;
  const std::uint32_t now = intake::system_seconds();
  if (!o.day_from.empty()) {
    SPOOR_TRY(span.first, history::parse_day(o.day_from, now));
  }
  if (!o.day_to.empty()) {
    SPOOR_TRY(span.last, history::parse_day(o.day_to, now));
  }
  return span;
}

/// The registered domain of what was typed, as the book has it.
Result<std::string> domain_of(const std::string& text) {
  const auto name = dns::parse_name(text);
  if (!name) return Error{ErrorCode::kInvalid, "expected a domain name", 0, text};
  const auto suffixes = enrich::PublicSuffixes::builtin();
  std::string domain;
  dns::append_name_text(domain, name->wire().subspan(suffixes.domain_at(name->wire())));
  return domain;
}

void append_json(std::string& out, const AbsenceLine& line, std::string_view key, bool has_day) {
  auto at = std::back_inserter(out);
  fmt::format_to(at, "{{\"{}\":", key);
  append_json_string(out, line.name);
  if (has_day) {
    fmt::format_to(at, ",\"day\":\"{}\"", history::day_text(line.day));
  } else {
    fmt::format_to(at, ",\"days\":{},\"last_day\":\"{}\"", line.days, history::day_text(line.day));
  }
  fmt::format_to(at, ",\"nxdomain\":{},\"nodata\":{},\"names_about\":{}}}\n", line.counts.nxdomain,
                 line.counts.nodata, line.counts.names.estimate());
}

std::vector<std::string> cells_of(const AbsenceLine& line, bool has_day) {
  return {has_day ? history::day_text(line.day) : line.name,
          has_day ? line.name : grouped(line.days), grouped(line.counts.nxdomain),
          grouped(line.counts.nodata), grouped(line.counts.names.estimate())};
}

void append_lines(const Session& session, const std::vector<AbsenceLine>& lines, bool has_day) {
  std::string& out = session.out.buffer();
  if (session.command.as_json) {
    for (const AbsenceLine& line : lines)
      append_json(out, line, has_day ? "source" : "domain", has_day);
    return;
  }
  Columns columns({{has_day ? "Day" : "Domain", false},
                   {has_day ? "Source" : "Days", !has_day},
                   {"NXDOMAIN", true},
                   {"NODATA", true},
                   {"Names", true}});
  for (const AbsenceLine& line : lines) columns.add(cells_of(line, has_day));
  columns.write(out, session.terminal);
}

void tell_totals(const ledger::AbsenceTotals& totals) {
  if (totals.last_day == 0) return complain("nothing absent was counted");
  complain(fmt::format("{} NXDOMAIN and {} NODATA from {} to {}; of any one domain {}",
                       grouped(totals.nxdomain), grouped(totals.nodata),
                       history::day_text(totals.first_day), history::day_text(totals.last_day),
                       totals.missed == 0 ? std::string("all are counted")
                                          : grouped(totals.missed) + " at most are missing"));
}

}  // namespace

int run_absent(const Session& session) {
  const AbsentOptions& o = session.command.absent;
  const auto span = span_of(o);
  if (!span) return fail(span.error());
  const ledger::AbsenceBook book(ledger::absence_path(session.command.store));
  const auto totals = book.totals(*span);
  if (!totals) return fail(totals.error());
  const bool has_domain = !o.domain.empty();
  Result<std::vector<AbsenceLine>> lines = std::vector<AbsenceLine>();
  if (has_domain) {
    const auto domain = domain_of(o.domain);
    if (!domain) return fail(domain.error());
    lines = book.days(*domain, *span);
  } else {
    lines = book.top(*span, o.limit);
  }
  if (!lines) return fail(lines.error());
  append_lines(session, *lines, has_domain);
  const int written = finish(session.out);
  if (!session.command.as_json) tell_totals(*totals);
  return written;
}

}  // namespace spoor::cli
