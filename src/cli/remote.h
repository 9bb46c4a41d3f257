// SPDX-License-Identifier: Apache-2.0
// Questions of the command line to a server instead of a store.
#pragma once

#include <string>

#include "api/v1/client.h"
#include "cli/session.h"

namespace spoor::cli {

/// Whether --server was given.
bool is_remote(const Command& command);

api::v1::Client make_client(const Command& command);
api::v1::RemoteQuestion to_remote_question(const QuestionOptions& question);

/// spoor lookup --server: the same output as from a store.
int run_remote_lookup(const Session& session);

/// For commands whose table is made of a store alone: with --json the server's object as it came,
/// else a complaint. `path` has its query already.
int run_remote_object(const Session& session, const std::string& path);

/// Says what went wrong with a question to a server; a mistake in it is one of the command line.
int fail_remote(const Error& error);

}  // namespace spoor::cli
