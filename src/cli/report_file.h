// SPDX-License-Identifier: Apache-2.0
// Where --report goes: a file, standard output, or nowhere.
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "base/result.h"
#include "cli/output.h"
#include "intake/import_report.h"

namespace spoor::cli {

/// Not thread-safe.
class ReportFile {
 public:
  explicit ReportFile(Output& out) : out_(out) {}

  /// `path` "-" is standard output; empty: nowhere. Errors: kIo.
  Status open(const std::string& path);
  /// One line, written at once. Errors: kIo.
  Status add(const intake::InputReport& report);

 private:
  struct Close {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
  };
  Output& out_;
  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace spoor::cli
