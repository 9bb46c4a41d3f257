// SPDX-License-Identifier: Apache-2.0
// Each refusal is told in the route's dialect and counted.
#include "api/guard.h"

#include <exception>
#include <utility>

#include <prometheus/family.h>

#include "api/host_check.h"

namespace spoor::api {
namespace {

constexpr std::uint32_t kFaultRetryS = 1;  // seconds

struct RefusedText {
  std::string_view label;  // in metrics
  unsigned native_status;
  unsigned dnsdb_status;  // clients tell a wrong key (403) from one that has run out (401)
  std::string_view title;
  std::string_view detail;
};

constexpr std::array<RefusedText, kRefusedReasons> kTexts{{
    {"host", 403, 403, "foreign host",
     "this server has no keys and answers to localhost and loopback addresses only: ask it under "
     "one of those, with its port, or configure keys"},
    {"origin", 403, 403, "foreign origin",
     "this server has no keys and answers no other web page's questions: configure keys"},
    {"needs_keys", 403, 403, "key needed",
     "importing over HTTP needs a key with the scope import, delivering one of a sensor, and this "
     "server has no keys"},
    {"no_key", 401, 403, "key missing",
     "a key is needed: send it as X-Api-Key or Authorization: Bearer"},
    {"wrong_key", 401, 403, "key unknown", "this key, or this certificate, is not known here"},
    {"expired", 401, 401, "key expired", "this key and its quota have expired"},
    {"scope", 403, 403, "scope missing",
     "this key may not do this: what a key may stands behind it in the operator's file"},
    {"quota", 429, 429, "quota exhausted",
     "this key has asked all questions of its day: it may go on at 00:00 UTC"},
    {"burst", 429, 429, "too many questions at once",
     "this key has asked too many questions in a short time: wait a little"},
    {"fault", 503, 503, "unavailable", "this cannot be answered now: try again later"},
}};

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/// What stands behind `scheme` in an Authorization field; empty when it is of another scheme.
std::string_view credentials(std::string_view field, std::string_view scheme) {
  if (field.size() <= scheme.size() || !is_blank(field[scheme.size()])) return {};
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    if (static_cast<char>(field[i] | 0x20) != scheme[i]) return {};
  }
  field.remove_prefix(scheme.size());
  while (!field.empty() && is_blank(field.front())) field.remove_prefix(1);
  return field;
}

/// The octets of base64 text (RFC 4648 section 4); empty when it is none.
std::string from_base64(std::string_view text) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  std::string octets;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : text) {
    const std::size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) return {};
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    octets += static_cast<char>(bits >> held & 0xFFU);
  }
  return octets;
}

/// The password of HTTP Basic (RFC 7617): who asks is told by the key, whatever the user's name.
std::string basic_password(std::string_view field) {
  const std::string pair = from_base64(credentials(field, "basic"));
  const std::size_t colon = pair.find(':');
  return colon == std::string::npos ? std::string() : pair.substr(colon + 1);
}

std::string presented_key(const http::Request& request, Dialect dialect) {
  if (const std::string_view key = request.field("x-api-key"); !key.empty())
    return std::string(key);
  const std::string_view field = request.field("authorization");
  std::string key(credentials(field, "bearer"));
  if (key.empty() && (dialect == Dialect::kPassiveTotal || dialect == Dialect::kCircl))
    key = basic_password(field);
  return key;
}

/// What every answer says for browsers and caches.
void add_manners(http::Response& response, Scope scope) {
  if (scope != Scope::kOpen) response.fields.push_back({"Cache-Control", "no-store"});
  response.fields.push_back({"X-Content-Type-Options", "nosniff"});
}

/// A stream of a handler. What it throws (memory that is not there) breaks its own answer only.
class GuardedStream final : public http::Stream {
 public:
  GuardedStream(std::unique_ptr<http::Stream> stream, std::shared_ptr<RefusedCounts> refused,
                Scope scope)
      : stream_(std::move(stream)), refused_(std::move(refused)), scope_(scope) {}

  State produce(std::string& out, std::size_t wanted) override {
    try {
      return stream_->produce(out, wanted);
    } catch (const std::exception&) {
      refused_->count(Refused::kFault);
      return State::kBroken;
    }
  }
  http::Response replacement() override {
    http::Response response = stream_->replacement();
    add_manners(response, scope_);
    return response;
  }
  std::vector<http::Field> trailers() override { return stream_->trailers(); }

