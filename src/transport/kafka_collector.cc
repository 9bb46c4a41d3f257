// SPDX-License-Identifier: Apache-2.0
// No consumer group: partitions are read from where the store says, and nobody else has a say.
#include "transport/kafka_collector.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "transport/carrier.h"
#include "transport/kafka_settings.h"

namespace spoor::transport {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kPollMs = 200;
constexpr int kMetadataMs = 5000;
constexpr auto kBetweenLooks = std::chrono::seconds(30);  // at which partitions there are
constexpr auto kBetweenTries = std::chrono::milliseconds(500);

struct DeleteEach {
  void operator()(std::vector<RdKafka::TopicPartition*>* partitions) const noexcept {
    RdKafka::TopicPartition::destroy(*partitions);
    delete partitions;
  }
};

std::string note_key(const std::string& topic, std::int32_t partition) {
  return fmt::format("kafka/{}/{}", topic, partition);
}

}  // namespace

Result<KafkaTopic> parse_kafka_topic(std::string_view text) {
  const std::size_t equals = text.find('=');
  KafkaTopic topic;
  if (equals != std::string_view::npos) {
    topic.topic = text.substr(0, equals);
    topic.source = text.substr(equals + 1);
  }
  const bool is_name = std::all_of(topic.source.begin(), topic.source.end(),
                                   [](char c) { return c > 0x20 && c < 0x7F; });
  if (topic.topic.empty() || topic.source.empty() || topic.source.size() > 128 || !is_name) {
    return Error{ErrorCode::kInvalid, "expected TOPIC=SOURCE", 0,
                 "--kafka-topic '" + std::string(text) + "'"};
  }
  return topic;
}

