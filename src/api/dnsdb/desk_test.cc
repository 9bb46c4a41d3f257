// SPDX-License-Identifier: Apache-2.0
#include "api/dnsdb/desk_test.h"

#include <utility>

#include <gtest/gtest.h>

#include "dns/name.h"
#include "dns/rdata.h"
#include "dns/rr_type.h"
#include "store/memory/memory_store.h"

namespace spoor::api::dnsdb {
namespace {

/// Reads so many records, then fails.
class FailingRecords final : public record::RecordCursor {
 public:
  FailingRecords(std::unique_ptr<record::RecordCursor> records, std::uint64_t readable)
      : records_(std::move(records)), readable_(readable) {}
  Result<const record::StoredRecord*> next() override {
    if (readable_ == 0)
      return Error{ErrorCode::kCorrupt, "a block fails its checksum", 0, "names.seg"};
    --readable_;
    return records_->next();
  }

 private:
  std::unique_ptr<record::RecordCursor> records_;
  std::uint64_t readable_;
};

class FailingSnapshot final : public record::Snapshot {
 public:
  FailingSnapshot(std::shared_ptr<const record::Snapshot> snapshot, std::uint64_t readable)
      : snapshot_(std::move(snapshot)), readable_(readable) {}
  Result<std::unique_ptr<record::RecordCursor>> find(record::RangeQuery query) const override {
    SPOOR_TRY(auto records, snapshot_->find(std::move(query)));
    return std::unique_ptr<record::RecordCursor>(
        std::make_unique<FailingRecords>(std::move(records), readable_));
  }
  Result<std::unique_ptr<record::NameCursor>> find_names(std::string lower,
                                                         std::string upper) const override {
    return snapshot_->find_names(std::move(lower), std::move(upper));
  }
  Result<std::vector<std::unique_ptr<record::TextCursor>>> find_texts(
      record::TextRange range) const override {
    return snapshot_->find_texts(std::move(range));
  }

 private:
  std::shared_ptr<const record::Snapshot> snapshot_;
  std::uint64_t readable_;
};

/// The store, but for its snapshots.
class FailingStore final : public record::RecordStore {
 public:
  FailingStore(std::shared_ptr<record::RecordStore> store, std::uint64_t readable)
      : store_(std::move(store)), readable_(readable) {}
  Result<record::SourceId> intern_source(const record::SourceSpec& spec) override {
    return store_->intern_source(spec);
  }
  std::optional<record::SourceSpec> source(record::SourceId id) const override {
    return store_->source(id);
  }
  std::optional<record::SourceId> find_source(std::string_view name) const override {
    return store_->find_source(name);
  }
  std::vector<record::KnownSource> sources() const override { return store_->sources(); }
  Status edit_source(record::SourceId id, record::SourceKind kind,
                     const record::SourceCard& card) override {
    return store_->edit_source(id, kind, card);
  }
  Result<dns::RrType> intern_type_label(std::string_view label) override {
    return store_->intern_type_label(label);
  }
  std::optional<dns::RrType> find_type_label(std::string_view label) const override {
    return store_->find_type_label(label);
  }
  std::string type_text(dns::RrType type) const override { return store_->type_text(type); }
  Result<record::MergeOutcome> merge(record::Batch batch) override {
    return store_->merge(std::move(batch));
  }
  Result<record::StreamState> stream_state(record::SourceId source,
                                           const record::StreamId& stream) const override {
    return store_->stream_state(source, stream);
  }
  Result<std::string> note(std::string_view key) const override { return store_->note(key); }
  Result<record::WatchedDays> watched_days(record::SourceId source) const override {
    return store_->watched_days(source);
  }
  std::shared_ptr<const record::Snapshot> snapshot() const override {
    return std::make_shared<FailingSnapshot>(store_->snapshot(), readable_);
  }
  record::StreamId store_id() const override { return store_->store_id(); }
  Result<record::StoreStats> stats() const override { return store_->stats(); }
  Status settle(const record::Progress& progress) override { return store_->settle(progress); }
  Status compact(const record::Progress& progress) override { return store_->compact(progress); }
  Status rewrite(const record::Rewrite& rewrite, const record::Progress& progress) override {
    return store_->rewrite(rewrite, progress);
  }

