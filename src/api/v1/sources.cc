// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/sources: who delivered what, and how the store grew; and the deliveries of one
// source.
#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "api/v1/handlers.h"
#include "api/v1/history_pieces.h"
#include "api/v1/question.h"
#include "api/v1/rollup.h"
#include "api/v1/source_json.h"
#include "feed/json_text.h"

namespace spoor::api::v1 {
namespace {

constexpr Parameter kSourcesParameters[] = {{"times"}};
constexpr Parameter kDeliveriesParameters[] = {{"limit"}, {"times"}};
constexpr std::uint32_t kGrowthDays = 366;
constexpr std::uint64_t kDefaultDeliveries = 100;

/// What the ledger says; nothing where it cannot be read.
struct Told {
  std::map<std::string, ledger::SourceTotals, std::less<>> totals;
  std::vector<ledger::StoreSample> samples;
  bool is_readable = true;
};

Told read_ledger(Services& services) {
  Told told;
  auto sources = services.ledger.sources();
  auto samples = services.ledger.samples(kGrowthDays);
  for (const Error* fault :
       {sources ? nullptr : &sources.error(), samples ? nullptr : &samples.error()}) {
    if (fault == nullptr) continue;
    services.store.report(*fault);
    told.is_readable = false;
  }
  if (!told.is_readable) return told;
  for (ledger::SourceTotals& each : *sources) {
    std::string name = each.source;
    told.totals.emplace(std::move(name), std::move(each));
  }
  told.samples = *std::move(samples);
  return told;
}

void append_store(std::string& out, const record::StoreStats& stats, const Told& told,
                  const std::string& directory) {
  feed::append_field(out, "],\"store\":{\"records\":", stats.records);
  feed::append_field(out, ",\"names\":", stats.names);
  out += stats.is_exact ? ",\"exact\":true" : ",\"exact\":false";
  feed::append_field(out, ",\"bytes\":", stats.bytes);
  if (const auto free = free_bytes(directory)) feed::append_field(out, ",\"free_bytes\":", *free);
  out += ",\"growth\":[";
  for (const ledger::StoreSample& each : told.samples) {
    out += out.back() == '[' ? "{\"day\":" : ",{\"day\":";
    append_day_field(out, record::day_of(each.time));
    feed::append_field(out, ",\"records\":", each.records);
    feed::append_field(out, ",\"names\":", each.names);
    feed::append_field(out, ",\"bytes\":", each.bytes);
    out += '}';
  }
  out += "]}";
}

/// Of the source with this number; sources come by number.
record::SourceCard card_of(const std::vector<record::KnownSource>& known, record::SourceId id) {
  const auto found =
      std::lower_bound(known.begin(), known.end(), id,
                       [](const record::KnownSource& a, record::SourceId b) { return a.id < b; });
  return found == known.end() || found->id != id ? record::SourceCard{} : found->card;
}

/// Whether the ledger may tell of a source: the caller sees it, or nobody knows it yet.
bool may_tell(const Call& call, const record::RecordStore& seen, std::string_view name) {
  if (seen.find_source(name)) return true;
  const auto whole = call.services.store.open_whole();
  return whole && !(*whole)->find_source(name);
}

http::Response no_such_source(std::string_view name) {
  Problem problem;
  problem.status = 404;
  problem.title = "not found";
  problem.detail = "no source of this name ever delivered anything";
  problem.parameter = "name";
  problem.value = name;
  return refuse(problem);
}

}  // namespace

http::Response get_sources(const Call& call) {
  ParameterReader parameters(call.request, kSourcesParameters);
  const feed::TimeStyle times = read_times(parameters);
  if (!parameters.is_fine()) return refuse(parameters.problem());
  const auto store = call.services.store.open_for(*call.caller);
  if (!store) return refuse(store.error());
  const auto stats = (*store)->stats();
  if (!stats) {
    call.services.store.report(stats.error());
    return refuse(stats.error());
  }
  const std::vector<record::KnownSource> known = (*store)->sources();
  Told told = read_ledger(call.services);
  // How the whole store grew counts what is hidden from this caller.
  const auto whole = call.services.store.open_whole();
  if (!whole || (*whole)->sources().size() != known.size()) told.samples.clear();
  const std::uint32_t now = call.services.now();
  http::Response response;
  response.content_type = "application/json";
  std::string& out = response.body;
  out += "{\"sources\":[";
  for (std::size_t i = 0; i < stats->sources.size(); ++i) {
    out += i == 0 ? "\n{" : ",\n{";
    append_source(out, *stats, i);
    append_card(out, card_of(known, stats->sources[i].first));
    const auto found = told.totals.find(stats->sources[i].second.name);
    append_totals(out, found == told.totals.end() ? ledger::SourceTotals{} : found->second, now,
                  times);
    out += '}';
  }
  append_store(out, *stats, told, call.services.settings.store_directory);
  out += told.is_readable ? ",\"ledger\":true,\"time\":" : ",\"ledger\":false,\"time\":";
  append_time(out, now, times);
  out += ",\"complete\":true}\n";
  return response;
}

http::Response get_deliveries(const Call& call) {
  ParameterReader parameters(call.request, kDeliveriesParameters);
  const feed::TimeStyle times = read_times(parameters);
  const std::uint64_t limit =
      read_bounded(parameters, "limit", kDefaultDeliveries, {1, ledger::kKeptDeliveries});
  if (!parameters.is_fine()) return refuse(parameters.problem());
  const std::string& name = call.request.values.at(0);
  const auto store = call.services.store.open_for(*call.caller);
  if (!store) return refuse(store.error());
  if (!may_tell(call, **store, name)) return no_such_source(name);
  const auto found = call.services.ledger.deliveries(name, static_cast<std::uint32_t>(limit));
  if (!found) {
    call.services.store.report(found.error());
    return refuse(found.error());
  }
  if (found->total == 0 && !(*store)->find_source(name)) return no_such_source(name);
  http::Response response;
  response.content_type = "application/json";
  std::string& out = response.body;
  out += "{\"source\":";
  feed::append_json_string(out, name);
  out += ",\"deliveries\":[";
  for (const ledger::Delivery& each : found->newest) {
    out += out.back() == '[' ? "\n" : ",\n";
    append_delivery(out, each, times);
  }
  feed::append_field(out, "],\"returned\":", found->newest.size());
  feed::append_field(out, ",\"total\":", found->total);
  out += found->newest.size() >= found->total ? ",\"complete\":true}\n"
                                              : ",\"complete\":false,\"reason\":\"limit\"}\n";
  return response;
}

}  // namespace spoor::api::v1
