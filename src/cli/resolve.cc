// SPDX-License-Identifier: Apache-2.0
// spoor resolve: asks the servers that somebody named, and keeps what they answer.
#include <chrono>
#include <cstdio>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "cli/import_totals.h"
#include "cli/look_up_names.h"
#include "cli/progress_bar.h"
#include "cli/session.h"
#include "cli/text.h"
#include "intake/active_import.h"
#include "intake/import_settings.h"
#include "intake/importer.h"
#include "ledger/ledger.h"
#include "store/rocks/rocks_store.h"

namespace spoor::cli {
namespace {

using resolve::LookUpStats;

Error at_word(Error error, std::string_view flag) {
  error.where = std::string(flag) + " " + error.where;
  return error;
}

Result<std::vector<dns::RrType>> parse_types(const std::vector<std::string>& texts) {
  std::vector<dns::RrType> types;
  for (const std::string& text : texts) {
    const auto type = dns::parse_rr_type(text);
    const bool can_be_asked = type && (!dns::is_meta_type(*type) || *type == dns::RrType::kAny) &&
                              dns::to_number(*type) != 0;
    if (!can_be_asked)
      return Error{ErrorCode::kInvalid, "expected types that can be asked for, such as A or TYPE65",
                   0, "--types '" + text + "'"};
    types.push_back(*type);
  }
  return types;
}

/// Everything but the names.
struct Plan {
  intake::ActiveSettings settings;
  std::string source;
  std::vector<dns::RrType> types;

