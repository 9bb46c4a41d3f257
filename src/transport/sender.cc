// SPDX-License-Identifier: Apache-2.0
#include "transport/sender.h"

#include <algorithm>
#include <charconv>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "base/ip_address.h"

namespace spoor::transport {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::string_view kPath = "/api/v1/sensor/batches";
constexpr auto kLook = milliseconds(200);   // at the spool, and at whether all is over
constexpr std::size_t kMostSaid = 600;      // octets of an answer that people are shown
constexpr std::uint32_t kMostRetryS = 300;  // a collector may ask for no longer wait

/// What a server said, fit for a line of a log.
std::string in_one_line(std::string_view said) {
  std::string out;
  for (const char c : said.substr(0, kMostSaid)) out += c >= 0x20 && c < 0x7F ? c : ' ';
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

/// The host of a URL behind its scheme, without brackets and port.
std::string_view host_of(std::string_view rest) {
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (rest.starts_with('[')) return rest.substr(1, rest.find(']') - 1);
  return rest.substr(0, rest.rfind(':'));
}

bool is_loopback(std::string_view host) {
  if (host == "localhost") return true;
  const auto address = parse_ip_address(std::string(host));
  static const auto kLoopback6 = parse_ip_address("::1");
  return address && (address->is_v6 ? *address == *kLoopback6 : address->octets[0] == 127);
}

bool will_never_be_taken(unsigned status) {
  return status == 400 || status == 413 || status == 415 || status == 422;
}

}  // namespace

Status check_collector(const CollectorAddress& collector) {
  constexpr std::string_view kHttp = "http://";
  const std::string_view url = collector.url;
  const auto refuse = [&](std::string_view what) {
    return Error{ErrorCode::kInvalid, what, 0, "--collector " + collector.url};
  };
  if (!url.starts_with("https://") && !url.starts_with(kHttp))
    return refuse("expected https://HOST or https://HOST:PORT");
  if (url.starts_with(kHttp) && !is_loopback(host_of(url.substr(kHttp.size()))))
    return refuse("expected https: without TLS anyone on the way reads and changes what is sent");
  if (collector.key.empty() && collector.certificate_file.empty())
    return refuse("expected --sensor-key-file, or --certificate with --certificate-key");
  if (collector.certificate_file.empty() != collector.key_file.empty())
    return refuse("expected --certificate and --certificate-key together");
  return {};
}

Sender::Sender(Spool& spool, SenderOptions options, std::function<void(std::string_view)> tell)
    : spool_(spool), options_(std::move(options)), tell_(std::move(tell)) {
  const CollectorAddress& to = options_.collector;
  request_.url = to.url;
  while (request_.url.ends_with('/')) request_.url.pop_back();
  request_.url += kPath;
  request_.ca_file = to.ca_file;
  request_.certificate_file = to.certificate_file;
  request_.key_file = to.key_file;
  request_.fields = {{"Content-Type", std::string(kFrameType)}, {"Expect", ""}};
  if (!to.key.empty()) request_.fields.push_back({"X-API-Key", to.key});
}

SenderCounts Sender::counts() const {
  return {delivered_.load(), known_.load(), octets_.load(), failures_.load(), refused_.load()};
}

bool Sender::is_over() const {
  return is_finishing_.load() && Clock::now() >= finish_by_;
}

Status Sender::run() {
  for (;;) {
    if (is_finishing_.load() && finish_by_ == Clock::time_point::max())
      finish_by_ = Clock::now() + options_.patience;
    if (is_over()) return {};
    SPOOR_TRY(auto batch, spool_.take());
    if (batch) {
      SPOOR_CHECK(deliver(*std::move(batch)));
    } else if (is_finishing_.load()) {
      return {};
    } else {
      spool_.wait(kLook);
    }
  }
}

/// One try; what it came to is told to the spool.
Status Sender::deliver(SpooledBatch batch) {
  std::string said;
  const auto response = post(batch, said);
  switch (judge(batch, response, said)) {
    case Outcome::kTaken: {
      octets_ += batch.frame.size();
      const Status accepted = spool_.accept();
      if (accepted) {
        tell_success();
        return {};
      }
      // A disk that is full holds up what stands on it, but nothing is wrong with any batch.
      tell_failure(describe(accepted.error()));
      break;
    }
    case Outcome::kNever:
      ++refused_;
      tell_failure(fmt::format("the collector refuses batch {} for good ({}: {}): it is kept aside",
                               batch.head.sequence, response->status, in_one_line(said)));
      return spool_.refuse();
    case Outcome::kNotNow:
      spool_.release();
      break;
  }
  ++failures_;
  sleep_before_next(response);
  return {};
}

Result<http::ClientResponse> Sender::post(const SpooledBatch& batch, std::string& said) {
  return client_.post(request_, batch.frame, [&said](std::string_view octets) {
    if (said.size() < kMostSaid) said += octets;
    return true;
  });
}

Sender::Outcome Sender::judge(const SpooledBatch& batch,
                              const Result<http::ClientResponse>& response, std::string_view said) {
  if (!response) {
    tell_failure(describe(response.error()));
    return Outcome::kNotNow;
  }
  if (response->status == 201) {
    ++delivered_;
    return Outcome::kTaken;
  }
  if (response->status == 200) {
    ++known_;
    return Outcome::kTaken;
  }
  if (will_never_be_taken(response->status) && !batch.head.is_gap) return Outcome::kNever;
  tell_failure(fmt::format("the collector does not take batches now ({}: {})", response->status,
                           in_one_line(said)));
  return Outcome::kNotNow;
}

void Sender::tell_failure(std::string sentence) {
  if (sentence == last_failure_) return;
  last_failure_ = std::move(sentence);
  tell_(last_failure_);
}

void Sender::tell_success() {
  wait_ = milliseconds(0);
  if (last_failure_.empty()) return;
  last_failure_.clear();
  tell_("the collector takes batches again");
}

/// Longer each time, and never in step with other sensors: a collector that comes back is not
/// overrun.
void Sender::sleep_before_next(const Result<http::ClientResponse>& response) {
  wait_ = std::clamp(wait_ * 2, options_.least_wait, options_.most_wait);
  milliseconds wait =
      wait_ / 2 + milliseconds(static_cast<std::int64_t>(random_()) % (wait_.count() / 2 + 1));
  if (response) {
    const std::string_view asked = response->field("retry-after");
    std::uint32_t seconds = 0;
    const auto [end, fault] = std::from_chars(asked.data(), asked.data() + asked.size(), seconds);
    if (fault == std::errc() && end == asked.data() + asked.size()) {
      const milliseconds least = std::chrono::seconds(std::min(seconds, kMostRetryS));
      wait = std::max(wait, std::min(least, options_.most_wait));
    }
  }
  const auto until = Clock::now() + wait;
  const bool was_finishing = is_finishing_.load();
  while (Clock::now() < until && !is_over() && is_finishing_.load() == was_finishing) {
    std::this_thread::sleep_for(
        std::min(kLook, std::chrono::ceil<milliseconds>(until - Clock::now())));
  }
}

}  // namespace spoor::transport
