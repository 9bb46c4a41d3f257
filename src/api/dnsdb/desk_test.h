// SPDX-License-Identifier: Apache-2.0
// A server without its sockets, for the tests of this folder: the whole routing table with its
// guards over a memory store, a clock that stands still, and a store that can be made to fail.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <prometheus/registry.h>

#include "api/keys.h"
#include "api/routes.h"
#include "api/services.h"
#include "http/message.h"
#include "http/route.h"
#include "record/aggregator.h"
#include "record/record_store.h"
#include "record/source.h"

namespace spoor::api::dnsdb {

inline constexpr std::uint32_t kNow = 1'700'100'000;
inline constexpr std::string_view kV2 = "/dnsdb/v2";

/// A record as it stands in an answer.
struct Told {
  std::string_view owner;
  std::string_view type;
  std::string_view rdata;           ///< Presentation form; of partners' types as it is.
  std::string_view bailiwick = {};  ///< Empty: not known.
  std::uint64_t count = 1;
  std::uint32_t first = 1'700'000'000;
  std::uint32_t last = 1'700'086'400;
  record::How how = record::How::kSensor;
  std::string_view source = "sensor-1";
};

/// The store's door, which can be shut.
class DeskStore final : public StoreAccess {
 public:
  explicit DeskStore(std::shared_ptr<record::RecordStore> store) : store_(std::move(store)) {}
  Result<std::shared_ptr<record::RecordStore>> store() override;
  void report(const Error& /*error*/) override { ++reports; }

  bool is_away = false;
  /// Records that can be read before reading fails.
  std::uint64_t readable = ~std::uint64_t{0};
  unsigned reports = 0;

 private:
  std::shared_ptr<record::RecordStore> store_;
};

class Desk {
 public:
  Desk();
  /// What the golden answers are about.
  static std::unique_ptr<Desk> with_records();

  void tell(const Told& told);
  /// Keys of this text, as a key file has them.
  void use_keys(std::string_view key_file);

  /// GET, unless `method` says otherwise; a key and an Accept field as most clients send them.
  http::Response ask(std::string_view target, http::Method method = http::Method::kGet);
  http::Response ask(std::string_view target, std::vector<http::Field> fields,
                     http::Method method = http::Method::kGet);
  /// The first call of produce() alone: what the server sends with a Content-Length.
  std::string first_piece(std::string_view target);

  DeskStore& access() noexcept { return access_; }
  ServiceSettings& settings() noexcept { return services_.settings; }

 private:
  void merge_told();
  http::Response start(std::string_view target, std::vector<http::Field> fields,
                       http::Method method);

  std::shared_ptr<record::RecordStore> store_;
  DeskStore access_;
  KeyRing keys_;
  prometheus::Registry metrics_;
  Services services_;
  http::RoutingTable table_;
  record::Aggregator told_;  // since the last question
  std::uint64_t batches_ = 0;
};

/// The lines of a body, without their LF. A last line without LF, or an empty one, fails the test.
std::vector<std::string> lines(const http::Response& response);
/// The rows of a v2 answer: what stands between begin and the terminator.
std::vector<std::string> rows(const http::Response& response);
/// The terminator: `succeeded`, `limited`, `failed`.
std::string outcome(const http::Response& response);
/// A response field, whatever the case of its name; empty when there is none.
std::string field(const http::Response& response, std::string_view name);

}  // namespace spoor::api::dnsdb
