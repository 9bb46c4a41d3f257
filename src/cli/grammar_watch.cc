// SPDX-License-Identifier: Apache-2.0
// spoor watch, and spoor absent, which tells what it counted beside records
#include "cli/grammar.h"

namespace spoor::cli {

void Grammar::add_watch() {
  CLI::App* const app = add_command(Verb::kWatch, "watch", kAboutWatch, kExamplesWatch);
  WatchOptions& o = command_.watch;
  const auto whole_number = number<std::uint32_t>("a whole number");
  add_common(app, true);
  option(app, "source", command_.import.reading.source,
         "Who watches: the name under which the records are kept")
      ->check(source_name());
  option(app, "interface", o.interfaces, "Where packets pass, with commas; any: everywhere")
      ->delimiter(',')
      ->type_name("NAME");
  option(app, "filter", o.filter,
         "Which of them to take, as for tcpdump (default: all that is DNS)")
      ->type_name("EXPRESSION");
  add_sensor(app);
  add_capture_reading(app);
  option(app, "workers", o.workers, "Threads, each with its own part of those who ask (default 1)")
      ->check(whole_number);
  option(app, "user", o.user, "Go on as this user, without any capability, once all is open")
      ->type_name("NAME");
  option(app, "promiscuous", o.promiscuous, "Packets for others too: on (default) or off")
      ->check(one_of({"on", "off"}));
  option(app, "snap-length", o.snap_length, "Octets taken of a packet (default 262144)")
      ->check(whole_number);
  option(app, "buffer", o.buffer, "MiB of ring, for each worker and interface (default 64)")
      ->check(whole_number);
  option(app, "tell", o.tell, "Tell every so many seconds what came and what was dropped")
      ->check(whole_number)
      ->type_name("SECONDS");
  option(app, "batch-time", o.batch_time, "Seconds after which records are merged (default 10)")
      ->check(whole_number);
  option(app, "batch-rows", o.batch_rows, "Or so many rows (default 100000)")->check(whole_number);
}

void Grammar::add_absent() {
  CLI::App* const app = add_command(Verb::kAbsent, "absent", kAboutAbsent, kExamplesAbsent);
  AbsentOptions& o = command_.absent;
  add_common(app, true);
  app->add_option("--day-from", o.day_from, "The first day that counts")->type_name("DAY");
  app->add_option("--day-to", o.day_to, "The last day that counts")->type_name("DAY");
  app->add_option("--limit", o.limit, "Domains at most (default 20)")
      ->check(number<std::uint32_t>("a whole number"));
  app->add_flag("--json", command_.as_json, "A JSON object a line");
  app->add_option("DOMAIN", o.domain, "Day by day of the registered domain of this name");
}

std::string check_watch(const Command& command) {
  if (command.verb != Verb::kWatch) return {};
  const WatchOptions& o = command.watch;
  if (std::string problem = check_sensor(command); !problem.empty()) return problem;
  if (o.interfaces.empty()) return "expected --interface NAME, such as eth0";
  if (o.workers == 0 || o.workers > 64) return "expected --workers of 1 to 64";
  // A resolver asks from several addresses, and each answer teaches whom to believe about the next.
  if (o.workers > 1 && command.import.reading.position == "above")
    return "above a resolver one worker has to see everything: expected --workers 1";
  if (o.buffer == 0 || o.buffer > 1'024) return "expected --buffer of 1 to 1024";
  if (o.snap_length < 64 || o.snap_length > 262'144)
    return "expected --snap-length of 64 to 262144";
  if (o.batch_time == 0 || o.batch_rows == 0)
    return "expected --batch-time and --batch-rows of 1 or more";
  return {};
}

}  // namespace spoor::cli
