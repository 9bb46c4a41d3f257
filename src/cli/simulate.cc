// SPDX-License-Identifier: Apache-2.0
// spoor simulate: traffic with its ground truth.
#include "sim/simulate.h"

#include <fmt/format.h>

#include "cli/session.h"
#include "cli/text.h"

namespace spoor::cli {

int run_simulate(const Session& session) {
  const SimulateOptions& options = session.command.simulate;
  sim::SimOptions wanted;
  wanted.seed = options.seed;
  wanted.out_dir = options.out;
  wanted.scale = options.scale;
  const auto summary = sim::simulate(wanted);
  if (!summary) return fail(summary.error());
  fmt::print(stderr, "{} packets and {} records in {}\n", grouped(summary->packets),
             grouped(summary->records), printable(options.out));
  return kExitOk;
}

}  // namespace spoor::cli
