// SPDX-License-Identifier: Apache-2.0
// A server on a free port of the loopback with a few routes to try it on.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "http/server.h"

namespace spoor::http {

/// `size` octets, some at a time, without end when `size` is 0.
class Counting final : public Stream {
 public:
  Counting(std::size_t size, std::atomic<int>& alive, State last = State::kEnd)
      : size_(size), alive_(alive), last_(last) {
    ++alive_;
  }
  ~Counting() override { --alive_; }
  State produce(std::string& out, std::size_t wanted) override {
    while (out.size() < wanted) {
      if (size_ != 0 && given_ >= size_) return last_;
      out += static_cast<char>('a' + given_++ % 26);
    }
    return State::kMore;
  }
  std::vector<Field> trailers() override { return {{"Spoor-Complete", "true"}}; }

 private:
  std::size_t size_;
  std::size_t given_ = 0;
  std::atomic<int>& alive_;
  State last_;
};

class Served {
 public:
  explicit Served(ServerOptions options = {}) {
    options.port = 0;
    auto started = Server::start(std::move(options), table(), registry);
    if (started) server = *std::move(started);
  }

  [[nodiscard]] std::string url(std::string_view path, std::string_view scheme = "http") const {
    return std::string(scheme) + "://127.0.0.1:" + std::to_string(server->port()) +
           std::string(path);
  }
  /// The value of a line of /metrics: `spoor_http_closed_total{reason="idle"}`.
  [[nodiscard]] double metric(const std::string& name) const {
    const std::string text = "\n" + prometheus::TextSerializer().Serialize(registry.Collect());
    const std::size_t at = text.find("\n" + name + " ");
    return at == std::string::npos ? -1 : std::stod(text.substr(at + name.size() + 2));
  }
  [[nodiscard]] double closed(const std::string& reason) const {
    return metric("spoor_http_closed_total{reason=\"" + reason + "\"}");
  }
  /// Waits until `holds`, for a minute at most: slow machines only take longer.
  template <class Condition>
  static bool eventually(Condition holds) {
    for (int i = 0; i < 6000 && !holds(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return holds();
  }

  prometheus::Registry registry;
  std::atomic<int> streams_alive{0};
  std::atomic<bool> holds_uploads{false};  ///< The /wait upload ends only when this is false.
  std::unique_ptr<Server> server;

 private:
  static Response text(std::string body) {
    Response response;
    response.content_type = "text/plain";
    response.body = std::move(body);
    return response;
  }
  Response stream(std::size_t size, Stream::State last = Stream::State::kEnd) {
    Response response;
    response.content_type = "text/plain";
    response.stream = std::make_unique<Counting>(size, streams_alive, last);
    return response;
  }
  static Response count(BodyReader& body) {
    std::array<std::uint8_t, 1000> octets{};
    std::size_t total = 0;
    for (;;) {
      const auto got = body.read(octets);
      if (!got) {
        Response response = text("broken off");
        response.status = 422;
        return response;
      }
      if (*got == 0) return text(std::to_string(total));
      total += *got;
    }
  }
  void add(RoutingTable& table, std::string pattern, Handler handler) {
    Route route;
    route.pattern = std::move(pattern);
    route.handler = std::move(handler);
    table.add(std::move(route));
  }
  void add_upload(RoutingTable& table, std::string pattern, UploadHandler handler) {
    Route route;
    route.method = Method::kPost;
    route.pattern = std::move(pattern);
    route.upload = std::move(handler);
    table.add(std::move(route));
  }
  RoutingTable table() {
    RoutingTable table;
    add(table, "/hello/{name?}", [](const Request& request) {
      return text("hello " + (request.values.empty() ? "nobody" : request.values[0]));
    });
    add(table, "/known", [](const Request&) {
      Response response;
      response.status = 304;
      response.fields = {{"ETag", "\"x\""}};
      return response;
    });
    add(table, "/query", [](const Request& request) {
      return text(request.query.empty() ? "" : request.query[0].value);
    });
    for (const Method method : {Method::kGet, Method::kPost}) {
      Route echo;
      echo.method = method;
      echo.pattern = "/echo";
      echo.handler = [](const Request& request) { return text("<" + request.body + ">"); };
      echo.takes_body = true;
      table.add(std::move(echo));
    }
    add(table, "/stream/{size}",
        [this](const Request& request) { return stream(std::stoul(request.values[0])); });
    add(table, "/broken/{size}", [this](const Request& request) {
      return stream(std::stoul(request.values[0]), Stream::State::kBroken);
    });
    add_upload(table, "/count", [](const Request&, BodyReader& body) { return count(body); });
    add_upload(table, "/ignore", [](const Request&, BodyReader&) { return text("not read"); });
    add_upload(table, "/wait", [this](const Request&, BodyReader& body) {
      while (holds_uploads) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      return count(body);
    });
    return table;
  }
};

}  // namespace spoor::http
