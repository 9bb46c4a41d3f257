// SPDX-License-Identifier: Apache-2.0
#include "cli/access_log.h"

#include <chrono>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "feed/json_text.h"

namespace spoor::cli {
namespace {

void append_text(std::string& out, std::string_view name, std::string_view value) {
  fmt::format_to(std::back_inserter(out), ",\"{}\":", name);
  feed::append_json_string(out, value);
}

}  // namespace

void append_access_line(std::string& out, const http::AccessEntry& entry, bool with_target) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  fmt::format_to(std::back_inserter(out), "{{\"time\":{:.3f}",
                 std::chrono::duration<double>(now).count());
  append_text(out, "remote", entry.remote);
  if (!entry.caller.empty()) append_text(out, "key", entry.caller);
  append_text(out, "method", entry.method);
  append_text(out, "route", entry.route);
  fmt::format_to(std::back_inserter(out), ",\"status\":{},\"bytes\":{},\"us\":{}", entry.status,
                 entry.bytes, entry.time.count());
  if (entry.was_cut) out += ",\"cut\":true";
  if (with_target) append_text(out, "target", entry.target);
  out += '}';
}

Result<std::unique_ptr<AccessLog>> AccessLog::open(std::string path, bool with_target) {
  std::unique_ptr<AccessLog> log(new AccessLog(std::move(path), with_target));
  SPOOR_CHECK(log->reopen());
  return log;
}

AccessLog::~AccessLog() {
  flush();
}

std::shared_ptr<spdlog::logger> AccessLog::logger() {
  const std::scoped_lock lock(mutex_);
  return logger_;
}

Status AccessLog::reopen() {
  if (path_.empty()) return {};
  try {
    spdlog::sink_ptr sink;
    if (path_ == "-") {
      sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    } else {
      sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path_);
    }
    auto fresh = std::make_shared<spdlog::logger>("access", std::move(sink));
    fresh->set_pattern("%v");
    flush();
    const std::scoped_lock lock(mutex_);
    logger_ = std::move(fresh);
  } catch (const spdlog::spdlog_ex& error) {
    return Error{ErrorCode::kIo, "the access log cannot be written", 0, error.what()};
  }
  return {};
}

void AccessLog::add(const http::AccessEntry& entry) {
  const auto to = logger();
  if (!to) return;
  std::string line;
  append_access_line(line, entry, with_target_);
  to->info(spdlog::string_view_t(line.data(), line.size()));
}

void AccessLog::flush() {
  if (const auto to = logger()) to->flush();
}

}  // namespace spoor::cli
