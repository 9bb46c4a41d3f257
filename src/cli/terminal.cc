// SPDX-License-Identifier: Apache-2.0
// Asks the system about file descriptors 1 and 2.
#include "cli/terminal.h"

#include <cstdlib>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

namespace spoor::cli {
namespace {

constexpr std::size_t kUsualWidth = 80;

bool is_wanted(When when, bool by_itself) {
  return when == When::kAlways || (when == When::kAuto && by_itself);
}

std::size_t window_width() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return kUsualWidth;
}

bool is_dumb() {
  const char* const name = std::getenv("TERM");
  return name == nullptr || std::string_view(name) == "dumb";
}

}  // namespace

Terminal Terminal::of_process(When colour, When progress) {
  Terminal terminal;
  terminal.out_is_terminal = ::isatty(STDOUT_FILENO) == 1;
  terminal.err_is_terminal = ::isatty(STDERR_FILENO) == 1;
  const char* const no_colour = std::getenv("NO_COLOR");
  const bool may_colour = (no_colour == nullptr || *no_colour == '\0') && !is_dumb();
  terminal.has_colour = is_wanted(colour, terminal.out_is_terminal && may_colour);
  terminal.has_progress = is_wanted(progress, terminal.err_is_terminal && !is_dumb());
  terminal.width = terminal.out_is_terminal ? window_width() : 0;
  return terminal;
}

}  // namespace spoor::cli
