// SPDX-License-Identifier: Apache-2.0
// The server over real sockets of the loopback.
#include "http/server.h"

#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/testing/raw_client.h"
#include "http/testing/served.h"

namespace spoor::http {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;

std::string body_of(const std::string& response) {
  const std::size_t at = response.find("\r\n\r\n");
  return at == std::string::npos ? "" : response.substr(at + 4);
}

std::size_t count_of(const std::string& text, std::string_view what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
    ++count;
  return count;
}

std::string ask(const Served& served, std::string_view request) {
  RawClient client(served.server->port());
  client.send(request);
  return client.read_all();
}

TEST(Server, AnswersSeveralRequestsOnOneConnection) {
  Served served;
  ASSERT_NE(served.server, nullptr);
  RawClient client(served.server->port());
  client.send("GET /hello/one HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(client.read_until("hello one"));
  EXPECT_THAT(client.text, HasSubstr("Content-Length: 9\r\n"));
  EXPECT_THAT(client.text, HasSubstr("Connection: keep-alive\r\n"));
  client.text.clear();
  client.send("GET /hello/two HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(body_of(client.read_all()), "hello two");
  EXPECT_EQ(served.metric("spoor_http_connections_total"), 1);
  EXPECT_EQ(served.metric("spoor_http_requests_total{route=\"/hello/{name?}\",status=\"2xx\"}"), 2);
}

TEST(Server, TakesAHeadOctetByOctet) {
  Served served;
  RawClient client(served.server->port());
  for (const char c :
       std::string("GET /query?q=a%20b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
    client.send(std::string_view(&c, 1));
  EXPECT_EQ(body_of(client.read_all()), "a b");
}

TEST(Server, HandsASmallBodyToARouteThatTakesOne) {
  Served served;
  for (const std::string method : {"GET", "POST"}) {
    RawClient client(served.server->port());
    client.send(method + " /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
    ASSERT_TRUE(client.read_until("<hello>")) << method;
    client.send(method +
                " /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    ASSERT_TRUE(client.read_until("<abcde>")) << method;
    // Nothing of one request is left for the next.
    client.send(method + " /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    ASSERT_TRUE(client.read_until("<>")) << method;
  }
  const std::string large(100'000, 'x');
  EXPECT_THAT(
      ask(served, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + large),
      StartsWith("HTTP/1.1 413 "));
  EXPECT_EQ(body_of(ask(served,
                        "GET /query?q=kept HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                        "Content-Length: 5\r\n\r\nhello")),
            "kept");
}

TEST(Server, StreamsInChunksWithTrailers) {
  Served served;
  const std::string answer =
      ask(served, "GET /stream/200000 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Transfer-Encoding: chunked\r\n"));
  EXPECT_THAT(answer, testing::EndsWith("\r\n0\r\nSpoor-Complete: true\r\n\r\n"));
  std::string text;
  std::string left = body_of(answer);
  for (;;) {
    const std::size_t size = std::stoul(left, nullptr, 16);
    if (size == 0) break;
    const std::size_t at = left.find("\r\n") + 2;
    text += left.substr(at, size);
    left.erase(0, at + size + 2);
  }
  EXPECT_EQ(text.size(), 200'000U);
  EXPECT_THAT(text, StartsWith("abcdefghijklmnopqrstuvwxyzabc"));
  EXPECT_EQ(served.streams_alive, 0);
}

TEST(Server, SendsASmallStreamWhole) {
  Served served;
  const std::string answer =
      ask(served, "GET /stream/10 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 10\r\n"));
  EXPECT_THAT(answer, HasSubstr("Spoor-Complete: true\r\n"));
  EXPECT_EQ(body_of(answer), "abcdefghij");
}

TEST(Server, EndsAStreamByClosingForHttp10) {
  Served served;
  const std::string answer = ask(served, "GET /stream/200000 HTTP/1.0\r\n\r\n");
  EXPECT_THAT(answer, testing::Not(HasSubstr("chunked")));
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
  EXPECT_EQ(body_of(answer).size(), 200'000U);
}

TEST(Server, CutsABrokenStreamWithoutItsEnd) {
  Served served;
  const std::string answer =
      ask(served, "GET /broken/200000 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(answer, testing::Not(testing::EndsWith("0\r\n\r\n")));
  EXPECT_EQ(served.closed("broken_answer"), 1);
}

TEST(Server, AnswersHeadWithoutABody) {
  Served served;
  const std::string answer =
      ask(served, "HEAD /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 12\r\n"));
  EXPECT_EQ(body_of(answer), "");
  const std::string stream =
      ask(served, "HEAD /stream/0 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(stream, StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(body_of(stream), "");
}

TEST(Server, SaysNoLengthOfWhatIsKnownAlready) {
  Served served;
  RawClient client(served.server->port());
  client.send("GET /known HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(client.read_until("\r\n\r\n"));
  EXPECT_THAT(client.text, StartsWith("HTTP/1.1 304 Not Modified\r\n"));
  EXPECT_THAT(client.text, testing::Not(HasSubstr("Content-Length")));
  EXPECT_THAT(client.text, HasSubstr("Connection: keep-alive\r\n"));
  client.send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.read_all(), testing::EndsWith("hello nobody"));
}

TEST(Server, TellsARefusalWhatTheClientTakes) {
  ServerOptions options;
  options.port = 0;
  options.refuse = [](const Refusal& refusal) {
    Response response;
    response.status = refusal.status;
    response.body = std::string(refusal.target) + " " + std::string(refusal.accept);
    return response;
  };
  prometheus::Registry registry;
  const auto server = Server::start(std::move(options), RoutingTable(), registry);
  ASSERT_TRUE(server);
  RawClient client((*server)->port());
  client.send("GET /a?b HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(body_of(client.read_all()), "/a?b text/html");
}

struct Refused {
  std::string_view name;
  std::string request;
  std::string_view status;
};

class RefuseRequest : public testing::TestWithParam<Refused> {};

TEST_P(RefuseRequest, AnswersWithItsStatus) {
  Served served;
  EXPECT_THAT(ask(served, GetParam().request),
              StartsWith("HTTP/1.1 " + std::string(GetParam().status)));
}

// NOLINTNEXTLINE(cert-err58-cpp): without memory no test runs
const std::string kEnd = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

INSTANTIATE_TEST_SUITE_P(
    Table, RefuseRequest,
    testing::Values(
        Refused{"no_path", "GET /nothing" + kEnd, "404"},
        Refused{"wrong_method", "DELETE /hello" + kEnd, "405"},
        Refused{"broken_escape", "GET /hello/%4" + kEnd, "400"},
        Refused{"broken_query", "GET /query?q=%zz" + kEnd, "400"},
        Refused{"no_http", "hello\r\n\r\n", "400"},
        Refused{"bad_field", "GET / HTTP/1.1\r\n: x\r\n\r\n", "400"},
        Refused{"bad_length", "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "400"},
        Refused{"two_lengths",
                "POST /count HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "400"},
        Refused{"smuggling",
                "POST /count HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: "
                "chunked\r\n\r\n0\r\n\r\n",
                "400"},
        Refused{"large_head", "GET / HTTP/1.1\r\nA: " + std::string(40'000, 'a'), "431"},
        Refused{"long_target", "GET /" + std::string(40'000, 'a') + kEnd, "431"},
        Refused{"large_body",
                "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
                "999999\r\n\r\n" +
                    std::string(200'000, 'x'),
                "413"},
        Refused{"no_host", "GET /hello HTTP/1.1\r\n\r\n", "400"},
        Refused{"two_hosts", "GET /hello HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "400"},
        Refused{"gzip", "GET /hello HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", "400"},
        Refused{"chunked_gzip",
                "GET /hello HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
                "400"},
        Refused{"xchunked", "GET /hello HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n",
                "400"},
        Refused{"old_chunked",
                "POST /count HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
        Refused{"empty_lines", "\r\n\r\n\nGET /hello" + kEnd, "200"},
        Refused{"version", "GET / HTTP/2.7\r\n\r\n", "505"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Server, NamesTheMethodsOfAPath) {
  Served served;
  EXPECT_THAT(ask(served, "DELETE /hello" + kEnd), HasSubstr("Allow: GET, HEAD\r\n"));
}

TEST(Server, ForgetsASmallBodyThatNobodyAskedFor) {
  Served served;
  RawClient client(served.server->port());
  client.send("GET /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcdeGET /hello/next" +
              kEnd);
  EXPECT_THAT(client.read_all(), HasSubstr("hello next"));
}

TEST(Server, ReadsUploadsInBothFramings) {
  Served served;
  const std::string length =
      ask(served,
          "POST /count HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 300000\r\n\r\n" +
              std::string(300'000, 'x'));
  EXPECT_EQ(body_of(length), "300000");
  std::string chunks;
  for (int i = 0; i < 1000; ++i) chunks += "3e8\r\n" + std::string(1000, 'y') + "\r\n";
  const std::string chunked = ask(
      served,
      "POST /count HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" +
          chunks + "0\r\n\r\n");
  EXPECT_EQ(body_of(chunked), "1000000");
}

TEST(Server, SaysContinueWhenAsked) {
  Served served;
  RawClient client(served.server->port());
  client.send(
      "POST /count HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: "
      "100-continue\r\nContent-Length: 3\r\n\r\n");
  ASSERT_TRUE(client.read_until("100 Continue\r\n\r\n"));
  client.send("abc");
  EXPECT_THAT(client.read_all(), testing::EndsWith("\r\n\r\n3"));
}

TEST(Server, AnswersAnUploadThatNobodyReads) {
  Served served;
  const std::string answer =
      ask(served, "POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n" +
                      std::string(500'000, 'x'));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(answer, HasSubstr("Connection: close"));
}

TEST(Server, TellsTheReaderThatABodyBrokeOff) {
  std::mutex mutex;
  std::vector<unsigned> statuses;
  ServerOptions options;
  options.access_log = [&](const AccessEntry& entry) {
    const std::scoped_lock lock(mutex);
    statuses.push_back(entry.status);
  };
  Served served(std::move(options));
  {
    RawClient client(served.server->port());
    client.send("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc");
  }
  EXPECT_TRUE(Served::eventually([&] {
    const std::scoped_lock lock(mutex);
    return statuses == std::vector<unsigned>{422};
  }));
}

TEST(Server, TakesOnlyBodiesOfSoManyOctets) {
  ServerOptions options;
  options.limits.upload_bytes = 1000;
  Served served(std::move(options));
  const std::string head = "POST /count HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
  EXPECT_THAT(ask(served, head + "Content-Length: 1001\r\n\r\n" + std::string(1001, 'x')),
              StartsWith("HTTP/1.1 413 "));
  const std::string chunk = "1f4\r\n" + std::string(500, 'x') + "\r\n";
  EXPECT_THAT(ask(served, head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + chunk),
              StartsWith("HTTP/1.1 422 "));
  EXPECT_EQ(body_of(ask(served, head + "Content-Length: 1000\r\n\r\n" + std::string(1000, 'x'))),
            "1000");
}

TEST(Server, TakesOnlySoManyUploadsAtOnce) {
  ServerOptions options;
  options.limits.uploads = 1;
  Served served(std::move(options));
  served.holds_uploads = true;
  RawClient first(served.server->port());
  first.send("POST /wait HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\na");
  ASSERT_TRUE(Served::eventually([&] { return served.metric("spoor_http_uploads") == 1; }));
  EXPECT_THAT(ask(served, "POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na"),
              StartsWith("HTTP/1.1 503 "));
  EXPECT_EQ(body_of(ask(served, "GET /hello" + kEnd)),
            "hello nobody");  // others are served meanwhile
  served.holds_uploads = false;
  EXPECT_EQ(body_of(first.read_all()), "1");
}

TEST(Server, HoldsBackABodyThatIsNotRead) {
  Served served;
  served.holds_uploads = true;
  RawClient client(served.server->port());
  client.send(
      "POST /wait HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 50000000\r\n\r\n");
  std::thread sender([&] {
    const std::string piece(500'000, 'x');
    for (int i = 0; i < 100; ++i) client.send(piece);
  });
  ASSERT_TRUE(Served::eventually(
      [&] { return served.metric("spoor_http_bytes_total{direction=\"received\"}") > 0; }));
  std::this_thread::sleep_for(milliseconds(200));
  EXPECT_LT(served.metric("spoor_http_bytes_total{direction=\"received\"}"), 2'000'000);
  served.holds_uploads = false;
  sender.join();
  EXPECT_EQ(body_of(client.read_all()), "50000000");
}

TEST(Server, AnswersAndClosesASlowHead) {
  ServerOptions options;
  options.limits.header_time = milliseconds(300);
  Served served(std::move(options));
  RawClient client(served.server->port());
  client.send("GET /hello HTTP/1.1\r\nHo");
  EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 408 "));
  EXPECT_EQ(served.closed("slow_header"), 1);
}

TEST(Server, ClosesAnIdleConnectionInSilence) {
  ServerOptions options;
  options.limits.idle_time = milliseconds(300);
  Served served(std::move(options));
  RawClient client(served.server->port());
  EXPECT_EQ(client.read_all(), "");
  EXPECT_EQ(served.closed("idle"), 1);
}

TEST(Server, ClosesASlowUpload) {
  ServerOptions options;
  options.limits.slow_time = milliseconds(300);
  Served served(std::move(options));
  RawClient client(served.server->port());
  client.send("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc");
  EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 422 "));
  EXPECT_EQ(served.closed("slow_body"), 1);
}

TEST(Server, BoundsPipelining) {
  ServerOptions options;
  options.limits.pipelined = 8;
  Served served(std::move(options));
  std::string requests;
  for (int i = 0; i < 100; ++i) requests += "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string answer = ask(served, requests);
  EXPECT_EQ(count_of(answer, "HTTP/1.1 200 "), 9U);
  EXPECT_EQ(count_of(answer, "HTTP/1.1 429 "), 1U);
  EXPECT_EQ(served.closed("pipelined"), 1);
}

TEST(Server, AnswersPipelinedRequestsInTheirOrder) {
  Served served;
  const std::string answer = ask(served,
                                 "GET /hello/1 HTTP/1.1\r\nHost: a\r\n\r\nGET /hello/2 "
                                 "HTTP/1.1\r\nHost: a\r\n\r\nGET /hello/3" +
                                     kEnd);
  EXPECT_LT(answer.find("hello 1"), answer.find("hello 2"));
  EXPECT_LT(answer.find("hello 2"), answer.find("hello 3"));
}

TEST(Server, FreesEverythingWhenTheClientGoesAway) {
  Served served;
  {
    RawClient client(served.server->port());
    client.send("GET /stream/0 HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(client.read_until("abc"));
    EXPECT_EQ(served.streams_alive, 1);
  }
  EXPECT_TRUE(Served::eventually([&] { return served.streams_alive == 0; }));
  EXPECT_TRUE(Served::eventually([&] { return served.metric("spoor_http_connections") == 0; }));
  EXPECT_EQ(served.closed("client_gone"), 1);
}

TEST(Server, ClosesReadersBelowTheMinimumRateAndServesTheOthers) {
  ServerOptions options;
  options.limits.min_rate = 1 << 20;
  options.limits.slow_time = milliseconds(500);
  Served served(std::move(options));
  std::vector<std::unique_ptr<RawClient>> sleepers;
  for (int i = 0; i < 10; ++i) {
    sleepers.push_back(std::make_unique<RawClient>(served.server->port(), 4096));
    sleepers.back()->send("GET /stream/0 HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(sleepers.back()->read_until("abc"));
  }
  EXPECT_EQ(body_of(ask(served, "GET /hello" + kEnd)), "hello nobody");
  EXPECT_TRUE(Served::eventually([&] { return served.closed("slow_reader") == 10; }));
  EXPECT_TRUE(Served::eventually([&] { return served.streams_alive == 0; }));
}

TEST(Server, TurnsFurtherConnectionsAway) {
  ServerOptions options;
  options.limits.connections = 2;
  Served served(std::move(options));
  const RawClient one(served.server->port());
  const RawClient two(served.server->port());
  ASSERT_TRUE(Served::eventually([&] { return served.metric("spoor_http_connections") == 2; }));
  RawClient three(served.server->port());
  EXPECT_THAT(three.read_all(), StartsWith("HTTP/1.1 503 "));
  EXPECT_EQ(served.closed("too_many_connections"), 1);
}

TEST(Server, LetsAnswersEndBeforeItStops) {
  Served served;
  RawClient client(served.server->port(), 4096);
  client.send("GET /stream/30000000 HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(client.read_until("abc"));
  std::thread stopper([&] { served.server->stop(std::chrono::minutes(1)); });
  EXPECT_THAT(client.read_all(), testing::EndsWith("\r\n0\r\nSpoor-Complete: true\r\n\r\n"));
  stopper.join();
  EXPECT_FALSE(RawClient(served.server->port()).is_open());
}

TEST(Server, CutsWhatDoesNotEndInTime) {
  Served served;
  RawClient idle(served.server->port());
  RawClient endless(served.server->port(), 4096);
  endless.send("GET /stream/0 HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(endless.read_until("abc"));
  served.server->stop(milliseconds(100));
  EXPECT_EQ(served.streams_alive, 0);
  EXPECT_EQ(idle.read_all(), "");
}

TEST(Server, SpreadsConnectionsOverItsThreads) {
  ServerOptions options;
  options.threads = 3;
  Served served(std::move(options));
  std::vector<std::thread> clients;
  clients.reserve(12);
  std::atomic<int> good{0};
  for (int c = 0; c < 12; ++c) {
    clients.emplace_back([&] {
      RawClient client(served.server->port());
      for (int i = 0; i < 50; ++i) {
        client.text.clear();
        client.send("GET /hello/x HTTP/1.1\r\nHost: a\r\n\r\n");
        if (client.read_until("hello x")) ++good;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(good, 600);
}

TEST(Server, SaysWhyItCannotListen) {
  const Served served;
  ServerOptions options;
  options.port = served.server->port();
  prometheus::Registry registry;
  const auto second = Server::start(std::move(options), {}, registry);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kIo);
  EXPECT_THAT(describe(second.error()), HasSubstr("in use"));
}

TEST(Server, TellsTheAccessLogWhatItDid) {
  std::mutex mutex;
  std::vector<std::string> lines;
  ServerOptions options;
  options.access_log = [&](const AccessEntry& e) {
    const std::scoped_lock lock(mutex);
    lines.push_back(std::string(e.method) + " " + std::string(e.route) + " " +
                    std::string(e.target) + " " + std::to_string(e.status) + " " +
                    std::to_string(e.bytes) + " " + std::string(e.remote));
  };
  Served served(std::move(options));
  ask(served, "GET /hello/x?secret=1" + kEnd);
  ask(served, "GET /none" + kEnd);
  const std::scoped_lock lock(mutex);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0], "GET /hello/{name?} /hello/x?secret=1 200 7 127.0.0.1");
  EXPECT_THAT(lines[1], StartsWith("GET  /none 404 "));
}

}  // namespace
}  // namespace spoor::http