  [[nodiscard]] std::uint64_t look_ups(const NameList& names) const {
    const auto& asking = settings.asking;
    return std::uint64_t{names.size()} * types.size() *
           (asking.asks_every_server ? asking.servers.size() : 1);
  }
};

Result<Plan> make_plan(const Command& command) {
  const ResolveOptions& o = command.resolve;
  Plan plan;
  SPOOR_TRY(const intake::ImportSettings reading, intake::resolve(command.import.reading));
  plan.source = reading.source;
  plan.settings.harden = reading.harden;
  SPOOR_TRY(plan.types, parse_types(o.types));
  resolve::ResolveOptions& asking = plan.settings.asking;
  for (const std::string& text : o.resolvers) {
    auto server = resolve::parse_server_address(text);
    if (!server) return at_word(server.error(), "--resolver");
    asking.servers.push_back(*server);
  }
  asking.rate = o.rate;
  asking.rate_each = o.rate_each == 0 ? o.rate : o.rate_each;
  asking.concurrent = o.concurrent;
  asking.tries = o.tries;
  asking.timeout = std::chrono::seconds(o.timeout);
  asking.style.edns_size = static_cast<std::uint16_t>(o.edns_size);
  asking.style.wants_recursion = !o.is_authoritative;
  asking.asks_authorities = o.is_authoritative;
  asking.asks_every_server = o.asks_every_resolver;
  return plan;
}

/// Name by name, so that a server's cache is of use, and type by type.
resolve::NextLookUp look_ups_of(const NameList& names, const std::vector<dns::RrType>& types) {
  return [&names, &types, at = std::size_t{0}](resolve::LookUp& look_up) mutable {
    if (at == names.size() * types.size()) return false;
    look_up = {names[at / types.size()], types[at % types.size()]};
    ++at;
    return true;
  };
}

std::uint64_t ended(const LookUpStats& stats) {
  std::uint64_t sum = 0;
  for (const std::uint64_t each : stats.by_outcome) sum += each;
  return sum;
}

/// What would be asked, a line each, and how long it would take at best.
int tell_plan(const Session& session, const Plan& plan, const NameList& names) {
  const auto next = look_ups_of(names, plan.types);
  std::string& out = session.out.buffer();
  for (resolve::LookUp look_up; next(look_up) && !session.stop.load();) {
    dns::append_name_text(out, look_up.name.wire());
    out += ' ' + dns::rr_type_text(look_up.type) + '\n';
    if (!session.out.check()) break;
  }
  const auto& asking = plan.settings.asking;
  const std::uint64_t look_ups = plan.look_ups(names);
  const std::uint64_t rate =
      std::min<std::uint64_t>(asking.rate, std::uint64_t{asking.rate_each} * asking.servers.size());
  complain(
      fmt::format("{} names and {} types: {} look-ups of {} servers, {} seconds or more; "
                  "nothing was asked",
                  grouped(names.size()), plan.types.size(), grouped(look_ups),
                  asking.servers.size(), grouped((look_ups + rate - 1) / rate)));
  for (const resolve::ServerAddress& server : asking.servers)
    complain("would ask " + server.text());
  return finish(session.out);
}

void append_json(std::string& out, const LookUpStats& stats, const harden::HardenStats& hardened) {
  out += fmt::format("{{\"look_ups\":{},\"outcomes\":{{", stats.look_ups);
  for (std::size_t i = 0; i < resolve::kOutcomes; ++i) {
    const auto outcome = static_cast<resolve::Outcome>(i);
    out += fmt::format("{}\"{}\":{}", i == 0 ? "" : ",", resolve::outcome_text(outcome),
                       stats.of(outcome));
  }
  out += fmt::format(
      "}},\"udp\":{},\"tcp\":{},\"again\":{},\"truncated\":{},\"mismatches\":{},"
      "\"responses\":{},\"observations\":{}}}\n",
      stats.sent_udp, stats.sent_tcp, stats.sent_again, stats.truncated, stats.mismatches,
      hardened.responses, hardened.records);
}

void tell_totals(const LookUpStats& stats, const harden::HardenStats& hardened) {
  std::string text = fmt::format(
      "{} look-ups: {} queries over UDP, {} over TCP, {} of them again\n", grouped(stats.look_ups),
      grouped(stats.sent_udp), grouped(stats.sent_tcp), grouped(stats.sent_again));
  for (std::size_t i = 0; i < resolve::kOutcomes; ++i) {
    const auto outcome = static_cast<resolve::Outcome>(i);
    if (stats.of(outcome) > 0)
      text +=
          fmt::format("  {:>12}  {}\n", grouped(stats.of(outcome)), resolve::outcome_text(outcome));
  }
  if (stats.mismatches > 0)
    text += fmt::format("{} messages ignored: no answer to what was asked (mismatch)\n",
                        grouped(stats.mismatches));
  text += fmt::format("{} observations of records\n", grouped(hardened.records));
  append_reasons(text, "records refused", hardened.records_refused());
  std::fputs(text.c_str(), stderr);
}

int ask(const Session& session, record::RecordStore& store, Plan plan, const NameList& names) {
  const ledger::Ledger ledger(ledger::ledger_path(session.command.store));
  ledger::Delivery told;
  told.input = "resolve";
  told.format = "active";
  auto outlet = intake::StoreOutlet::open(
      store, {plan.source, record::SourceKind::kResolver, record::FeedMode::kDelta}, &ledger,
      std::move(told), intake::system_seconds());
  if (!outlet) return fail(outlet.error());
  ProgressBar bar(session.terminal.has_progress, ProgressBar::Unit::kRecords);
  bar.set_label("look-ups");
  const std::uint64_t total = plan.look_ups(names);
  intake::ActiveHooks hooks{&session.stop, intake::system_seconds};
  hooks.progress = [&](const LookUpStats& stats) { bar.update(ended(stats), total); };
  intake::ActiveImport active(**outlet, std::move(plan.settings), look_ups_of(names, plan.types),
                              std::move(hooks));
  const Status done = active.run();
  bar.clear();
  tell_totals(active.look_ups(), active.hardened());
  if (session.command.as_json)
    append_json(session.out.buffer(), active.look_ups(), active.hardened());
  const int written = finish(session.out);
  if (!done) {
    complain("what was gathered since the last batch is lost");
    return fail(done.error());
  }
  if (const Status noted = intake::note_store(store, ledger, intake::system_seconds()); !noted)
    complain(noted.error());
  if (session.stop.load()) {
    complain(fmt::format("interrupted: {} look-ups were not begun; what was answered is merged",
                         grouped(total - active.look_ups().look_ups)));
    return kExitInterrupted;
  }
  return written;
}

/// Errors: of the words, the files and the store.
Status gather(const Session& session, const record::RecordStore* store, NameList& names) {
  const ResolveOptions& o = session.command.resolve;
  for (const std::string& text : o.names) {
    const auto name = parse_typed_name(text);
    if (!name) return Error{ErrorCode::kInvalid, name.error().what, 0, "'" + text + "'"};
    SPOOR_CHECK(names.add(name->wire()));
  }
  if (!o.names_file.empty()) SPOOR_CHECK(read_name_list(o.names_file, names));
  if (store != nullptr && asks_store(o)) SPOOR_CHECK(find_names(session, *store, names));
  return {};
}

Result<std::unique_ptr<record::RecordStore>> open_store(const Command& command) {
  if (command.resolve.is_dry_run) {
    if (!asks_store(command.resolve)) return std::unique_ptr<record::RecordStore>();
    return open_for_questions(command);
  }
  store::RocksStoreOptions options;
  options.access = store::Access::kCreate;
  return store::open_rocks_store(command.store, options);
}

}  // namespace

int run_resolve(const Session& session) {
  auto plan = make_plan(session.command);
  if (!plan) {
    complain(plan.error());
    return kExitUsage;
  }
  auto store = open_store(session.command);
  if (!store) {
    complain(store.error());
    return kExitFailed;
  }
  NameList names(session.command.resolve.max_names);
  if (const Status gathered = gather(session, store->get(), names); !gathered)
    return fail(gathered.error());
  if (session.stop.load()) return kExitInterrupted;
  if (names.size() == 0) complain("no names: nothing is asked");
  if (session.command.resolve.is_dry_run) return tell_plan(session, *plan, names);
  return names.size() == 0 ? kExitOk : ask(session, **store, *std::move(plan), names);
}

}  // namespace spoor::cli
