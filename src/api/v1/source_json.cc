// SPDX-License-Identifier: Apache-2.0
#include "api/v1/source_json.h"

#include <array>
#include <filesystem>
#include <string_view>

#include "api/v1/history_pieces.h"
#include "api/v1/question.h"
#include "feed/json_text.h"

namespace spoor::api::v1 {
namespace {

using feed::append_field;
using ledger::Left;

std::string_view outcome_text(ledger::Outcome outcome) {
  constexpr std::array<std::string_view, 6> kTexts{"",           "read",           "already merged",
                                                   "broken off", "unknown format", "refused"};
  return kTexts[static_cast<std::size_t>(outcome)];
}

void append_watched(std::string& out, const record::WatchedSpan& watched) {
  append_field(out, ",\"days_watched\":", watched.days);
  if (watched.days > 0) {
    out += ",\"first_day\":";
    append_day_field(out, watched.first_day);
    out += ",\"last_day\":";
    append_day_field(out, watched.last_day);
  }
  out += watched.is_complete ? ",\"watch_complete\":true" : ",\"watch_complete\":false";
}

void append_reasons(std::string& out, std::string_view key, const ledger::Figures& figures,
                    Left left) {
  out += key;
  out += '{';
  if (const auto found = figures.left_out.find(left); found != figures.left_out.end()) {
    for (const auto& [reason, count] : found->second) {
      if (out.back() != '{') out += ',';
      feed::append_json_string(out, reason);
      append_field(out, ":", count);
    }
  }
  out += '}';
}

void append_figures(std::string& out, const ledger::Figures& figures) {
  append_field(out, ",\"octets\":", figures.octets);
  append_field(out, ",\"packets\":", figures.packets);
  append_field(out, ",\"queries\":", figures.queries);
  append_field(out, ",\"responses\":", figures.responses);
  append_field(out, ",\"matched\":", figures.matched);
  append_field(out, ",\"unmatched\":", figures.unmatched);
  append_field(out, ",\"lines\":", figures.lines);
  append_field(out, ",\"records\":", figures.records);
  append_reasons(out, ",\"rejected\":", figures, Left::kRejected);
  append_reasons(out, ",\"refused_records\":", figures, Left::kRefused);
  append_reasons(out, ",\"skipped\":", figures, Left::kSkipped);
}

void append_span(std::string& out, const std::optional<ledger::DataSpan>& data,
                 feed::TimeStyle times) {
  if (!data) return;
  out += ",\"time_first\":";
  append_time(out, data->first, times);
  out += ",\"time_last\":";
  append_time(out, data->last, times);
}

}  // namespace

void append_source(std::string& out, const record::StoreStats& stats, std::size_t at) {
  const record::SourceSpec& spec = stats.sources[at].second;
  out += "\"name\":";
  feed::append_json_string(out, spec.name);
  out += ",\"kind\":\"";
  out += record::kind_text(spec.kind);
  out +=
      spec.mode == record::FeedMode::kTotal ? "\",\"counts\":\"total\"" : "\",\"counts\":\"delta\"";
  if (at < stats.watched.size()) append_watched(out, stats.watched[at]);
}

void append_card(std::string& out, const record::SourceCard& card) {
  const auto add = [&](std::string_view key, std::string_view text) {
    if (text.empty()) return;
    out += key;
    feed::append_json_string(out, text);
  };
  add(",\"label\":", card.label);
  add(",\"position\":", card.position);
  add(",\"owner\":", card.owner);
  add(",\"notes\":", card.notes);
  add(",\"tlp\":", record::tlp_text(card.tlp));
}

void append_delivery(std::string& out, const ledger::Delivery& delivery, feed::TimeStyle times) {
  out += "{\"started\":";
  append_time(out, delivery.started, times);
  out += ",\"finished\":";
  append_time(out, delivery.finished, times);
  out += ",\"input\":";
  feed::append_json_string(out, delivery.input);
  out += ",\"format\":";
  feed::append_json_string(out, delivery.format);
  out += ",\"outcome\":\"";
  out += outcome_text(delivery.outcome);
  out += '"';
  append_span(out, delivery.data, times);
  append_figures(out, delivery.figures);
  out += '}';
}

void append_totals(std::string& out, const ledger::SourceTotals& totals, std::uint32_t now,
                   feed::TimeStyle times) {
  append_field(out, ",\"deliveries\":", totals.deliveries);
  append_field(out, ",\"already_merged\":", totals.already_merged);
  append_field(out, ",\"failed\":", totals.failed);
  append_span(out, totals.data, times);
  if (totals.data)
    append_field(out, ",\"lag\":", now > totals.data->last ? now - totals.data->last : 0);
  append_figures(out, totals.figures);
  if (totals.deliveries > 0) {
    out += ",\"last_delivery\":";
    append_delivery(out, totals.last, times);
  }
  out += ",\"recent\":[";
  for (const ledger::DataDay& each : totals.recent) {
    out += out.back() == '[' ? "{\"day\":" : ",{\"day\":";
    append_day_field(out, each.day);
    append_field(out, ",\"responses\":", each.responses);
    append_field(out, ",\"records\":", each.records);
    out += '}';
  }
  out += ']';
}

std::optional<std::uint64_t> free_bytes(const std::string& directory) {
  if (directory.empty()) return std::nullopt;
  std::error_code fault;
  const std::filesystem::space_info space = std::filesystem::space(directory, fault);
  if (fault) return std::nullopt;
  return space.available;
}

}  // namespace spoor::api::v1
