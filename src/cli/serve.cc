// SPDX-License-Identifier: Apache-2.0
// spoor serve: the store, the keys and the routing table behind a server, until a signal.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <ctime>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <prometheus/registry.h>

#include "api/pages/files.h"
#include "api/routes.h"
#include "api/v1/sensor_batches.h"
#include "base/ip_address.h"
#include "cli/access_log.h"
#include "cli/enrichment.h"
#include "cli/help_text.h"
#include "cli/served_store.h"
#include "cli/session.h"
#include "http/server.h"
#include "registration/store.h"
#include "transport/kafka_collector.h"

namespace spoor::cli {
namespace {

using std::chrono::milliseconds;

constexpr auto kBetweenSignalLooks = milliseconds(50);
constexpr auto kBetweenFlushes = std::chrono::seconds(1);

std::atomic<bool> reload{false};
static_assert(std::atomic<bool>::is_always_lock_free);
extern "C" void on_hangup(int /*number*/) {
  reload.store(true);
}

struct Listen {
  std::string address;
  std::uint16_t port = 0;
  bool is_loopback = false;
};

/// HOST:PORT; HOST is an address, in brackets when it is of IPv6, or localhost.
Result<Listen> parse_listen(const std::string& text) {
  const auto refuse = [&] {
    return Error{ErrorCode::kInvalid, "expected ADDRESS:PORT, such as 127.0.0.1:8053 or [::1]:8053",
                 0, "--listen '" + text + "'"};
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return refuse();
  Listen listen;
  listen.address = text.substr(0, colon);
  if (listen.address.starts_with('[') && listen.address.ends_with(']'))
    listen.address = listen.address.substr(1, listen.address.size() - 2);
  if (listen.address == "localhost") listen.address = "127.0.0.1";
  const auto address = parse_ip_address(listen.address);
  const std::string port = text.substr(colon + 1);
  const bool is_number = !port.empty() && port.size() <= 5 &&
                         port.find_first_not_of("0123456789") == std::string::npos;
  const int number = is_number ? std::stoi(port) : -1;
  constexpr int kMostPort = 65535;
  if (!address || number < 0 || number > kMostPort) return refuse();
  listen.port = static_cast<std::uint16_t>(number);
  static const auto kLoopback6 = parse_ip_address("::1");
  listen.is_loopback = address->is_v6 ? *address == *kLoopback6 : address->octets[0] == 127;
  return listen;
}

Result<std::vector<api::KeySpec>> read_keys(const ServeOptions& options) {
  std::vector<api::KeySpec> keys;
  if (!options.api_key_file.empty()) {
    std::ifstream file(options.api_key_file, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf())) {
      return Error{ErrorCode::kIo, "the file of keys cannot be read, or is empty", 0,
                   options.api_key_file};
    }
    auto parsed = api::parse_key_file(text.str());
    if (!parsed) {
      Error error = parsed.error();
      error.where = options.api_key_file + ":" + std::to_string(error.offset);
      error.offset = 0;
      return error;
    }
    keys = *std::move(parsed);
    if (keys.empty()) return Error{ErrorCode::kInvalid, "holds no key", 0, options.api_key_file};
  }
  if (!options.api_key.empty()) {
    SPOOR_TRY(auto key, api::make_key(options.api_key));
    keys.push_back(std::move(key));
  }
  return keys;
}

std::string_view scope_text(api::Scope scope) {
  switch (scope) {
    case api::Scope::kOpen:
      return "open";
    case api::Scope::kImport:
      return "import";
    case api::Scope::kSensor:
      return "sensor";
    case api::Scope::kRead:
      break;
  }
  return "read";
}

int print_routes(const Session& session) {
  for (const api::ApiRoute& route : api::all_routes()) {
    const std::string_view scope = scope_text(route.scope);
    session.out.buffer() +=
        fmt::format("{} {} {}\n", http::method_text(route.method), route.pattern, scope);
  }
  return finish(session.out);
}

/// Everything that serves, in the order in which it must go.
class Serving {
 public:
  explicit Serving(const Session& session) : session_(session), o_(session.command.serve) {}

