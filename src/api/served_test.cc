// SPDX-License-Identifier: Apache-2.0
// The server's part of a call: path to route, query to fields, stream to body.
#include "api/served_test.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/input_stream.h"
#include "dns/name.h"
#include "intake/importer.h"
#include "store/memory/memory_store.h"

namespace spoor::api {

Result<std::size_t> MemoryBody::read(std::span<std::uint8_t> out) {
  const std::size_t size = std::min({out.size(), piece, content_.size() - at_});
  if (size == 0 && error) return *error;
  std::copy_n(content_.data() + at_, size, out.begin());
  at_ += size;
  return size;
}

Served::Served() : Served(store::make_memory_store()) {}

Served::Served(std::shared_ptr<record::RecordStore> store)
    : store_(std::move(store)),
      access_(store_),
      services_{StoreDoor(access_),
                keys_,
                metrics_,
                {},
                [this] { return now; },
                [this] {
                  const auto at = ticks;
                  ticks += tick_step;
                  return at;
                }} {
  services_.enrichment = [this] { return enrichment; };
  services_.settings.port = 8053;
  services_.settings.version = "0.1.0";
  services_.settings.started = kNoon - 100;
  table_ = make_routing_table(services_);
}

void Served::use_keys(std::string_view key_file) {
  auto keys = parse_key_file(key_file);
  ASSERT_TRUE(keys) << describe(keys.error());
  keys_.replace(*std::move(keys));
}

void Served::fill(const std::string& content, const std::string& source) {
  intake::ImportOptions options;
  options.source = source;
  auto settings = intake::resolve(options);
  ASSERT_TRUE(settings);
  const auto in = InputStream::from_memory(as_bytes(content));
  const auto report = intake::Importer(*store_, *std::move(settings), {}).import(*in);
  ASSERT_TRUE(report);
  ASSERT_FALSE(report->error) << describe(*report->error);
  ASSERT_TRUE(report->rejected.empty());
}

http::Response Served::start(http::Method method, std::string_view target,
                             std::vector<http::Field> fields, http::BodyReader* body) {
  http::Request request;
  request.method = method;
  request.target = target;
  request.fields = std::move(fields);
  if (!request.has_field("host")) request.fields.push_back({"host", "localhost:8053"});
  request.remote = "127.0.0.1";
  const http::Match match = table_.find(method, request.path());
  http::Response missing;
  missing.status = match.allow.empty() ? 404 : 405;
  if (match.route == nullptr) return missing;
  request.values = match.values;
  if (const auto mark = target.find('?'); mark != std::string_view::npos) {
    auto query = http::parse_query_string(target.substr(mark + 1));
    EXPECT_TRUE(query) << target;
    if (query) request.query = *std::move(query);
  }
  if (match.route->takes_body && body != nullptr) {
    std::array<std::uint8_t, 1000> octets{};
    for (auto got = body->read(octets); got && *got > 0; got = body->read(octets))
      request.body += as_chars(Bytes(octets).first(*got));
  }
  if (!match.route->upload) return match.route->handler(request);
  MemoryBody nothing("");
  return match.route->upload(request, body == nullptr ? nothing : *body);
}

http::Response Served::get(std::string_view target, std::vector<http::Field> fields) {
  return http::collect(start(http::Method::kGet, target, std::move(fields)));
}

http::Response Served::head(std::string_view target, std::vector<http::Field> fields) {
  return http::collect(start(http::Method::kHead, target, std::move(fields)));
}

http::Response Served::post(std::string_view target, http::BodyReader& body,
                            std::vector<http::Field> fields) {
  return http::collect(start(http::Method::kPost, target, std::move(fields), &body));
}

http::Response Served::post(std::string_view target, const std::string& content,
                            std::vector<http::Field> fields) {
  MemoryBody body(content);
  return post(target, body, std::move(fields));
}

std::string field(const http::Response& response, std::string_view name) {
  return dnsdb::field(response, name);
}

std::vector<std::string> lines_of(const std::string& body) {
  std::vector<std::string> found;
  std::string_view rest = body;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    EXPECT_NE(end, std::string_view::npos) << "a last line without LF: " << rest;
    if (end == std::string_view::npos) break;
    found.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  return found;
}

std::string cof_lines(unsigned count) {
  std::string out;
  for (unsigned i = 0; i < count; ++i) {
    out += fmt::format(
        R"({{"rrname":"host-{:05}.example.com.","rrtype":"A","rdata":"192.0.2.{}","count":{},)"
        R"("time_first":{},"time_last":{},"bailiwick":"example.com."}})"
        "\n",
        i, i % 256, i + 1, 1'600'000'000 + i, 1'700'000'000 + i);
  }
  return out;
}

}  // namespace spoor::api
