// SPDX-License-Identifier: Apache-2.0
// spoor import --follow: logs that grow, a thread each, until a signal.
#include "cli/follow.h"

#include <atomic>
#include <cstdio>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "cli/import_totals.h"
#include "cli/report_file.h"
#include "cli/text.h"
#include "intake/followed_log.h"
#include "intake/importer.h"
#include "ledger/ledger.h"

namespace spoor::cli {
namespace {

/// What the threads share.
class Following {
 public:
  Following(const Session& session, record::RecordStore& store,
            const intake::ImportSettings& settings)
      : session_(session),
        store_(store),
        settings_(settings),
        ledger_(ledger::ledger_path(session.command.store)),
        report_(session.out) {}

  int run();

 private:
  void follow(const std::string& path);
  void tell(const intake::InputReport& report);
  void fail_all(const Error& error);

  const Session& session_;
  record::RecordStore& store_;
  const intake::ImportSettings& settings_;
  ledger::Ledger ledger_;
  std::atomic<bool> stop_{false};
  std::mutex mutex_;  // guards all below
  ReportFile report_;
  ImportTotals totals_;
  std::optional<Error> error_;
};

/// One that cannot go on ends all: who watches over the program sees that something is wrong.
void Following::fail_all(const Error& error) {
  const std::scoped_lock lock(mutex_);
  if (!error_) error_ = error;
  stop_.store(true);
}

void Following::tell(const intake::InputReport& report) {
  const std::scoped_lock lock(mutex_);
  totals_.add(report);
  if (report.error) complain(*report.error);
  for (const std::string& remark : report.remarks) complain(report.file + ": " + remark);
  const Status added = report_.add(report);
  if (added || error_) return;
  error_ = added.error();
  stop_.store(true);
}

void Following::follow(const std::string& path) {
  intake::FollowHooks hooks;
  hooks.tell = [this](const intake::InputReport& report) { tell(report); };
  hooks.remark = [this](const std::string& file, std::string_view sentence) {
    const std::scoped_lock lock(mutex_);
    complain(file + " " + std::string(sentence));
  };
  hooks.ledger = &ledger_;
  hooks.every = std::chrono::seconds(session_.command.listen.batch_time);
  hooks.tail.stop = &stop_;
  const Status done = intake::FollowedLog(store_, settings_, path, std::move(hooks)).run();
  if (!done) fail_all(done.error());
}

int Following::run() {
  if (const Status opened = report_.open(session_.command.import.report); !opened)
    return fail(opened.error());
  std::vector<std::thread> threads;
  threads.reserve(session_.command.import.paths.size());
  for (const std::string& path : session_.command.import.paths)
    threads.emplace_back([this, &path] { follow(path); });
  while (!session_.stop.load() && !stop_.load())
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  stop_.store(true);
  for (std::thread& thread : threads) thread.join();
  const std::string text = render_totals(totals_);
  std::fputs(text.c_str(), stderr);
  if (error_) {
    complain(*error_);
    return exit_code_of(*error_);
  }
  const Status noted = intake::note_store(store_, ledger_, intake::system_seconds());
  if (!noted) complain(noted.error());
  return finish(session_.out);
}

}  // namespace

int follow_logs(const Session& session, record::RecordStore& store,
                const intake::ImportSettings& settings) {
  return Following(session, store, settings).run();
}

}  // namespace spoor::cli
