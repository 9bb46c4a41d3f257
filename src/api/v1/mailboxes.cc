// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/mailboxes: one mailbox, the domains that were registered with it, and the zones whose
// SOA record names it.
#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "api/record_answer.h"
#include "api/registration_json.h"
#include "api/v1/handlers.h"
#include "api/v1/question.h"
#include "dns/name.h"
#include "dns/rr_type.h"
#include "feed/json_text.h"
#include "registration/mailbox.h"

namespace spoor::api::v1 {
namespace {

constexpr Parameter kParameters[] = {{"q"}, {"limit"}, {"times"}};
constexpr std::uint64_t kDefaultRows = 100;
constexpr std::uint32_t kSliceRows = 512;
/// Zones are gathered to join their SOA records (one for each serial); more are not.
constexpr std::size_t kMostZones = 100'000;

struct Zone {
  std::uint64_t count = 0;
  std::uint32_t first = 0, last = 0;

  void add(const record::Sightings& sightings) {
    count = record::add_counts(count, sightings.count());
    first = first == 0 ? sightings.first : std::min(first, sightings.first);
    last = std::max(last, sightings.last);
  }
};

/// Registrations first, then the SOA records, then the answer.
class MailboxStream final : public http::Stream {
 public:
  MailboxStream(std::unique_ptr<registration::SearchCursor> registrations,
                registration::SearchRequest request, std::unique_ptr<RecordAnswer> records,
                feed::TimeStyle times, Services& services)
      : registrations_(std::move(registrations)),
        request_(std::move(request)),
        records_(std::move(records)),
        times_(times),
        services_(services) {}

  State produce(std::string& out, std::size_t /*wanted*/) override {
    if (!has_registrations_) {
      const auto is_done = registrations_->advance(kSliceRows);
      if (!is_done) return fail(is_done.error());
      has_registrations_ = *is_done;
      return State::kMore;
    }
    for (std::uint32_t i = 0; i < kSliceRows; ++i) {
      const auto step = records_->next();
      if (!step) return fail(step.error());
      if (*step == RecordAnswer::Step::kPaused) return State::kMore;
      if (*step != RecordAnswer::Step::kRow) return end(out, *step == RecordAnswer::Step::kEnd);
      if (!take(records_->row())) return end(out, false);
    }
    return State::kMore;
  }
  http::Response replacement() override { return refuse(problem_); }

 private:
  /// False when there are too many.
  bool take(const search::Row& row) {
    const std::string_view owner = as_chars(row.owner);
    auto at = zones_.find(owner);
    if (at == zones_.end()) {
      if (zones_.size() == kMostZones) return false;
      at = zones_.emplace(owner, Zone()).first;
    }
    at->second.add(*row.sightings);
    return true;
  }

  State fail(const Error& error) {
    services_.store.report(error);
    problem_ = to_problem(error);
    return State::kReplaced;
  }

  State end(std::string& out, bool is_all) {
    out += "{\"mailbox\":";
    feed::append_json_string(out, registrations_->value());
    out += ",\"rname\":";
    feed::append_json_string(out, registration::rname_of_mailbox(registrations_->value()));
    out += ",\"registrations\":{";
    append_search(out, *registrations_, request_, {times_, false});
    out += "},\"zones\":{\"rows\":[";
    append_zones(out);
    out += is_all && zones_.size() <= request_.limit ? ",\"complete\":true}}\n"
           : is_all ? ",\"complete\":false,\"reason\":\"limit\"}}\n"
                    : ",\"complete\":false,\"reason\":\"too_many\"}}\n";
    return State::kEnd;
  }

  void append_zones(std::string& out) {
    std::uint64_t returned = 0;
    for (const auto& [owner, zone] : zones_) {
      if (returned == request_.limit) break;
      out += returned++ == 0 ? "\n{\"zone\":" : ",\n{\"zone\":";
      std::string name;
      dns::append_name_text(name, as_bytes(owner));
      feed::append_json_string(out, name);
      feed::append_field(out, ",\"count\":", zone.count);
      out += ",\"time_first\":";
      append_time(out, zone.first, times_);
      out += ",\"time_last\":";
      append_time(out, zone.last, times_);
      out += '}';
    }
    feed::append_field(out, "],\"returned\":", returned);
    feed::append_field(out, ",\"total\":", zones_.size());
  }

  std::unique_ptr<registration::SearchCursor> registrations_;
  registration::SearchRequest request_;
  std::unique_ptr<RecordAnswer> records_;
  feed::TimeStyle times_;
  Services& services_;
  bool has_registrations_ = false;
  std::map<std::string, Zone, std::less<>> zones_;  // by owner in wire form
  Problem problem_;
};

/// SOA records that name the mailbox.
search::SearchRequest soa_records(std::string_view mailbox) {
  search::SearchRequest request;
  request.query.in = search::QueryIn::kRdata;
  request.query.kind = search::QueryKind::kMailbox;
  if (const auto name = dns::parse_name(registration::rname_of_mailbox(mailbox)))
    request.query.name = *name;
  request.filters.types.add(dns::RrType::kSoa);
  request.grouping = search::Grouping::kMergeBailiwicks;
  request.limit = search::kNoLimit;
  return request;
}

}  // namespace

http::Response get_mailboxes(const Call& call) {
  ParameterReader parameters(call.request, kParameters);
  registration::SearchRequest request;
  request.field = registration::Field::kMailbox;
  request.limit = parameters.count("limit", kDefaultRows);
  if (request.limit == 0 || request.limit > kMostRegistrations)
    parameters.refuse("limit", *parameters.find("limit"), "expected 1 to 1000");
  const feed::TimeStyle times = read_times(parameters);
  const std::string* text = parameters.find("q");
  const auto mailbox = registration::parse_mailbox(text == nullptr ? "" : *text);
  if (!mailbox || registration::rname_of_mailbox(*mailbox).empty())
    parameters.refuse("q", text == nullptr ? std::string_view() : *text,
                      "expected a mailbox such as hostmaster@example.com, or as an SOA record has "
                      "it: hostmaster.example.com.");
  if (!parameters.is_fine()) return refuse(parameters.problem());
  request.query = *mailbox;
  auto registrations = call.services.registrations.search(request);
  if (!registrations) return refuse_registration(call.services, registrations.error(), "q");
  auto records = RecordAnswer::open(call.services, *call.caller, soa_records(*mailbox));
  if (!records) return refuse(records.error());
  http::Response response;
  response.content_type = "application/json";
  response.stream = std::make_unique<MailboxStream>(*std::move(registrations), std::move(request),
                                                    *std::move(records), times, call.services);
  return response;
}

}  // namespace spoor::api::v1
