// SPDX-License-Identifier: Apache-2.0
// What import does with --follow.
#pragma once

#include "cli/session.h"
#include "intake/import_settings.h"
#include "record/record_store.h"

namespace spoor::cli {

/// Follows the paths of the command until a signal: then what was read is merged. The exit code.
int follow_logs(const Session& session, record::RecordStore& store,
                const intake::ImportSettings& settings);

}  // namespace spoor::cli
