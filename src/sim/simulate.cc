// SPDX-License-Identifier: Apache-2.0
// Builds the world, plants the stories, lets eleven days pass, writes down what was told.
#include "sim/simulate.h"

#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "sim/agenda.h"
#include "sim/clients.h"
#include "sim/landscape.h"
#include "sim/network_files.h"
#include "sim/registration_file.h"
#include "sim/stories/stories.h"
#include "sim/truth_files.h"

namespace spoor::sim {
namespace {

constexpr std::uint64_t kSecondUs = 1'000'000;
constexpr std::uint64_t kEndUs = (kStartS + kDays * 86400) * kSecondUs;
constexpr std::uint64_t kMeanPauseUs = 56 * kSecondUs;
constexpr std::uint32_t kMaxScale = 100;

// Every part draws from a sequence of its own, so that a change to one leaves the others alone.
Prng part(std::uint64_t seed, std::string_view name) {
  return Prng(Prng(seed).next() ^ hash_text(name));
}

std::vector<Event> plant_stories(std::uint64_t seed, World& world, Landscape& landscape,
                                 Truth& truth) {
  Agenda agenda;
  const auto author = [&](std::string_view name) {
    return Author{world, landscape, agenda, truth, part(seed, name)};
  };
  stories::plant_phishing(author("phishing"));
  stories::plant_fast_flux(author("fast flux"));
  stories::plant_tunnel(author("tunnel"));
  stories::plant_soa_mailbox(author("soa mailbox"));
  stories::plant_attacks(author("attacks"));
  return agenda.finish();
}

// The two sequences of events, the stories' and the clients', in order of time.
void run(const std::vector<Event>& events, Clients& clients, std::uint64_t mean_pause_us,
         Stage& stage) {
  std::uint64_t client_us = kStartS * kSecondUs + 2 * kSecondUs;
  auto event = events.begin();
  while (true) {
    const bool story = event != events.end() && event->time_us <= client_us;
    if (!story && client_us >= kEndUs) break;
    stage.wire.wait_until(story ? event->time_us : client_us);
    if (story) {
      (event++)->act(stage);
    } else {
      stage.resolver.look_up(clients.next());
      client_us += clients.pause_us(mean_pause_us);
    }
  }
}

void remember(const World& world, const Landscape& landscape, Resolver& resolver) {
  std::uint64_t until_s = kStartS + 7200;
  for (const Remembered& known : landscape.remembered) {
    resolver.remember(known.zone, known.server.name,
                      world.servers[known.server.server].addresses.front(), until_s);
    until_s += 5400;
  }
}

}  // namespace

Result<SimSummary> simulate(const SimOptions& options) {
  if (options.scale < 1 || options.scale > kMaxScale) {
    return Error{ErrorCode::kInvalid, "expected a scale from 1 to 100", 0, "scale"};
  }
  if (options.out_dir.empty()) return Error{ErrorCode::kInvalid, "expected a directory", 0, "out"};
  std::error_code failed;
  std::filesystem::create_directories(options.out_dir, failed);
  if (failed) return Error{ErrorCode::kIo, "cannot make the directory", 0, options.out_dir};
  const std::string dir = options.out_dir + "/";
  SPOOR_TRY(PacketWriter writer, PacketWriter::create(dir + "capture.pcap"));

  World world;
  Truth truth;
  Prng building = part(options.seed, "landscape");
  Landscape landscape = build_landscape(world, building);
  for (const RootHint& hint : landscape.hints) truth.hint(hint.name, hint.address);
  const std::vector<Event> events = plant_stories(options.seed, world, landscape, truth);

  Wiretap wire(world, writer, truth, part(options.seed, "wire"));
  Resolver resolver(wire, landscape.hints, part(options.seed, "resolver"));
  Clients clients(landscape, part(options.seed, "clients"));
  remember(world, landscape, resolver);
  wire.wait_until(kStartS * kSecondUs + kSecondUs);
  resolver.prime();
  Stage stage{world, resolver, wire};
  run(events, clients, kMeanPauseUs / options.scale, stage);

  SPOOR_CHECK(writer.finish());
  SPOOR_CHECK(write_hints(dir + "root.hints", landscape.hints));
  SPOOR_CHECK(write_truth(dir + "truth.json", truth, options.seed));
  SPOOR_CHECK(write_feed(dir + "records.cof.ndjson", truth));
  SPOOR_CHECK(
      write_registrations(dir + "registration.ndjson", {world, landscape, truth, options.seed}));
  SPOOR_CHECK(write_prefixes(dir + "prefixes.csv", options.seed));
  SPOOR_CHECK(write_popular(dir + "popular.csv", landscape));
  return SimSummary{writer.packets(), wire.exchanges(), truth.records().size()};
}

}  // namespace spoor::sim
