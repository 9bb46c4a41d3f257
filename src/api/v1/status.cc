// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/status: what the store holds, as it says or counted.
#include <memory>
#include <utility>

#include "api/v1/enrichment_text.h"
#include "api/v1/handlers.h"
#include "api/v1/question.h"
#include "api/v1/source_json.h"
#include "feed/json_text.h"
#include "search/census.h"

namespace spoor::api::v1 {
namespace {

constexpr Parameter kParameters[] = {{"exact"}, {"times"}};
/// Records (or names) that one slice counts: about a millisecond.
constexpr std::uint64_t kSliceRecords = 4096;

void append_sources(std::string& out, const record::StoreStats& stats) {
  out += ",\"sources\":[";
  for (std::size_t i = 0; i < stats.sources.size(); ++i) {
    out += i == 0 ? "{" : ",{";
    append_source(out, stats, i);
    out += '}';
  }
  out += ']';
}

/// What stands in a status besides what was counted.
struct Surroundings {
  std::string version;
  std::string directory;
  std::uint32_t started = 0;
  std::uint32_t now = 0;
  feed::TimeStyle times = feed::TimeStyle::kUnix;
  std::shared_ptr<const enrich::Enrichment> enrichment;
};

std::string render_status(const record::StoreStats& stats, const Surroundings& around,
                          bool is_complete) {
  std::string out = "{\"version\":";
  feed::append_json_string(out, around.version);
  feed::append_field(out, ",\"records\":", stats.records);
  feed::append_field(out, ",\"names\":", stats.names);
  out += stats.is_exact ? ",\"exact\":true" : ",\"exact\":false";
  feed::append_field(out, ",\"bytes\":", stats.bytes);
  if (const auto free = free_bytes(around.directory))
    feed::append_field(out, ",\"free_bytes\":", *free);
  feed::append_field(out, ",\"format\":", stats.format);
  append_sources(out, stats);
  out += ",\"enrichment\":";
  append_files(out, *around.enrichment, around.times);
  out += ",\"started\":";
  append_time(out, around.started, around.times);
  out += ",\"time\":";
  append_time(out, around.now, around.times);
  out += is_complete ? ",\"complete\":true}\n" : ",\"complete\":false,\"reason\":\"time\"}\n";
  return out;
}

/// Counts, then tells. When its time is up it tells what the store says by itself.
class CensusStream final : public http::Stream {
 public:
  CensusStream(Services& services, std::shared_ptr<record::RecordStore> store,
               search::CensusCursor census, record::StoreStats stats, Surroundings around)
      : services_(services),
        store_(std::move(store)),
        census_(std::move(census)),
        stats_(std::move(stats)),
        around_(std::move(around)),
        deadline_(services.ticks() + services.settings.answer_time) {}

  State produce(std::string& out, std::size_t /*wanted*/) override {
    const auto is_done = census_.advance(kSliceRecords);
    if (!is_done) {
      services_.store.report(is_done.error());
      problem_ = to_problem(is_done.error());
      return State::kReplaced;
    }
    if (!*is_done && services_.ticks() < deadline_) return State::kMore;
    if (*is_done) {
      stats_.records = census_.counts().records;
      stats_.names = census_.counts().names;
      stats_.is_exact = true;
    }
    out += render_status(stats_, around_, *is_done);
    return State::kEnd;
  }
  http::Response replacement() override { return refuse(problem_); }

 private:
  Services& services_;
  std::shared_ptr<record::RecordStore> store_;  // before the census: it must outlive it
  search::CensusCursor census_;
  record::StoreStats stats_;
  Surroundings around_;
  std::chrono::steady_clock::time_point deadline_;
  Problem problem_;
};

http::Response refuse_and_report(Services& services, const Error& error) {
  services.store.report(error);
  return refuse(error);
}

}  // namespace

http::Response get_status(const Call& call) {
  ParameterReader parameters(call.request, kParameters);
  const bool is_exact_wanted = parameters.flag("exact");
  const Surroundings around{call.services.settings.version, call.services.settings.store_directory,
                            call.services.settings.started, call.services.now(),
                            read_times(parameters),         call.services.enrichment()};
  if (!parameters.is_fine()) return refuse(parameters.problem());
  auto store = call.services.store.open_for(*call.caller);
  if (!store) return refuse(store.error());
  auto stats = (*store)->stats();
  if (!stats) return refuse_and_report(call.services, stats.error());
  http::Response response;
  response.content_type = "application/json";
  if (stats->is_exact || !is_exact_wanted) {
    response.body = render_status(*stats, around, true);
    return response;
  }
  auto census = search::CensusCursor::open((*store)->snapshot());
  if (!census) return refuse_and_report(call.services, census.error());
  response.stream = std::make_unique<CensusStream>(call.services, *std::move(store),
                                                   *std::move(census), *std::move(stats), around);
  return response;
}

}  // namespace spoor::api::v1
