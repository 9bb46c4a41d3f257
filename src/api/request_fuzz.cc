// SPDX-License-Identifier: Apache-2.0
// Any request, through the routing table and its guards over a small store: nothing is ever the
// server's fault (no status of 500 or more), and what calls itself JSON is JSON.
// Input: `METHOD TARGET`, header lines, an empty line, the body. With an X-Api-Key field a server
// with keys is asked (one of them is fuzz-key-1), else one without.
#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <prometheus/registry.h>
#include <simdjson.h>

#include "api/pages/files.h"
#include "api/routes.h"
#include "base/input_stream.h"
#include "intake/importer.h"
#include "store/memory/memory_store.h"

namespace spoor::api {
namespace {

constexpr std::uint32_t kNow = 1'700'000'000;
constexpr std::string_view kFeed =
    R"({"rrname":"example.com.","rrtype":"A","rdata":"192.0.2.1","count":5,"time_first":1600000000,"time_last":1690000000,"bailiwick":"example.com."}
{"rrname":"www.example.com.","rrtype":"AAAA","rdata":"2001:db8::1","count":1,"time_first":1600000000,"time_last":1690000000}
{"rrname":"example.com.","rrtype":"SOA","rdata":"ns1.example.com. hostmaster.example.com. 1 2 3 4 5","count":2,"zone_time_first":1600000000,"zone_time_last":1600000001}
{"rrname":"example.com.","rrtype":"TXT","rdata":"\"v=spf1 -all\" \"\\200\"","count":2,"time_first":1600000000,"time_last":1690000000}
{"rrname":"www.example.net.","rrtype":"CNAME","rdata":"www.example.com.","count":9,"time_first":1600000000,"time_last":1690000000}
{"rrname":"x.example.net.","rrtype":"LABEL","rdata":"any text","count":9,"time_first":1600000000,"time_last":1690000000}
)";

constexpr std::array<pages::PackedFile, 2> kPages{
    {{"index.html", "<p nonce=\"__SPOOR_NONCE__\">", {}, "d1"},
     {"assets/app-1.js", "let a = 1;", "\x1f\x8b", "d2"}}};

void check(bool is_true) {
  if (!is_true) __builtin_trap();
}

class OneStore final : public StoreAccess {
 public:
  OneStore() : store_(store::make_memory_store()) {}
  Result<std::shared_ptr<record::RecordStore>> store() override { return store_; }
  void report(const Error& /*error*/) override { check(false); }

 private:
  std::shared_ptr<record::RecordStore> store_;
};

struct Server {
  explicit Server(bool has_keys)
      : services{StoreDoor(access),
                 keys,
                 metrics,
                 {},
                 [] { return kNow; },
                 [] { return std::chrono::steady_clock::time_point(); }} {
    services.settings.port = 80;
    if (has_keys) {
      keys.replace(
          *parse_key_file("fuzz-key-1 read import results=3\nfuzz-key-2 quota=1\n"
                          "fuzz-key-3 expires=2020-01-01\nfuzz-key-4 import offset=0"));
    }
    fill();
    services.pages = pages::packed_files(kPages);
    table = make_routing_table(services);
  }
  void fill() {
    intake::ImportOptions options;
    options.source = "s1";
    const auto in = InputStream::from_memory(as_bytes(kFeed));
    check(bool(intake::Importer(**access.store(), *intake::resolve(options), {}).import(*in)));
  }

  OneStore access;
  KeyRing keys;
  prometheus::Registry metrics;
  Services services;
  http::RoutingTable table;
};

class Body final : public http::BodyReader {
 public:
  explicit Body(std::string_view rest) : rest_(rest) {}
  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    const std::size_t size = std::min(out.size(), rest_.size());
    std::copy_n(rest_.begin(), size, out.begin());
    rest_.remove_prefix(size);
    return size;
  }

 private:
  std::string_view rest_;
};

std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