 private:
  std::shared_ptr<record::RecordStore> store_;
  std::uint64_t readable_;
};

/// The type and the canonical rdata of what is told.
std::pair<dns::RrType, std::string> data_of(record::RecordStore& store, const Told& told) {
  if (const auto type = dns::parse_rr_type(told.type)) {
    auto rdata = dns::parse_rdata(*type, told.rdata);
    EXPECT_TRUE(rdata) << told.rdata;
    return {*type, rdata ? *std::move(rdata) : std::string()};
  }
  return {*store.intern_type_label(told.type), std::string(told.rdata)};
}

}  // namespace

Result<std::shared_ptr<record::RecordStore>> DeskStore::store() {
  if (is_away) return Error{ErrorCode::kIo, "the store is away", 0, "store"};
  if (readable == ~std::uint64_t{0}) return store_;
  return std::shared_ptr<record::RecordStore>(std::make_shared<FailingStore>(store_, readable));
}

Desk::Desk()
    : store_(store::make_memory_store()),
      access_(store_),
      services_{StoreDoor(access_),
                keys_,
                metrics_,
                {},
                [] { return kNow; },
                [] { return std::chrono::steady_clock::time_point(); }} {
  services_.settings.port = 8053;
  table_ = make_routing_table(services_);
}

void Desk::tell(const Told& told) {
  const auto source = store_->intern_source(
      {std::string(told.source), record::SourceKind::kSensor, record::FeedMode::kDelta});
  const auto owner = dns::parse_name(told.owner);
  ASSERT_TRUE(source && owner) << told.owner;
  const auto [type, rdata] = data_of(*store_, told);
  record::RecordView view{owner->wire(), type, as_bytes(rdata), record::kBailiwickUnknown};
  if (!told.bailiwick.empty()) {
    const auto zone = dns::parse_name(told.bailiwick);
    ASSERT_TRUE(zone) << told.bailiwick;
    view.bailiwick = static_cast<std::uint8_t>(dns::count_labels(zone->wire()));
  }
  told_.add(view, *source, told.how, record::Sightings::seen(told.first, told.last, told.count));
}

void Desk::merge_told() {
  if (told_.rows() == 0) return;
  record::Batch batch = told_.take();
  batch.id = {record::SourceId{1}, {}, batches_++};
  ASSERT_TRUE(store_->merge(std::move(batch)));
}

std::unique_ptr<Desk> Desk::with_records() {
  auto desk = std::make_unique<Desk>();
  const Told records[] = {
      {"example.com.", "A", "192.0.2.1", "example.com.", 7},
      {"example.com.", "NS", "ns1.example.net.", "com.", 3, 1'690'000'000, 1'700'000'000,
       record::How::kZone, "zone-com"},
      {"example.com.", "NS", "ns1.example.net.", "com.", 5},
      {"example.com.", "MX", "10 mail.example.com.", "example.com.", 2},
      {"example.com.", "TXT", "\"v=spf1 -all\"", "example.com.", 4},
      {"example.com.", "DS",
       "12345 13 2 3132333435363738393031323334353637383930313233343536373839303132", "com.", 6},
      {"www.example.com.", "A", "192.0.2.10", "example.com.", 42},
      {"www.example.com.", "A", "192.0.2.11", "example.com.", 1, 1'700'000'500, 1'700'000'500},
      {"www.example.com.", "AAAA", "2001:db8::10", "example.com.", 9},
      {"www.example.com.", "TYPE65280", "\\# 4 c0000201", "example.com.", 1},
      {"www.example.co.uk.", "A", "192.0.2.10", "co.uk.", 8},
      {"www.example.co.uk.", "A", "192.0.2.10", "example.co.uk.", 2},
      {"alias.example.net.", "CNAME", "www.example.com.", {}, 11},
      {"0/25.2.0.192.in-addr.arpa.", "PTR", "host.example.org.", {}, 1},
      {"example.org.", "DOMAIN", "registered", {}, 1},
  };
  for (const Told& told : records) desk->tell(told);
  return desk;
}

void Desk::use_keys(std::string_view key_file) {
  auto keys = parse_key_file(key_file);
  ASSERT_TRUE(keys) << describe(keys.error());
  keys_.replace(*std::move(keys));
}

http::Response Desk::start(std::string_view target, std::vector<http::Field> fields,
                           http::Method method) {
  merge_told();
  http::Request request;
  request.method = method;
  request.target = target;
  request.fields = std::move(fields);
  request.fields.push_back({"host", "localhost:8053"});
  request.remote = "127.0.0.1";
  const http::Match match = table_.find(method, request.path());
  http::Response missing;
  missing.status = match.allow.empty() ? 404 : 405;
  if (match.route == nullptr) return missing;
  request.values = match.values;
  if (const auto question_mark = target.find('?'); question_mark != std::string_view::npos) {
    auto query = http::parse_query_string(target.substr(question_mark + 1));
    EXPECT_TRUE(query) << target;
    if (query) request.query = *std::move(query);
  }
  return match.route->handler(request);
}

http::Response Desk::ask(std::string_view target, http::Method method) {
  return ask(target, {{"x-api-key", "desk-test-key"}, {"accept", "application/x-ndjson"}}, method);
}

http::Response Desk::ask(std::string_view target, std::vector<http::Field> fields,
                         http::Method method) {
  return http::collect(start(target, std::move(fields), method));
}

std::string Desk::first_piece(std::string_view target) {
  const http::Response response = start(target, {}, http::Method::kGet);
  std::string out = response.body;
  if (response.stream) {
    const auto state = response.stream->produce(out, std::size_t{64} << 10);
    EXPECT_EQ(state, http::Stream::State::kEnd);
  }
  return out;
}

std::vector<std::string> lines(const http::Response& response) {
  std::vector<std::string> found;
  std::string_view rest = response.body;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    EXPECT_NE(end, std::string_view::npos) << "a last line without LF: " << rest;
    if (end == std::string_view::npos) break;
    EXPECT_NE(end, 0U) << "an empty line";
    found.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  return found;
}

std::vector<std::string> rows(const http::Response& response) {
  std::vector<std::string> found = lines(response);
  EXPECT_EQ(response.status, 200U) << response.body;
  EXPECT_GE(found.size(), 2U) << response.body;
  if (found.size() < 2) return {};
  EXPECT_EQ(found.front(), "{\"cond\":\"begin\"}");
  EXPECT_TRUE(found.back().starts_with("{\"cond\":\"")) << found.back();
  found.pop_back();
  found.erase(found.begin());
  return found;
}

std::string outcome(const http::Response& response) {
  constexpr std::string_view kHead = "{\"cond\":\"";
  const std::vector<std::string> found = lines(response);
  if (found.empty() || !found.back().starts_with(kHead)) return {};
  const std::string& last = found.back();
  return last.substr(kHead.size(), last.find('"', kHead.size()) - kHead.size());
}

std::string field(const http::Response& response, std::string_view name) {
  const auto lower = [](std::string_view text) {
    std::string out;
    for (const char c : text) out += static_cast<char>(dns::to_lower(static_cast<std::uint8_t>(c)));
    return out;
  };
  for (const http::Field& each : response.fields) {
    if (lower(each.name) == lower(name)) return each.value;
  }
  return {};
}

}  // namespace spoor::api::dnsdb
