// SPDX-License-Identifier: Apache-2.0
// A batch as the body of a request (docs/formats/sensor-batch.md, "What a collector answers").
#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "http/client.h"
#include "transport/carrier.h"

namespace spoor::transport {
namespace {

constexpr std::string_view kPath = "/api/v1/sensor/batches";
constexpr std::string_view kFrameType = "application/octet-stream";
constexpr std::size_t kMostKept = 4096;     // octets of an answer
constexpr std::uint32_t kMostRetryS = 300;  // a collector may ask for no longer wait

std::chrono::seconds retry_after(const http::ClientResponse& response) {
  const std::string_view asked = response.field("retry-after");
  std::uint32_t seconds = 0;
  const auto [end, fault] = std::from_chars(asked.data(), asked.data() + asked.size(), seconds);
  const bool is_number = fault == std::errc() && end == asked.data() + asked.size();
  return std::chrono::seconds(is_number ? std::min(seconds, kMostRetryS) : 0);
}

bool will_never_be_taken(unsigned status) {
  return status == 400 || status == 413 || status == 415 || status == 422;
}

class HttpsCarrier final : public Carrier {
 public:
  explicit HttpsCarrier(const CollectorAddress& to) {
    request_.url = to.url;
    while (request_.url.ends_with('/')) request_.url.pop_back();
    request_.url += kPath;
    request_.ca_file = to.ca_file;
    request_.certificate_file = to.certificate_file;
    request_.key_file = to.key_file;
    request_.fields = {{"Content-Type", std::string(kFrameType)}, {"Expect", ""}};
    if (!to.key.empty()) request_.fields.push_back({"X-API-Key", to.key});
  }

  Delivery deliver(const SpooledBatch& batch) override {
    std::string body;
    const auto response = client_.post(request_, batch.frame, [&body](std::string_view octets) {
      if (body.size() < kMostKept) body += octets;
      return true;
    });
    Delivery delivery;
    if (!response) {
      delivery.said = describe(response.error());
      return delivery;
    }
    const unsigned status = response->status;
    delivery.outcome = status == 201                 ? Delivery::Outcome::kNew
                       : status == 200               ? Delivery::Outcome::kKnown
                       : will_never_be_taken(status) ? Delivery::Outcome::kNever
                                                     : Delivery::Outcome::kNotNow;
    delivery.said = fmt::format("{}: {}", status, in_one_line(body));
    delivery.retry_after = retry_after(*response);
    return delivery;
  }

 private:
  http::Client client_;
  http::ClientRequest request_;
};

}  // namespace

std::unique_ptr<Carrier> make_https_carrier(const CollectorAddress& collector) {
  return std::make_unique<HttpsCarrier>(collector);
}

}  // namespace spoor::transport
