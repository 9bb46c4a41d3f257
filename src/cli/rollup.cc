// SPDX-License-Identifier: Apache-2.0
// What needs no cursor.
#include "cli/rollup.h"

#include <array>

#include "cli/remote.h"
#include "dns/name.h"
#include "feed/row_text.h"

namespace spoor::cli {

int run_remote_rollup(const Session& session, std::string_view verb, const RemoteParameters& more) {
  return run_remote_object(
      session, api::v1::question_path("/api/v1/records/" + std::string(verb),
                                      to_remote_question(session.command.question), more));
}

int fail_flag(Error error, std::string_view flag, std::string_view text) {
  return fail_question(at_flag(std::move(error), flag, text));
}

std::string shown_form(std::string_view form) {
  std::array<std::uint8_t, dns::kMaxNameOctets> wire;
  const std::size_t size = dns::write_wire_from_sort_form(wire.data(), form);
  std::string text;
  if (size > 0) feed::append_shown_name(text, Bytes(wire).first(size));
  return text;
}

}  // namespace spoor::cli
