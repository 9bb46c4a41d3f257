// SPDX-License-Identifier: Apache-2.0
// Standard error and the store's door.
#include "cli/session.h"

#include <cstdio>

#include <unistd.h>

#include "cli/text.h"
#include "store/rocks/rocks_store.h"

namespace spoor::cli {

void complain(std::string_view sentence) {
  const std::string line = "spoor: " + printable(sentence) + "\n";
  std::fputs(line.c_str(), stderr);
}

void complain(const Error& error) {
  complain(describe(error));
}

int exit_code_of(const Error& error) {
  switch (error.code) {
    case ErrorCode::kInvalid:
    case ErrorCode::kMalformed:
      return kExitUsage;
    default:
      return kExitFailed;
  }
}

int fail(const Error& error) {
  complain(error);
  return exit_code_of(error);
}

int finish(Output& out) {
  out.flush();
  return out.status() ? kExitOk : fail(out.status().error());
}

namespace {

constexpr int kMostTries = 5;

}  // namespace

Result<std::unique_ptr<record::RecordStore>> open_for_questions(const Command& command) {
  store::RocksStoreOptions options;
  options.background_merging = false;
  const bool is_writable =
      ::access(command.store.c_str(), W_OK) == 0 || ::access(command.store.c_str(), F_OK) != 0;
  options.access = is_writable ? store::Access::kExisting : store::Access::kReadOnly;
  auto store = store::open_rocks_store(command.store, options);
  if (store || store.error().code != ErrorCode::kDenied) return store;
  // Another process writes (spoor listen): what it has merged so far is answered. A segment that it
  // merges away at this moment makes us look again.
  options.access = store::Access::kReadOnly;
  for (int tries = 0; tries < kMostTries; ++tries) {
    store = store::open_rocks_store(command.store, options);
    if (store || store.error().code != ErrorCode::kIo) break;
  }
  return store;
}

}  // namespace spoor::cli
