// SPDX-License-Identifier: Apache-2.0
// POST /api/v1/sensor/batches: what a remote sensor saw, one frame a request
// (docs/formats/sensor-batch.md). Who the sensor is, its credential says.
#include "api/v1/sensor_batches.h"

#include <array>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>

#include "api/v1/handlers.h"
#include "api/v1/parameters.h"
#include "transport/collector.h"
#include "transport/spool_files.h"

namespace spoor::api::v1 {
namespace {

constexpr std::uint32_t kFullRetryS = 30;  // a disk is not freed in a second

Problem problem_of(unsigned status, std::string_view title, std::string_view detail) {
  Problem problem;
  problem.status = status;
  problem.title = title;
  problem.detail = detail;
  return problem;
}

/// The whole body. Errors: a problem.
std::optional<Problem> read_frame(http::BodyReader& body, std::string& frame) {
  std::array<std::uint8_t, 64 << 10> octets{};
  for (;;) {
    const auto n = body.read(octets);
    if (!n && n.error().code == ErrorCode::kTruncated)
      return problem_of(408, "too slow", n.error().what);
    if (!n && n.error().code == ErrorCode::kLimit)
      return problem_of(413, "too large", n.error().what);
    if (!n) return problem_of(400, "broken off", "the body broke off");
    if (*n == 0) return std::nullopt;
    if (frame.size() + *n > transport::kMaxFrameOctets)
      return problem_of(413, "too large", "larger than any batch of a sensor");
    frame.append(reinterpret_cast<const char*>(octets.data()), *n);
  }
}

/// Of an error of the store: nothing of it is the sensor's fault, and it will come again.
Problem store_problem(const Error& error) {
  if (error.code == ErrorCode::kIo && error.where.find("No space left") != std::string::npos) {
    Problem problem = problem_of(507, "no room", "the collector's disk is full: try again later");
    problem.retry_after_s = kFullRetryS;
    return problem;
  }
  return to_problem(error);
}

bool is_of_frame(const Error& error) {
  return error.where == "sensor batch";
}

Problem frame_problem(const Error& error) {
  Problem problem = problem_of(error.code == ErrorCode::kLimit ? 413 : 422, "not read", error.what);
  problem.detail = fmt::format("{} (octet {})", error.what, error.offset);
  return problem;
}

}  // namespace

/// spoor_sensor_… of one sensor: few, because each has a credential.
void count_collected(Services& services, const std::string& sensor,
                     const transport::Collected& collected) {
  prometheus::Registry& metrics = services.metrics;
  const std::uint32_t now_s = services.now();
  const auto add = [&](const char* name, const char* help, std::uint64_t n) {
    prometheus::BuildCounter()
        .Name(name)
        .Help(help)
        .Register(metrics)
        .Add({{"sensor", sensor}})
        .Increment(static_cast<double>(n));
  };
  add("spoor_sensor_batches_total", "Batches of remote sensors that were merged.",
      collected.is_new ? 1U : 0U);
  add("spoor_sensor_repeats_total", "Batches that had been merged before.",
      collected.is_new ? 0U : 1U);
  add("spoor_sensor_rows_total", "Rows of merged batches.", collected.is_new ? collected.rows : 0U);
  add("spoor_sensor_gaps_total", "Batches that a sensor had to drop.",
      collected.is_new && collected.head.is_gap ? collected.head.covers : 0U);
  const std::uint32_t lag = now_s > collected.head.made ? now_s - collected.head.made : 0;
  prometheus::BuildGauge()
      .Name("spoor_sensor_lag_seconds")
      .Help("Age of the last batch when it came in, by the sensor's clock.")
      .Register(metrics)
      .Add({{"sensor", sensor}})
      .Set(lag);
}

http::Response post_sensor_batch(const Call& call, http::BodyReader& body) {
  ParameterReader parameters(call.request, {});
  if (!parameters.is_fine()) return refuse(parameters.problem());
  std::string frame;
  if (const auto problem = read_frame(body, frame)) return refuse(*problem);
  const auto store = call.services.store.open_whole();
  if (!store) return refuse(store.error());
  const std::string& sensor = call.caller->spec().sensor;
  const auto collected = call.services.collector->take(**store, sensor, frame, call.services.now());
  if (!collected) {
    const Error& error = collected.error();
    if (is_of_frame(error)) return refuse(frame_problem(error));
    if (error.code == ErrorCode::kInvalid && error.where == sensor)
      return refuse(problem_of(409, "other counts", error.what));
    call.services.store.report(error);
    return refuse(store_problem(error));
  }
  count_collected(call.services, sensor, *collected);
  http::Response response;
  response.status = collected->is_new ? 201 : 200;
  response.content_type = "application/json";
  response.body = fmt::format("{{\"stream\":\"{}\",\"sequence\":{},\"rows\":{},\"merged\":{}}}\n",
                              transport::stream_text(collected->head.stream),
                              collected->head.sequence, collected->rows, collected->is_new);
  return response;
}

}  // namespace spoor::api::v1
