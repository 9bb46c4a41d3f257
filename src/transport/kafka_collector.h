// SPDX-License-Identifier: Apache-2.0
// Batches of sensors out of Kafka's topics into a store. How far each partition was read is kept
// with the data.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.h"
#include "record/record_store.h"
#include "transport/collector.h"

namespace spoor::transport {

/// A topic and the source that its messages are of: who may write to it, the broker's own access
/// lists say.
struct KafkaTopic {
  std::string topic;
  std::string source;
  bool operator==(const KafkaTopic&) const = default;
};

/// TOPIC=SOURCE. Errors: kInvalid.
Result<KafkaTopic> parse_kafka_topic(std::string_view text);

struct KafkaOptions {
  std::string brokers;  ///< HOST[:PORT][,HOST…].
  std::vector<KafkaTopic> topics;
  std::string properties_file;  ///< As CollectorAddress::kafka_file.
};

struct KafkaHooks {
  /// The store now. Errors: it is away; then the same message is tried again later.
  std::function<Result<std::shared_ptr<record::RecordStore>>()> store;
  /// Of each batch that was taken.
  std::function<void(const std::string& source, const Collected& collected)> taken;
  std::function<void(std::string_view sentence)> tell;
  std::function<std::uint32_t()> now;  ///< Unix seconds.
};

/// Reads in a thread of its own while it lives.
class KafkaCollector {
 public:
  /// `collector` must outlive it. Whether a broker is there shows later: it is waited for. Errors:
  /// kInvalid, kIo of options.
  static Result<std::unique_ptr<KafkaCollector>> start(Collector& collector, KafkaOptions options,
                                                       KafkaHooks hooks);
  ~KafkaCollector();
  KafkaCollector(const KafkaCollector&) = delete;
  KafkaCollector& operator=(const KafkaCollector&) = delete;

 private:
  class Reader;
  explicit KafkaCollector(std::unique_ptr<Reader> reader);

  std::unique_ptr<Reader> reader_;
  std::thread thread_;
};

}  // namespace spoor::transport