 private:
  std::unique_ptr<http::Stream> stream_;
  std::shared_ptr<RefusedCounts> refused_;
  Scope scope_;
};

}  // namespace

RefusedCounts::RefusedCounts(prometheus::Registry& metrics) {
  auto& family = prometheus::BuildCounter()
                     .Name("spoor_api_refused_total")
                     .Help("Calls that were not let through, by reason.")
                     .Register(metrics);
  for (std::size_t i = 0; i < kTexts.size(); ++i)
    counters_[i] = &family.Add({{"reason", std::string(kTexts[i].label)}});
}

http::Response Guard::refuse(Refused reason, std::uint32_t retry_after_s) {
  refused_->count(reason);
  const RefusedText& text = kTexts[static_cast<std::size_t>(reason)];
  Problem problem;
  problem.status = route_.dialect == Dialect::kDnsdb ? text.dnsdb_status : text.native_status;
  problem.title = text.title;
  problem.detail = text.detail;
  problem.retry_after_s = retry_after_s;
  return render_problem(problem, route_.dialect);
}

std::optional<http::Response> Guard::check_keyless(const http::Request& request) {
  switch (check_host(request.fields, {services_.settings.port, services_.settings.has_tls})) {
    case HostVerdict::kForeignHost:
      return refuse(Refused::kForeignHost);
    case HostVerdict::kForeignOrigin:
      return refuse(Refused::kForeignOrigin);
    case HostVerdict::kOwn:
      break;
  }
  if (route_.scope == Scope::kImport || route_.scope == Scope::kSensor)
    return refuse(Refused::kNeedsKeys);
  return std::nullopt;
}

std::optional<http::Response> Guard::check_caller(const http::Request& request,
                                                  std::shared_ptr<Caller>& caller) {
  const std::string key = presented_key(request, route_.dialect);
  if (key.empty() && request.certificate.empty()) return refuse(Refused::kNoKey);
  std::shared_ptr<Caller> found =
      key.empty() ? services_.keys.find_certificate(request.certificate) : services_.keys.find(key);
  if (!found) return refuse(Refused::kWrongKey);
  caller = std::move(found);
  const std::uint32_t now = services_.now();
  if (caller->is_expired(now)) return refuse(Refused::kExpired);
  if (!caller->may(route_.scope)) return refuse(Refused::kScope);
  if (!route_.counts) return std::nullopt;
  const Caller::Taken taken = caller->take_question(now);
  if (taken == Caller::Taken::kYes) return std::nullopt;
  return refuse(taken == Caller::Taken::kQuotaExhausted ? Refused::kQuota : Refused::kBurst,
                caller->retry_after_s(taken, now));
}

std::optional<http::Response> Guard::let_in(const http::Request& request,
                                            std::shared_ptr<Caller>& caller) {
  if (services_.keys.is_open()) return check_keyless(request);
  if (route_.scope == Scope::kOpen) return std::nullopt;
  return check_caller(request, caller);
}

template <class Run>
http::Response Guard::run(const http::Request& request, const Run& handler) {
  std::shared_ptr<Caller> caller = services_.keys.anyone();
  http::Response response;
  try {
    auto refusal = let_in(request, caller);
    response = refusal ? *std::move(refusal) : handler(Call{request, caller, services_});
  } catch (const std::exception&) {
    // Whatever was thrown is ours, or memory ran out: the caller has done nothing wrong.
    response = refuse(Refused::kFault, kFaultRetryS);
  }
  if (response.stream) {
    response.stream =
        std::make_unique<GuardedStream>(std::move(response.stream), refused_, route_.scope);
  }
  add_manners(response, route_.scope);
  if (!caller->spec().name.empty())
    response.fields.push_back({std::string(http::kCallerField), caller->spec().name});
  return response;
}

http::Response Guard::answer(const http::Request& request) {
  return run(request, route_.handler);
}

http::Response Guard::answer(const http::Request& request, http::BodyReader& body) {
  return run(request, [&](const Call& call) { return route_.upload(call, body); });
}

}  // namespace spoor::api
