// SPDX-License-Identifier: Apache-2.0
// JSON by hand: a dozen fields, all of them ours but the file's name, the error and
// the remarks.
#include "intake/import_report.h"

#include <iterator>

#include <fmt/format.h>

#include "capture/capture_stats.h"
#include "feed/json_text.h"
#include "harden/harden_stats.h"

namespace spoor::intake {
namespace {

using feed::append_json_string;

void append_field(std::string& out, std::string_view name, std::uint64_t value) {
  fmt::format_to(std::back_inserter(out), ",\"{}\":{}", name, value);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  fmt::format_to(std::back_inserter(out), ",\"{}\":", name);
  append_json_string(out, value);
}

void append_field(std::string& out, std::string_view name, const ReasonCounts& counts) {
  fmt::format_to(std::back_inserter(out), ",\"{}\":{{", name);
  bool is_first = true;
  for (const auto& [reason, count] : counts.by_reason()) {
    if (!is_first) out += ',';
    append_json_string(out, reason);
    out += ':' + std::to_string(count);
    is_first = false;
  }
  out += '}';
}

void append_field(std::string& out, std::string_view name, const std::vector<std::string>& texts) {
  fmt::format_to(std::back_inserter(out), ",\"{}\":[", name);
  for (const std::string& text : texts) {
    if (&text != &texts.front()) out += ',';
    append_json_string(out, text);
  }
  out += ']';
}

std::string_view outcome_text(InputOutcome outcome) {
  switch (outcome) {
    case InputOutcome::kRead:
      return "read";
    case InputOutcome::kBrokenOff:
      return "broken off";
    case InputOutcome::kUnknown:
      return "unknown format";
    case InputOutcome::kRefused:
      break;
  }
  return "refused";
}

}  // namespace

void take_message_stats(InputReport& report, const capture::CaptureStats& capture,
                        const harden::HardenStats& harden) {
  report.packets = capture.packets;
  report.messages = capture.messages;
  report.queries = harden.queries;
  report.responses = harden.responses;
  report.records = harden.records;
  report.rejected = harden.rejected();
  report.refused_records = harden.records_refused();
  report.skipped = capture.skipped();
  report.skipped_octets = capture.skipped_octets;
  for (const capture::CaptureFault& fault : capture.faults) {
    report.remarks.push_back(fmt::format("frame {} (at byte {}): {}", fault.number, fault.offset,
                                         capture::reason_text(fault.reason)));
  }
  if (const auto hint = harden.offload_hint()) report.remarks.push_back(*hint);
}

void append_report_line(std::string& out, const InputReport& report) {
  out += "{\"file\":";
  append_json_string(out, report.file);
  append_field(out, "outcome", outcome_text(report.outcome));
  append_field(out, "format", report.format);
  append_field(out, "compression", report.compression);
  append_field(out, "bytes", report.bytes);
  append_field(out, "packets", report.packets);
  append_field(out, "messages", report.messages);
  append_field(out, "queries", report.queries);
  append_field(out, "responses", report.responses);
  append_field(out, "lines", report.lines);
  append_field(out, "records", report.records);
  append_field(out, "rejected", report.rejected);
  append_field(out, "refused_records", report.refused_records);
  append_field(out, "skipped", report.skipped);
  append_field(out, "skipped_octets", report.skipped_octets);
  append_field(out, "batches", report.batches);
  append_field(out, "known_batches", report.known_batches);
  out += report.is_already_merged() ? ",\"already_merged\":true" : ",\"already_merged\":false";
  append_field(out, "remarks", report.remarks);
  if (report.error) append_field(out, "error", describe(*report.error));
  out += "}\n";
}

}  // namespace spoor::intake