class KafkaCollector::Reader {
 public:
  Reader(Collector& collector, KafkaOptions options, KafkaHooks hooks)
      : collector_(collector), options_(std::move(options)), hooks_(std::move(hooks)) {}
  ~Reader() {
    if (consumer_) consumer_->close();
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  Status open();
  void run();
  void stop() { is_stopping_.store(true); }

 private:
  using PartitionId = std::pair<std::string, std::int32_t>;

  Status look_for_partitions();
  Result<std::int64_t> next_offset(const PartitionId& partition);
  void take(RdKafka::Message& message);
  Result<Collected> merge(const RdKafka::Message& message, const std::string& source);
  void tell(std::string sentence);
  void sleep(std::chrono::milliseconds time) const;

  Collector& collector_;
  KafkaOptions options_;
  KafkaHooks hooks_;
  KafkaEvents events_;
  std::unique_ptr<RdKafka::KafkaConsumer> consumer_;
  std::map<PartitionId, std::int64_t> next_;  // the offset that is read next
  std::string told_;                          // last, so that it is told once
  std::atomic<bool> is_stopping_{false};
};

Status KafkaCollector::Reader::open() {
  SPOOR_TRY(const auto theirs, read_kafka_file(options_.properties_file));
  SPOOR_TRY(const auto settings, make_kafka_settings(options_.brokers,
                                                     {{"group.id", "spoor"},
                                                      {"enable.auto.commit", "false"},
                                                      {"enable.auto.offset.store", "false"},
                                                      {"auto.offset.reset", "earliest"},
                                                      {"queued.max.messages.kbytes", "65536"},
                                                      {"check.crcs", "true"}},
                                                     theirs, &events_));
  std::string why;
  consumer_.reset(RdKafka::KafkaConsumer::create(settings.get(), why));
  if (!consumer_)
    return Error{ErrorCode::kInvalid, "Kafka's client does not start", 0, in_one_line(why)};
  return {};
}

void KafkaCollector::Reader::tell(std::string sentence) {
  if (sentence == told_) return;
  told_ = std::move(sentence);
  if (!told_.empty()) hooks_.tell(told_);
}

void KafkaCollector::Reader::sleep(std::chrono::milliseconds time) const {
  const auto until = Clock::now() + time;
  while (!is_stopping_.load() && Clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

void KafkaCollector::Reader::run() {
  auto looked = Clock::time_point::min();
  while (!is_stopping_.load()) {
    if (next_.empty() || Clock::now() - looked > kBetweenLooks) {
      if (const Status found = look_for_partitions(); !found) {
        tell(describe(found.error()));
        sleep(kBetweenTries);
        continue;
      }
      looked = Clock::now();
    }
    const std::unique_ptr<RdKafka::Message> message(consumer_->consume(kPollMs));
    switch (message->err()) {
      case RdKafka::ERR_NO_ERROR:
        take(*message);
        break;
      case RdKafka::ERR__TIMED_OUT:
      case RdKafka::ERR__PARTITION_EOF:
        break;
      default:
        tell(fmt::format("Kafka: {}", in_one_line(message->errstr())));
        sleep(kBetweenTries);
    }
    if (const std::string error = events_.take_error(); !error.empty()) tell("Kafka: " + error);
  }
}

/// Reads new partitions from where the store says; those that are being read go on.
Status KafkaCollector::Reader::look_for_partitions() {
  RdKafka::Metadata* raw = nullptr;
  const RdKafka::ErrorCode code = consumer_->metadata(true, nullptr, &raw, kMetadataMs);
  const std::unique_ptr<RdKafka::Metadata> metadata(raw);
  if (code != RdKafka::ERR_NO_ERROR)
    return Error{ErrorCode::kIo, "Kafka cannot be reached", 0, RdKafka::err2str(code)};
  bool is_new = false;
  for (const auto* topic : *metadata->topics()) {
    const bool is_ours =
        std::any_of(options_.topics.begin(), options_.topics.end(),
                    [&](const KafkaTopic& each) { return each.topic == topic->topic(); });
    if (!is_ours) continue;
    for (const auto* partition : *topic->partitions()) {
      const PartitionId id{topic->topic(), partition->id()};
      if (next_.contains(id)) continue;
      SPOOR_TRY(next_[id], next_offset(id));
      is_new = true;
    }
  }
  if (next_.empty())
    return Error{ErrorCode::kNotFound, "Kafka has none of these topics yet", 0, options_.brokers};
  if (!is_new) return {};
  const std::unique_ptr<std::vector<RdKafka::TopicPartition*>, DeleteEach> all(
      new std::vector<RdKafka::TopicPartition*>);
  for (const auto& [id, offset] : next_)
    all->push_back(RdKafka::TopicPartition::create(id.first, id.second, offset));
  const RdKafka::ErrorCode assigned = consumer_->assign(*all);
  if (assigned != RdKafka::ERR_NO_ERROR)
    return Error{ErrorCode::kIo, "Kafka's partitions cannot be read", 0,
                 RdKafka::err2str(assigned)};
  return {};
}

Result<std::int64_t> KafkaCollector::Reader::next_offset(const PartitionId& partition) {
  SPOOR_TRY(const auto store, hooks_.store());
  SPOOR_TRY(const std::string text, store->note(note_key(partition.first, partition.second)));
  std::int64_t offset = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), offset);
  const bool is_offset = fault == std::errc() && end == text.data() + text.size() && offset >= 0;
  return is_offset ? offset : std::int64_t{RdKafka::Topic::OFFSET_BEGINNING};
}

/// Until it is merged, or known to be none of ours.
void KafkaCollector::Reader::take(RdKafka::Message& message) {
  const PartitionId id{message.topic_name(), message.partition()};
  std::int64_t& next = next_[id];
  if (next >= 0 && message.offset() > next) {
    tell(fmt::format("Kafka: {} messages of {}/{} were gone before they were read",
                     message.offset() - next, id.first, id.second));
  }
  const auto topic = std::find_if(options_.topics.begin(), options_.topics.end(),
                                  [&](const KafkaTopic& each) { return each.topic == id.first; });
  if (topic == options_.topics.end()) return;
  while (!is_stopping_.load()) {
    const auto collected = merge(message, topic->source);
    if (collected) {
      tell({});
      hooks_.taken(topic->source, *collected);
      break;
    }
    const Error& error = collected.error();
    tell(fmt::format("Kafka: {}/{} offset {}: {}", id.first, id.second, message.offset(),
                     describe(error)));
    // What is no batch never will be one; a store that is full or away comes back.
    if (error.where == "sensor batch") break;
    sleep(kBetweenTries);
  }
  if (!is_stopping_.load()) next = message.offset() + 1;
}

Result<Collected> KafkaCollector::Reader::merge(const RdKafka::Message& message,
                                                const std::string& source) {
  SPOOR_TRY(const auto store, hooks_.store());
  const std::string_view frame(static_cast<const char*>(message.payload()), message.len());
  return collector_.take(*store, source, frame, hooks_.now(),
                         {{note_key(message.topic_name(), message.partition()),
                           std::to_string(message.offset() + 1)}});
}

KafkaCollector::KafkaCollector(std::unique_ptr<Reader> reader)
    : reader_(std::move(reader)), thread_([this] { reader_->run(); }) {}

KafkaCollector::~KafkaCollector() {
  reader_->stop();
  thread_.join();
}

Result<std::unique_ptr<KafkaCollector>> KafkaCollector::start(Collector& collector,
                                                              KafkaOptions options,
                                                              KafkaHooks hooks) {
  auto reader = std::make_unique<Reader>(collector, std::move(options), std::move(hooks));
  SPOOR_CHECK(reader->open());
  return std::unique_ptr<KafkaCollector>(new KafkaCollector(std::move(reader)));
}

}  // namespace spoor::transport
