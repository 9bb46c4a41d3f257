// SPDX-License-Identifier: Apache-2.0
// Whether somebody watches, how wide the window is, and whether colour is welcome (no-color.org).
#pragma once

#include <cstddef>

#include "cli/command.h"

namespace spoor::cli {

struct Terminal {
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool has_colour = false;    ///< On standard output.
  bool has_progress = false;  ///< On standard error.
  std::size_t width = 0;      ///< Columns of standard output; 0 when it is no terminal.

  /// The process's own, with what the person asked for.
  static Terminal of_process(When colour, When progress);
};

}  // namespace spoor::cli
