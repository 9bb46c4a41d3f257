// SPDX-License-Identifier: Apache-2.0
// How librdkafka is set up. Inside the room only.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <librdkafka/rdkafkacpp.h>

#include "base/result.h"

namespace spoor::transport {

using KafkaProperty = std::pair<std::string, std::string>;

/// `name=value` a line, `#` begins a comment, as Kafka's own clients have it. Errors: kIo;
/// kMalformed with the file and its line.
Result<std::vector<KafkaProperty>> read_kafka_file(const std::string& path);

/// `ours` go first, `theirs` (TLS, SASL …) after them. Errors: kInvalid with the property.
Result<std::unique_ptr<RdKafka::Conf>> make_kafka_settings(const std::string& brokers,
                                                           const std::vector<KafkaProperty>& ours,
                                                           const std::vector<KafkaProperty>& theirs,
                                                           RdKafka::EventCb* events);

/// What librdkafka has to say: the last error stays until it is asked for, the rest nobody needs.
class KafkaEvents final : public RdKafka::EventCb {
 public:
  void event_cb(RdKafka::Event& event) override;
  /// Empty when there was none since the last time.
  std::string take_error() { return std::exchange(error_, std::string()); }

 private:
  std::string error_;
};

}  // namespace spoor::transport
