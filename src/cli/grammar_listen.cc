// SPDX-License-Identifier: Apache-2.0
// spoor listen
#include "cli/grammar.h"

namespace spoor::cli {

void Grammar::add_listen() {
  CLI::App* const app = add_command(Verb::kListen, "listen", kAboutListen, kExamplesListen);
  ListenOptions& o = command_.listen;
  intake::ImportOptions& reading = command_.import.reading;
  const auto whole_number = number<std::uint32_t>("a whole number");
  add_common(app, true);
  option(app, "source", reading.source, "Who listens: the name under which the records are kept")
      ->check(source_name());
  option(app, "dnstap", o.dnstap,
         "Where resolvers bring dnstap: unix:/PATH or tcp:ADDRESS:PORT; with commas")
      ->delimiter(',')
      ->type_name("WHERE");
  option(app, "allow", o.allow,
         "Who may connect over TCP besides this machine: addresses and networks, with commas")
      ->delimiter(',')
      ->type_name("NETWORK");
  add_dnstap_types(app);
  option(app, "dnssec", reading.dnssec, "RRSIG, NSEC and NSEC3: drop (default) or keep")
      ->check(one_of({"drop", "keep"}));
  option(app, "zones", reading.zones_file, "Zones of authorities that log, one a line")
      ->type_name("FILE");
  option(app, "batch-time", o.batch_time, "Seconds after which records are merged (default 10)")
      ->check(whole_number);
  option(app, "batch-rows", o.batch_rows, "Or so many rows (default 100000)")->check(whole_number);
  add_sensor(app);
  option(app, "max-connections", o.max_connections, "Connections at once (default 64)")
      ->check(whole_number);
}

/// Of import and listen.
void Grammar::add_dnstap_types(CLI::App* app) {
  option(app, "dnstap-types", command_.import.reading.dnstap_types,
         "Of dnstap: resolver, auth, forwarder (the default), client, stub, tool; with commas")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(one_of({"resolver", "auth", "forwarder", "client", "stub", "tool"}));
}

std::string check_listen(const Command& command) {
  if (command.verb != Verb::kListen) return {};
  const ListenOptions& o = command.listen;
  if (std::string problem = check_sensor(command); !problem.empty()) return problem;
  if (o.dnstap.empty()) return "expected --dnstap WHERE, such as unix:/run/spoor.sock";
  if (o.batch_time == 0 || o.batch_rows == 0 || o.max_connections == 0)
    return "expected --batch-time, --batch-rows and --max-connections of 1 or more";
  return {};
}

}  // namespace spoor::cli
