// SPDX-License-Identifier: Apache-2.0
// From arguments, environment and configuration file to a Command.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"

namespace spoor::cli {

/// What the process was started with. A flag goes before the environment, and that before the file.
struct Invocation {
  std::vector<std::string> arguments;  ///< Without the program's name.
  /// The value of an environment variable, empty when it has none.
  std::function<std::optional<std::string>(const std::string&)> environment;
  /// Configuration files to try when neither --config nor SPOOR_CONFIG names one: the first that
  /// exists counts.
  std::vector<std::string> default_configs;

  /// The real ones.
  static Invocation of_process(int argc, char** argv);
};

/// A command to run, or (help, version, a mistake) what to say instead.
struct Parsed {
  std::optional<Command> command;
  int exit_code = kExitOk;
  std::string out;  ///< For standard output.
  std::string err;  ///< For standard error: one line.
};

Parsed parse_command_line(const Invocation& invocation);

/// Every key of the configuration file, for the test that each has a flag and stands in the guide.
std::vector<std::string> setting_keys();

}  // namespace spoor::cli
