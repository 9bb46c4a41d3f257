// SPDX-License-Identifier: Apache-2.0
// A batch as the value of a message. The producer is idempotent and waits for all replicas; that a
// message may yet be there twice (a lost acknowledgement, a crash) the collector knows by identity.
#include <utility>

#include <fmt/format.h>

#include "transport/carrier.h"
#include "transport/kafka_settings.h"

namespace spoor::transport {
namespace {

constexpr std::string_view kScheme = "kafka://";
constexpr int kPollMs = 100;

/// Of the one message that is on its way.
class Report final : public RdKafka::DeliveryReportCb {
 public:
  void dr_cb(RdKafka::Message& message) override {
    is_there = true;
    error = message.err();
  }
  bool is_there = false;
  RdKafka::ErrorCode error = RdKafka::ERR_NO_ERROR;
};

class KafkaCarrier final : public Carrier {
 public:
  static Result<std::unique_ptr<Carrier>> make(const CollectorAddress& to) {
    const std::string_view rest = std::string_view(to.url).substr(kScheme.size());
    const std::size_t slash = rest.find('/');
    std::unique_ptr<KafkaCarrier> carrier(new KafkaCarrier);
    carrier->topic_ = rest.substr(slash + 1);
    SPOOR_TRY(const auto theirs, read_kafka_file(to.kafka_file));
    SPOOR_TRY(const auto settings,
              make_kafka_settings(std::string(rest.substr(0, slash)),
                                  {{"enable.idempotence", "true"},
                                   {"delivery.timeout.ms", "20000"},
                                   {"compression.codec", "none"},  // it is compressed already
                                   {"message.max.bytes", "33554432"},
                                   {"linger.ms", "0"}},
                                  theirs, &carrier->events_));
    std::string why;
    if (settings->set("dr_cb", &carrier->report_, why) == RdKafka::Conf::CONF_OK)
      carrier->producer_.reset(RdKafka::Producer::create(settings.get(), why));
    if (!carrier->producer_) {
      return Error{ErrorCode::kInvalid, "Kafka's client does not start", 0, in_one_line(why)};
    }
    return std::unique_ptr<Carrier>(std::move(carrier));
  }
  ~KafkaCarrier() override {
    if (producer_) producer_->purge(RdKafka::Producer::PURGE_QUEUE);
  }

  Delivery deliver(const SpooledBatch& batch) override {
    report_ = {};
    // Of one stream in one partition, so that the collector reads them in their order.
    const std::string key = stream_text(batch.head.stream);
    void* const octets = const_cast<char*>(batch.frame.data());  // copied at once: RK_MSG_COPY
    const RdKafka::ErrorCode sent =
        producer_->produce(topic_, RdKafka::Topic::PARTITION_UA, RdKafka::Producer::RK_MSG_COPY,
                           octets, batch.frame.size(), key.data(), key.size(), 0, nullptr);
    if (sent != RdKafka::ERR_NO_ERROR) return failure(sent);
    while (!report_.is_there) producer_->poll(kPollMs);  // ends by delivery.timeout.ms
    if (report_.error != RdKafka::ERR_NO_ERROR) return failure(report_.error);
    Delivery delivery;
    delivery.outcome = Delivery::Outcome::kNew;
    return delivery;
  }

 private:
  KafkaCarrier() = default;

  /// A message that is too large may be taken when the broker is set up otherwise: kept, not
  /// refused.
  Delivery failure(RdKafka::ErrorCode error) {
    Delivery delivery;
    const std::string more = events_.take_error();
    delivery.said =
        fmt::format("Kafka: {}{}{}", RdKafka::err2str(error), more.empty() ? "" : "; ", more);
    return delivery;
  }

  KafkaEvents events_;
  Report report_;
  std::string topic_;
  std::unique_ptr<RdKafka::Producer> producer_;  // last: it calls the others until it is gone
};

}  // namespace

Result<std::unique_ptr<Carrier>> make_kafka_carrier(const CollectorAddress& collector) {
  return KafkaCarrier::make(collector);
}

}  // namespace spoor::transport
