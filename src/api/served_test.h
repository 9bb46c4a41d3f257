// SPDX-License-Identifier: Apache-2.0
// The routing table with its guards over a memory store, without sockets: for the tests of this
// room. Its clocks move when a test says so.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <prometheus/registry.h>

#include "api/dnsdb/desk_test.h"
#include "api/keys.h"
#include "api/routes.h"
#include "api/services.h"
#include "http/message.h"
#include "http/route.h"
#include "record/record_store.h"

namespace spoor::api {

inline constexpr std::uint32_t kNoon = 20'000 * 86400 + 43200;  ///< 2024-10-04 12:00 UTC.

/// A body in memory, in pieces; may end with an error.
class MemoryBody final : public http::BodyReader {
 public:
  explicit MemoryBody(std::string content) : content_(std::move(content)) {}
  Result<std::size_t> read(std::span<std::uint8_t> out) override;

  std::size_t piece = 1000;    ///< Octets at a time.
  std::optional<Error> error;  ///< At the end.

 private:
  std::string content_;
  std::size_t at_ = 0;
};

class Served {
 public:
  Served();  ///< Over a memory store.
  explicit Served(std::shared_ptr<record::RecordStore> store);

  /// Keys as a key file has them.
  void use_keys(std::string_view key_file);
  /// Imports lines of a feed or a capture for `source`, aside from the API.
  void fill(const std::string& content, const std::string& source = "s1");

  /// With a Host of its own where `fields` have none. 404 and 405 as the server gives them.
  http::Response get(std::string_view target, std::vector<http::Field> fields = {});
  http::Response head(std::string_view target, std::vector<http::Field> fields = {});
  http::Response post(std::string_view target, http::BodyReader& body,
                      std::vector<http::Field> fields = {});
  http::Response post(std::string_view target, const std::string& content,
                      std::vector<http::Field> fields = {});
  /// Not yet run to its end.
  http::Response start(http::Method method, std::string_view target,
                       std::vector<http::Field> fields, http::BodyReader* body = nullptr);

  dnsdb::DeskStore& access() noexcept { return access_; }
  record::RecordStore& store() noexcept { return *store_; }
  ServiceSettings& settings() noexcept { return services_.settings; }
  std::shared_ptr<Caller>& d4() noexcept { return services_.d4; }
  AnswerShelf& shelf() noexcept { return services_.shelf; }
  Slots& sorting() noexcept { return services_.sorting; }
  std::shared_ptr<const pages::PageFiles>& pages() noexcept { return services_.pages; }
  ledger::Ledger& ledger() noexcept { return services_.ledger; }
  registration::Store& registrations() noexcept { return services_.registrations; }
  prometheus::Registry& metrics() noexcept { return metrics_; }
  KeyRing& keys() noexcept { return keys_; }

  std::shared_ptr<const enrich::Enrichment> enrichment = enrich::default_enrichment();
  std::uint32_t now = kNoon;
  std::chrono::steady_clock::time_point ticks;
  std::chrono::milliseconds tick_step{0};  ///< The clock goes on by so much at each look.

 private:
  std::shared_ptr<record::RecordStore> store_;
  dnsdb::DeskStore access_;
  KeyRing keys_;
  prometheus::Registry metrics_;
  Services services_;
  http::RoutingTable table_;
};

/// A response field, whatever the case of its name; empty when there is none.
std::string field(const http::Response& response, std::string_view name);
/// Lines without their LF. A last line without LF fails the test.
std::vector<std::string> lines_of(const std::string& body);
/// COF lines: `count` records host-0.example.com … of type A, each seen once, in key order.
std::string cof_lines(unsigned count);

}  // namespace spoor::api
