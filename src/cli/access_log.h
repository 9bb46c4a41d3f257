// SPDX-License-Identifier: Apache-2.0
// A JSON line for each request. What was asked is private and left out unless the operator wants
// it.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "http/server.h"

namespace spdlog {
class logger;  // NOLINT(readability-identifier-naming): its own name
}  // namespace spdlog

namespace spoor::cli {

/// {"time","remote","key","method","route","status","bytes","us","cut"} and, when asked, "target".
void append_access_line(std::string& out, const http::AccessEntry& entry, bool with_target);

/// Thread-safe.
class AccessLog {
 public:
  /// `path` "-" is standard error; empty: no log. Errors: kIo.
  static Result<std::unique_ptr<AccessLog>> open(std::string path, bool with_target);
  ~AccessLog();
  AccessLog(const AccessLog&) = delete;
  AccessLog& operator=(const AccessLog&) = delete;

  void add(const http::AccessEntry& entry);
  /// Opens the file anew, for whoever rotates it. Errors: kIo, and the old file stays in use.
  Status reopen();
  void flush();

 private:
  AccessLog(std::string path, bool with_target)
      : path_(std::move(path)), with_target_(with_target) {}
  [[nodiscard]] std::shared_ptr<spdlog::logger> logger();

  std::string path_;
  bool with_target_;
  std::mutex mutex_;
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace spoor::cli
