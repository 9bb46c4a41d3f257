// SPDX-License-Identifier: Apache-2.0
// spoor resolve, spoor transfer
#include "cli/grammar.h"

namespace spoor::cli {

void Grammar::add_resolve() {
  CLI::App* const app = add_command(Verb::kResolve, "resolve", kAboutResolve, kExamplesResolve);
  ResolveOptions& o = command_.resolve;
  add_common(app, true);
  add_enrichment(app);
  option(app, "source", command_.import.reading.source,
         "Who asks: the name under which the answers are kept")
      ->check(source_name());
  app->add_option("NAME", o.names, "Names to ask for");
  app->add_option("--names", o.names_file, "A name a line; - is standard input")->type_name("FILE");
  app->add_option("--matching", o.matching, "All owners that answer this question about the store")
      ->type_name("QUESTION");
  app->add_option("--new-since", o.new_since, "Only those that nobody saw before T: 7d, 2026-11-01")
      ->type_name("T");
  // No setting: nobody shall be asked because of a file that somebody forgot.
  app->add_option("--resolver", o.resolvers, "Whom to ask: ADDRESS or ADDRESS:PORT; with commas")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("WHOM");
  app->add_flag("--authoritative", o.is_authoritative,
                "They are name servers: asked without recursion");
  app->add_flag("--every-resolver", o.asks_every_resolver,
                "Ask every one of them (default: one in turn)");
  app->add_flag("--dry-run", o.is_dry_run, "Only tell what would be asked");
  app->add_flag("--json", command_.as_json, "The counts at the end as a JSON object");
  add_resolve_limits(app);
}

void Grammar::add_resolve_limits(CLI::App* app) {
  ResolveOptions& o = command_.resolve;
  const auto limit = [&](const std::string& name, auto& target, const std::string& help) {
    option(app, name, target, help)->check(number<std::uint32_t>("a whole number"))->type_name("N");
  };
  option(app, "types", o.types, "Types to ask for (default A,AAAA,MX,NS,TXT,SOA,CNAME)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("LIST");
  limit("rate", o.rate, "Queries a second in all (default 50)");
  limit("rate-each", o.rate_each, "Queries a second of each server (default: as --rate)");
  limit("concurrent", o.concurrent, "Look-ups at once (default 100, at most 4096)");
  limit("tries", o.tries, "Tries of each look-up (default 3)");
  limit("timeout", o.timeout, "Seconds that one try may take (default 2)");
  limit("edns-size", o.edns_size, "Octets of the largest datagram (default 1232; 0: no EDNS)");
  limit("max-names", o.max_names, "Names at most (default 1000000)");
  option(app, "dnssec", command_.import.reading.dnssec,
         "RRSIG, NSEC and NSEC3: drop (default) or keep")
      ->check(one_of({"drop", "keep"}));
  option(app, "zones", command_.import.reading.zones_file,
         "With --authoritative: the zones that they serve, one a line")
      ->type_name("FILE");
}

std::string check_resolve(const Command& command) {
  constexpr std::uint32_t kMostAtOnce = 4096;
  constexpr std::uint32_t kSmallestDatagram = 512;  // RFC 1035 section 2.3.4
  if (command.verb != Verb::kResolve) return {};
  const ResolveOptions& o = command.resolve;
  if (command.import.reading.source.empty()) return "expected --source NAME";
  if (o.resolvers.empty()) return "expected --resolver ADDRESS: nobody is asked by itself";
  if (o.names.empty() && o.names_file.empty() && !asks_store(o))
    return "expected a NAME, --names FILE, --matching QUESTION or --new-since T";
  if (o.types.empty()) return "expected --types LIST";
  if (o.rate == 0 || o.tries == 0 || o.timeout == 0 || o.max_names == 0)
    return "expected --rate, --tries, --timeout and --max-names of 1 or more";
  if (o.rate > 1'000'000 || o.rate_each > 1'000'000 || o.tries > 100 || o.timeout > 3600)
    return "expected --rate of at most 1000000, --tries of 100 and --timeout of 3600";
  if (o.concurrent == 0 || o.concurrent > kMostAtOnce) return "expected --concurrent of 1 to 4096";
  if (o.edns_size != 0 && (o.edns_size < kSmallestDatagram || o.edns_size > 65535))
    return "expected --edns-size of 512 to 65535, or 0";
  return {};
}

void Grammar::add_transfer() {
  CLI::App* const app = add_command(Verb::kTransfer, "transfer", kAboutTransfer, kExamplesTransfer);
  TransferOptions& o = command_.transfer;
  intake::ImportOptions& reading = command_.import.reading;
  const auto whole_number = number<std::uint32_t>("a whole number");
  add_common(app, true);
  option(app, "source", reading.source, "The name under which the zone is kept")
      ->check(source_name());
  app->add_option("ZONE", o.zone, "The zone");
  app->add_option("--from", o.from, "Its server: ADDRESS or ADDRESS:PORT")->type_name("WHOM");
  option(app, "tsig", o.tsig_file, "File with a key: [hmac-sha256:]NAME:BASE64")->type_name("FILE");
  option(app, "zone-time", reading.zone_time, "When the zone was so (default: now)")
      ->type_name("T");
  option(app, "timeout", o.timeout, "Seconds that the server may be silent (default 30)")
      ->check(whole_number)
      ->type_name("N");
  option(app, "longest", o.longest, "Seconds in all (default 3600)")
      ->check(whole_number)
      ->type_name("N");
  option(app, "max-octets", o.max_octets, "Octets of the transfer at most (default 4 GiB)")
      ->check(number<std::uint64_t>("a whole number"))
      ->type_name("N");
}

std::string check_transfer(const Command& command) {
  if (command.verb != Verb::kTransfer) return {};
  const TransferOptions& o = command.transfer;
  if (command.import.reading.source.empty()) return "expected --source NAME";
  if (o.zone.empty()) return "expected a ZONE";
  if (o.from.empty()) return "expected --from ADDRESS: no server is asked by itself";
  if (o.timeout == 0 || o.longest == 0 || o.timeout > 86400)
    return "expected --timeout and --longest of 1 or more, and --timeout of at most 86400";
  return {};
}

}  // namespace spoor::cli
