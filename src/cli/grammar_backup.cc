// SPDX-License-Identifier: Apache-2.0
// spoor backup, spoor restore, spoor erase and spoor retain.
#include "cli/grammar.h"

namespace spoor::cli {

void Grammar::add_backup() {
  BackupOptions& o = command_.backup;
  CLI::App* const backup = add_command(Verb::kBackup, "backup", kAboutBackup, kExamplesBackup);
  add_common(backup, true);
  backup->add_option("--to", o.folder, "The folder that holds the copy")->type_name("FOLDER");
  CLI::App* const restore = add_command(Verb::kRestore, "restore", kAboutRestore, kExamplesBackup);
  add_common(restore, true);
  restore->add_option("--from", o.folder, "The folder that holds the copy")->type_name("FOLDER");
  CLI::App* const erase = add_command(Verb::kErase, "erase", kAboutErase, kExamplesRewrite);
  add_common(erase, true);
  erase->add_flag("--holders", command_.erase.with_holders,
                  "And every record that holds such a name (NS, CNAME, MX, SOA …)");
  erase->add_option("NAME", command_.erase.names, "Names to erase");
  add_retention();
}

// Types and sources are no settings here: those of a look-up would narrow what is kept unseen.
void Grammar::add_retention() {
  RetainOptions& o = command_.retain;
  CLI::App* const app = add_command(Verb::kRetain, "retain", kAboutRetain, kExamplesRetain);
  add_common(app, true);
  option(app, "retention", o.rules,
         "A rule: [type:T,…] [source:NAME,…] [kind:K] AGE; may be given again, the first that fits "
         "counts")
      ->type_name("RULE")
      ->allow_extra_args(false);
  app->add_option("--older-than", o.older_than, "Instead of these: what was last seen before AGE")
      ->type_name("AGE");
  app->add_option("--type", o.types, "With --older-than: only these types, with commas between")
      ->delimiter(',');
  app->add_option("--source", o.sources, "With --older-than: only what these sources told")
      ->delimiter(',');
  app->add_option("--kind", o.kinds, "With --older-than: only what sources of this kind told")
      ->delimiter(',')
      ->check(one_of({"sensor", "feed", "partner", "resolver", "active", "crawl", "zone"}));
  app->add_option("--at", o.at, "As if it were then (default: now)")->type_name("T");
  app->add_flag("--dry-run", o.is_dry_run, "Only count what would go");
  app->add_flag("--json", command_.as_json, "One JSON object");
}

namespace {

std::string check_retention(const RetainOptions& o) {
  const bool has_parts = !o.types.empty() || !o.sources.empty() || !o.kinds.empty();
  if (has_parts && o.older_than.empty()) return "expected --older-than AGE, such as 400d";
  if (o.rules.empty() && o.older_than.empty())
    return "expected --older-than AGE, or rules: --retention RULE or retention = [...] in the "
           "configuration file";
  return {};
}

}  // namespace

std::string check_backup(const Command& command) {
  if (command.verb == Verb::kRetain) return check_retention(command.retain);
  if (command.verb == Verb::kErase && command.erase.names.empty())
    return "expected a NAME to erase";
  if (!command.backup.folder.empty()) return {};
  if (command.verb == Verb::kBackup) return "expected --to FOLDER";
  return command.verb == Verb::kRestore ? "expected --from FOLDER" : "";
}

}  // namespace spoor::cli
