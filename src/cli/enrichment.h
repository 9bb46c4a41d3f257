// SPDX-License-Identifier: Apache-2.0
// The enrichment that a command works with.
#pragma once

#include <memory>

#include "base/result.h"
#include "cli/command.h"
#include "enrich/directory.h"

namespace spoor::cli {

/// Reads --enrichment, or STORE/enrichment where there is one, and complains about what of it
/// cannot be read. Errors: a directory that was named and cannot be read.
Result<std::unique_ptr<enrich::EnrichmentHolder>> open_enrichment(const Command& command);

/// Reads it anew; complains about what cannot be read. What was in force stays then.
void reload_enrichment(enrich::EnrichmentHolder& holder);

}  // namespace spoor::cli
