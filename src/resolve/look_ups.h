// SPDX-License-Identifier: Apache-2.0
// Many look-ups at once, at a bounded rate, of servers that were named.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/result.h"
#include "harden/captured_message.h"
#include "resolve/outcome.h"
#include "resolve/query.h"
#include "resolve/server_address.h"

namespace spoor::resolve {

struct ResolveOptions {
  std::vector<ServerAddress> servers;  ///< One or more.
  std::uint32_t rate = 50;             ///< Queries a second, in all; retries and TCP count too.
  std::uint32_t rate_each = 20;        ///< Of each server.
  std::uint32_t concurrent = 100;      ///< Look-ups that wait for an answer, at most.
  unsigned tries = 3;                  ///< Of one look-up, the first one included.
  std::chrono::milliseconds timeout{2000};  ///< Of one try; over TCP with the connection.
  QueryStyle style;
  bool asks_every_server = false;  ///< Each look-up of each server; else of one in turn.
  bool asks_authorities = false;   ///< The servers are name servers, not resolvers.
};

/// Gives the next look-up; false when there is no other.
using NextLookUp = std::function<bool(LookUp&)>;

/// Answers are handed on as messages that were matched with their query.
class LookUps {
 public:
  /// `sink` must outlive it.
  LookUps(const ResolveOptions& options, NextLookUp next, harden::MessageSink& sink);
  ~LookUps();
  LookUps(const LookUps&) = delete;
  LookUps& operator=(const LookUps&) = delete;

  /// Sends what may be sent, waits for `most` at most, takes what came. False when all has ended.
  /// Errors: kLimit (file descriptors), kIo.
  Result<bool> step(std::chrono::milliseconds most);
  /// Begins no other look-up: what was asked already may still be answered.
  void stop() noexcept;

  [[nodiscard]] const LookUpStats& stats() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace spoor::resolve