http::Method method_of(std::string_view text) {
  for (const auto method : {http::Method::kGet, http::Method::kHead, http::Method::kPost}) {
    if (http::method_text(method) == text) return method;
  }
  return http::Method::kOther;
}

/// The head of a request; `text` keeps the body.
http::Request take_head(std::string_view& text) {
  http::Request request;
  std::string_view line = take_line(text);
  const std::size_t blank = std::min(line.find(' '), line.size());
  request.method = method_of(line.substr(0, blank));
  request.target = line.substr(std::min(blank + 1, line.size()));
  for (line = take_line(text); !line.empty(); line = take_line(text)) {
    const std::size_t colon = std::min(line.find(':'), line.size());
    http::Field field{std::string(line.substr(0, colon)), {}};
    for (char& c : field.name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    std::string_view value = line.substr(std::min(colon + 1, line.size()));
    while (value.starts_with(' ')) value.remove_prefix(1);
    field.value = value;
    request.fields.push_back(std::move(field));
  }
  if (!request.has_field("host")) request.fields.push_back({"host", "localhost"});
  return request;
}

http::Response answer(Server& server, http::Request request, std::string_view content) {
  const http::Match match = server.table.find(request.method, request.path());
  const std::size_t mark = std::min(request.target.find('?'), request.target.size());
  auto query = http::parse_query_string(
      std::string_view(request.target).substr(std::min(mark + 1, request.target.size())));
  if (match.route == nullptr || match.is_malformed || !query)
    return render_refusal({match.route == nullptr ? 404U : 400U, "expected another request",
                           request.target, request.field("accept")},
                          server.services.pages.get());
  request.values = match.values;
  request.query = *std::move(query);
  if (match.route->takes_body) request.body = content;
  if (!match.route->upload) return match.route->handler(request);
  Body body(content);
  return match.route->upload(request, body);
}

/// Every line of `text` is an object: counts them.
std::size_t check_lines(std::string_view text) {
  simdjson::dom::parser parser;
  std::size_t lines = 0;
  check(text.empty() || text.back() == '\n');
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    simdjson::dom::object object;
    check(parser.parse(line.data(), line.size()).get(object) == simdjson::SUCCESS);
    ++lines;
  }
  return lines;
}

/// Begin, rows, one terminator.
void check_saf(std::string_view text) {
  check(check_lines(text) >= 2);
  check(take_line(text) == "{\"cond\":\"begin\"}");
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    check(line.starts_with(text.empty() ? "{\"cond\":\"" : "{\"obj\":{"));
  }
}

void check_body(const http::Response& response, std::string_view path) {
  const std::string& type = response.content_type;
  const bool is_native = path.starts_with("/api/v1/");
  check(response.body.find("__SPOOR_NONCE__") == std::string::npos);
  if (type == "application/problem+json" || (is_native && type == "application/json")) {
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    check(parser.parse(response.body).get(object) == simdjson::SUCCESS);
  } else if (type == "application/x-ndjson" && !is_native && response.status == 200) {
    check_saf(response.body);
  } else if (type == "application/x-ndjson" ||
             (type == "application/json" && path.find("rate_limit") == path.npos)) {
    check_lines(response.body);
  } else if (type.starts_with("text/plain") && response.status >= 400) {
    check(response.body.starts_with("Error: ") && response.body.back() == '\n');
  }
}

}  // namespace
}  // namespace spoor::api

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace spoor::api;
  static Server open(false);
  std::string_view text(reinterpret_cast<const char*>(data), size);
  spoor::http::Request request = take_head(text);
  const std::string path(request.path());
  const bool is_import = request.method == spoor::http::Method::kPost;
  // Quotas and imports leave something behind: each such request has a server of its own.
  std::optional<Server> own;
  if (is_import || request.has_field("x-api-key")) own.emplace(true);
  const auto response = spoor::http::collect(answer(own ? *own : open, std::move(request), text));
  check(response.status >= 200 && response.status < 500);
  check_body(response, path);
  return 0;
}
