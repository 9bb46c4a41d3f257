// SPDX-License-Identifier: Apache-2.0
#include "transport/kafka_settings.h"

#include <fstream>

#include <fmt/format.h>

#include "transport/carrier.h"

namespace spoor::transport {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

Status set(RdKafka::Conf& settings, const KafkaProperty& property) {
  std::string why;
  if (settings.set(property.first, property.second, why) == RdKafka::Conf::CONF_OK) return {};
  return Error{ErrorCode::kInvalid, "Kafka does not know this property, or not this value", 0,
               in_one_line(why)};
}

}  // namespace

Result<std::vector<KafkaProperty>> read_kafka_file(const std::string& path) {
  std::vector<KafkaProperty> properties;
  if (path.empty()) return properties;
  std::ifstream file(path);
  if (!file) return Error{ErrorCode::kIo, "the file of Kafka's properties cannot be read", 0, path};
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    const std::string_view text = trimmed(line);
    if (text.empty() || text.starts_with('#')) continue;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      return Error{ErrorCode::kMalformed, "expected name=value", 0,
                   fmt::format("{}:{}", path, number)};
    }
    properties.emplace_back(trimmed(text.substr(0, equals)), trimmed(text.substr(equals + 1)));
  }
  return properties;
}

Result<std::unique_ptr<RdKafka::Conf>> make_kafka_settings(const std::string& brokers,
                                                           const std::vector<KafkaProperty>& ours,
                                                           const std::vector<KafkaProperty>& theirs,
                                                           RdKafka::EventCb* events) {
  std::unique_ptr<RdKafka::Conf> settings(RdKafka::Conf::create(RdKafka::Conf::CONF_GLOBAL));
  std::string why;
  if (settings->set("event_cb", events, why) != RdKafka::Conf::CONF_OK)
    return Error{ErrorCode::kIo, "librdkafka does not start", 0, why};
  SPOOR_CHECK(set(*settings, {"bootstrap.servers", brokers}));
  SPOOR_CHECK(set(*settings, {"client.id", "spoor"}));
  for (const KafkaProperty& each : ours) SPOOR_CHECK(set(*settings, each));
  for (const KafkaProperty& each : theirs) SPOOR_CHECK(set(*settings, each));
  return settings;
}

void KafkaEvents::event_cb(RdKafka::Event& event) {
  if (event.type() == RdKafka::Event::EVENT_ERROR) error_ = in_one_line(event.str());
}

}  // namespace spoor::transport
