// SPDX-License-Identifier: Apache-2.0
// What every command that can be a remote sensor takes.
#include "cli/grammar.h"

namespace spoor::cli {

void Grammar::add_sensor(CLI::App* app) {
  SensorOptions& o = command_.sensor;
  const auto whole_number = number<std::uint64_t>("a whole number");
  option(app, "collector", o.collector,
         "Deliver to a spoor serve instead of --store: https://HOST[:PORT], or through Kafka: "
         "kafka://HOST[:PORT]/TOPIC")
      ->type_name("URL");
  option(app, "spool", o.spool, "Where batches wait until the collector has them")
      ->type_name("DIR");
  option(app, "spool-size", o.spool_size, "Octets that may wait there (default 1 GiB)")
      ->check(whole_number);
  option(app, "spool-drop", o.spool_drop, "What goes when it is full: oldest (default) or newest")
      ->check(one_of({"oldest", "newest"}));
  option(app, "sensor-key-file", o.key_file, "The sensor's key for the collector")
      ->type_name("FILE");
  option(app, "certificate", o.certificate, "Or its certificate (PEM)")->type_name("FILE");
  option(app, "certificate-key", o.certificate_key, "and the certificate's key (PEM)")
      ->type_name("FILE");
  option(app, "ca-file", o.ca_file, "Who vouches for the collector (PEM)")->type_name("FILE");
  option(app, "kafka-file", o.kafka_file, "Properties of Kafka's client (TLS, SASL), one a line")
      ->type_name("FILE");
  option(app, "spool-patience", o.patience,
         "Seconds to deliver what waits when stopped (default 10)")
      ->check(whole_number);
}

std::string check_sensor(const Command& command) {
  const SensorOptions& o = command.sensor;
  if (o.collector.empty()) {
    if (!o.spool.empty()) return "expected --collector URL with --spool";
    return command.import.reading.source.empty() ? "expected --source NAME" : "";
  }
  if (o.spool.empty()) return "expected --spool DIR with --collector";
  if (!command.import.reading.source.empty())
    return "expected no --source with --collector: the collector knows the sensor by its key or "
           "certificate";
  return {};
}

}  // namespace spoor::cli
