// SPDX-License-Identifier: Apache-2.0
// The ways by which a batch leaves a sensor.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "transport/spool.h"

namespace spoor::transport {

/// What became of one try.
struct Delivery {
  enum class Outcome : std::uint8_t {
    kNew = 1,  ///< It is durable there now,
    kKnown,    ///< or was before.
    kNever,    ///< It will never be taken.
    kNotNow,   ///< Whether it arrived is not known, or it did not.
  };
  Outcome outcome = Outcome::kNotNow;
  std::string said;                     ///< Why it was not taken: one line.
  std::chrono::seconds retry_after{0};  ///< The other side asks to be left alone so long.
};

/// One way. Used from one thread.
class Carrier {
 public:
  Carrier() = default;
  Carrier(const Carrier&) = delete;
  Carrier& operator=(const Carrier&) = delete;
  virtual ~Carrier() = default;
  /// Blocks until it is decided, a minute or two at most.
  virtual Delivery deliver(const SpooledBatch& batch) = 0;
};

/// Where a sensor delivers, and as whom.
struct CollectorAddress {
  std::string url;               ///< https://HOST[:PORT] (http only to loopback), or
                                 ///< kafka://HOST[:PORT][,HOST…]/TOPIC.
  std::string key;               ///< Of the sensor; empty: a certificate speaks for it.
  std::string ca_file;           ///< PEM; empty: the system's.
  std::string certificate_file;  ///< PEM, with `key_file`; empty: none.
  std::string key_file;
  std::string kafka_file;  ///< Properties of librdkafka, one a line; empty: none.
};

/// Errors: kInvalid with what was expected.
Status check_collector(const CollectorAddress& collector);

/// Whether batches go through Kafka, whose brokers take small messages only.
bool goes_through_kafka(const CollectorAddress& collector) noexcept;

/// Errors: check_collector()'s; kInvalid, kIo of the file of properties.
Result<std::unique_ptr<Carrier>> make_carrier(const CollectorAddress& collector);

// The two kinds, each in the file of its name.
std::unique_ptr<Carrier> make_https_carrier(const CollectorAddress& collector);
Result<std::unique_ptr<Carrier>> make_kafka_carrier(const CollectorAddress& collector);

/// What another side said, fit for a line of a log.
std::string in_one_line(std::string_view said);

}  // namespace spoor::transport
