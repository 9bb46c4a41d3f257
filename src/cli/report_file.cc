// SPDX-License-Identifier: Apache-2.0
#include "cli/report_file.h"

#include <cerrno>
#include <cstring>

namespace spoor::cli {

Status ReportFile::open(const std::string& path) {
  path_ = path;
  if (path.empty() || path == "-") return {};
  file_.reset(std::fopen(path.c_str(), "wbe"));
  if (!file_)
    return Error{ErrorCode::kIo, "cannot be written", 0, path + ": " + std::strerror(errno)};
  return {};
}

Status ReportFile::add(const intake::InputReport& report) {
  if (path_.empty()) return {};
  std::string line;
  append_report_line(path_ == "-" ? out_.buffer() : line, report);
  if (path_ == "-") {
    out_.flush();
  } else if (std::fputs(line.c_str(), file_.get()) < 0 || std::fflush(file_.get()) != 0) {
    return Error{ErrorCode::kIo, "cannot be written", 0, path_ + ": " + std::strerror(errno)};
  }
  return {};
}

}  // namespace spoor::cli