  /// Errors: kInvalid for what the command line says, else what failed.
  Status start();
  void run();

 private:
  Status open_keys();
  [[nodiscard]] http::ServerOptions server_options() const;
  void make_services();
  Status start_kafka();
  void reload_all();

  const Session& session_;
  const ServeOptions& o_;
  Listen listen_;
  prometheus::Registry metrics_;
  api::KeyRing keys_;
  std::unique_ptr<AccessLog> log_;
  std::unique_ptr<ServedStore> store_;
  std::unique_ptr<enrich::EnrichmentHolder> enrichment_;
  std::unique_ptr<api::Services> services_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<transport::KafkaCollector> kafka_;
};

Status Serving::open_keys() {
  SPOOR_TRY(auto keys, read_keys(o_));
  if (o_.is_key_on_command_line)
    complain("--api-key is for trials: whoever may list processes sees it; use --api-key-file");
  if (keys.empty() && !listen_.is_loopback) {
    return Error{ErrorCode::kInvalid,
                 "without keys only the loopback is served: give --api-key-file, or listen on "
                 "127.0.0.1",
                 0, "--listen '" + o_.listen + "'"};
  }
  keys_.replace(std::move(keys));
  return {};
}

http::ServerOptions Serving::server_options() const {
  http::ServerOptions options;
  options.address = listen_.address;
  options.port = listen_.port;
  options.threads =
      o_.threads != 0 ? o_.threads : std::max(1U, std::thread::hardware_concurrency());
  options.tls = {o_.tls_certificate, o_.tls_key, o_.client_certificates};
  options.limits.connections = o_.max_connections;
  options.limits.upload_bytes = o_.max_upload;
  options.limits.uploads = o_.imports;
  options.limits.min_rate = o_.min_rate;
  options.limits.slow_time = std::chrono::seconds(o_.slow_time);
  options.limits.header_time = std::chrono::seconds(o_.header_time);
  options.limits.idle_time = std::chrono::seconds(o_.idle_time);
  options.refuse = [this](const http::Refusal& refusal) {
    return api::render_refusal(refusal, services_->pages.get());
  };
  if (!o_.access_log.empty())
    options.access_log = [this](const http::AccessEntry& entry) { log_->add(entry); };
  return options;
}

void Serving::make_services() {
  api::ServiceSettings settings;
  settings.answer_time = std::chrono::seconds(o_.answer_time);
  settings.has_tls = !o_.tls_certificate.empty();
  settings.version = std::string(kVersion);
  settings.store_directory = session_.command.store;
  settings.started = static_cast<std::uint32_t>(std::time(nullptr));
  services_.reset(new api::Services{api::StoreDoor(*store_), keys_, metrics_, std::move(settings),
                                    [] { return static_cast<std::uint32_t>(std::time(nullptr)); },
                                    [] { return std::chrono::steady_clock::now(); }});
  services_->registrations = registration::Store(registration::store_path(session_.command.store));
  services_->ledger = ledger::Ledger(ledger::ledger_path(session_.command.store));
  services_->collector = std::make_shared<transport::Collector>(services_->ledger);
  services_->enrichment = [this] { return enrichment_->current(); };
  if (o_.d4.empty()) return;
  api::KeySpec spec;
  spec.name = "d4";
  spec.clearance = record::parse_tlp(o_.d4).value();  // checked as it was read
  services_->d4 = std::make_shared<api::Caller>(std::move(spec));
}

Status Serving::start_kafka() {
  if (o_.kafka.empty() != o_.kafka_topics.empty()) {
    return Error{ErrorCode::kInvalid,
                 "expected --kafka BROKERS and --kafka-topic TOPIC=SOURCE together",
                 0,
                 {}};
  }
  if (o_.kafka.empty()) return {};
  transport::KafkaOptions options;
  options.brokers = o_.kafka;
  options.properties_file = o_.kafka_file;
  for (const std::string& text : o_.kafka_topics) {
    SPOOR_TRY(auto topic, transport::parse_kafka_topic(text));
    options.topics.push_back(std::move(topic));
  }
  transport::KafkaHooks hooks;
  hooks.store = [this] { return services_->store.open_whole(); };
  hooks.taken = [this](const std::string& source, const transport::Collected& collected) {
    api::v1::count_collected(*services_, source, collected);
  };
  hooks.tell = [](std::string_view sentence) { complain(sentence); };
  hooks.now = services_->now;
  SPOOR_TRY(kafka_, transport::KafkaCollector::start(*services_->collector, std::move(options),
                                                     std::move(hooks)));
  return {};
}

Status Serving::start() {
  SPOOR_TRY(listen_, parse_listen(o_.listen));
  if (o_.client_certificates && o_.tls_key.empty())
    return Error{
        ErrorCode::kInvalid, "expected --tls-certificate with --client-certificates", 0, {}};
  if (o_.tls_certificate.empty() != o_.tls_key.empty())
    return Error{ErrorCode::kInvalid, "expected --tls-certificate and --tls-key together", 0, {}};
  SPOOR_CHECK(open_keys());
  auto pages = api::pages::packed_files(api::pages::built_in_pack());
  if (!o_.pages.empty()) {
    SPOOR_TRY(pages, api::pages::folder_files(o_.pages));
  }
  SPOOR_TRY(log_, AccessLog::open(o_.access_log, o_.log_queries));
  SPOOR_TRY(store_, ServedStore::open(session_.command.store));
  if (store_->was_made()) complain(session_.command.store + " is a new, empty store");
  SPOOR_TRY(enrichment_, open_enrichment(session_.command));
  make_services();
  services_->pages = std::move(pages);
  http::ServerOptions options = server_options();
  options.listening = [this](std::uint16_t port) { services_->settings.port = port; };
  SPOOR_TRY(server_,
            http::Server::start(std::move(options), api::make_routing_table(*services_), metrics_));
  return start_kafka();
}

void Serving::reload_all() {
  if (const Status done = server_->reload_certificate(); !done) complain(done.error());
  if (const Status done = log_->reopen(); !done) complain(done.error());
  if (!o_.api_key_file.empty()) {
    auto keys = read_keys(o_);
    if (keys) {
      keys_.replace(*std::move(keys));
    } else {
      complain(keys.error());
    }
  }
  reload_enrichment(*enrichment_);
  complain("read certificate, keys, enrichment and access log again");
}

void Serving::run() {
  std::signal(SIGHUP, on_hangup);
  const bool is_v6 = listen_.address.find(':') != std::string::npos;
  complain(fmt::format("listening on {}://{}{}{}:{}{}", o_.tls_key.empty() ? "http" : "https",
                       is_v6 ? "[" : "", listen_.address, is_v6 ? "]" : "", server_->port(),
                       keys_.is_open() ? " for this machine alone, without keys" : ""));
  auto flushed = std::chrono::steady_clock::now();
  while (!session_.stop.load()) {
    std::this_thread::sleep_for(kBetweenSignalLooks);
    if (reload.exchange(false)) reload_all();
    if (const auto now = std::chrono::steady_clock::now(); now - flushed > kBetweenFlushes) {
      log_->flush();
      services_->collector->note_if_due(services_->now());
      flushed = now;
    }
  }
  complain("stopping: answers in the making may end; once more to stop at once");
  kafka_.reset();
  server_->stop(std::chrono::seconds(o_.stop_time));
  services_->collector->note(services_->now());
}

}  // namespace

int run_serve(const Session& session) {
  if (session.command.serve.print_routes) return print_routes(session);
  Serving serving(session);
  if (const Status started = serving.start(); !started) return fail(started.error());
  serving.run();
  return kExitOk;
}

}  // namespace spoor::cli
