// SPDX-License-Identifier: Apache-2.0
#include "cli/enrichment.h"

#include <string>

#include "cli/session.h"

namespace spoor::cli {
namespace {

void complain_of(const enrich::Enrichment& enrichment) {
  for (const enrich::LoadedFile& loaded : enrichment.files()) {
    if (const std::string text = enrich::complaint_of(loaded.file); !text.empty()) complain(text);
  }
}

}  // namespace

Result<std::unique_ptr<enrich::EnrichmentHolder>> open_enrichment(const Command& command) {
  std::string directory = command.enrichment;
  const bool is_named = !directory.empty();
  if (!is_named && !command.store.empty()) directory = command.store + "/enrichment";
  auto holder = std::make_unique<enrich::EnrichmentHolder>(directory);
  const Status read = holder->reload();
  const bool is_missing = !read && read.error().code == ErrorCode::kNotFound;
  if (!read && (is_named || !is_missing)) return read.error();
  complain_of(*holder->current());
  return holder;
}

void reload_enrichment(enrich::EnrichmentHolder& holder) {
  const auto before = holder.current();
  if (const Status read = holder.reload(); !read) {
    const bool was_there = before->files().size() > 1 || before->files()[0].file.name != "built in";
    if (was_there || read.error().code != ErrorCode::kNotFound) complain(read.error());
  } else {
    complain_of(*holder.current());
  }
}

}  // namespace spoor::cli
