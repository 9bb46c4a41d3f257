// SPDX-License-Identifier: Apache-2.0
// spoor backup, spoor restore and spoor erase.
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
}

std::string check_backup(const Command& command) {
  if (command.verb == Verb::kErase && command.erase.names.empty())
    return "expected a NAME to erase";
  if (!command.backup.folder.empty()) return {};
  if (command.verb == Verb::kBackup) return "expected --to FOLDER";
  return command.verb == Verb::kRestore ? "expected --from FOLDER" : "";
}

}  // namespace spoor::cli
