// SPDX-License-Identifier: Apache-2.0
// spoor source …
#include "cli/grammar.h"

namespace spoor::cli {

void Grammar::add_sources() {
  CLI::App* const group = app_.add_subcommand("source", std::string(kAboutSource));
  group->require_subcommand(0, 1);
  group->footer(std::string(kExamplesSource));
  SourceOptions& o = command_.source;
  CLI::App* const add =
      add_command(Verb::kSourceAdd, "add", kAboutSourceAdd, kExamplesSource, group);
  CLI::App* const edit =
      add_command(Verb::kSourceEdit, "edit", kAboutSourceEdit, kExamplesSource, group);
  CLI::App* const list =
      add_command(Verb::kSourceList, "list", kAboutSourceList, kExamplesSource, group);
  for (CLI::App* const app : {add, edit}) {
    add_common(app, true);
    app->add_option("NAME", o.name, "The source")->check(source_name());
    app->add_option("--kind", o.kind, "sensor, feed (partner), resolver (active), crawl or zone")
        ->check(one_of({"sensor", "feed", "partner", "resolver", "active", "crawl", "zone"}));
    app->add_option("--label", o.label, "A short name for columns, 12 octets at most");
    app->add_option("--tlp", o.tlp, "Who may see it: clear, green, amber, amber+strict or red")
        ->check(one_of({"clear", "green", "amber", "amber+strict", "red"}));
    app->add_option("--position", o.position, "Where it watches")->type_name("TEXT");
    app->add_option("--owner", o.owner, "Whose it is")->type_name("TEXT");
    app->add_option("--notes", o.notes, "Whatever should be remembered")->type_name("TEXT");
  }
  add->add_option("--counts", o.counts, "delta (increments, default) or total (snapshots)")
      ->check(one_of({"delta", "total"}));
  CLI::App* const merge =
      add_command(Verb::kSourceMerge, "merge", kAboutSourceMerge, kExamplesRewrite, group);
  CLI::App* const remove =
      add_command(Verb::kSourceRemove, "remove", kAboutSourceRemove, kExamplesRewrite, group);
  for (CLI::App* const app : {merge, remove}) {
    add_common(app, true);
    app->add_option("NAME", o.name, "The source")->check(source_name());
  }
  merge->add_option("--into", o.into, "The source that goes on")->check(source_name());
  add_common(list, true);
  list->add_flag("--json", command_.as_json, "One JSON object");
}

std::string check_source(const Command& command) {
  if (command.verb < Verb::kSourceAdd || command.verb > Verb::kSourceRemove ||
      command.verb == Verb::kSourceList)
    return {};
  if (command.source.name.empty()) return "expected the NAME of a source";
  const bool needs_other = command.verb == Verb::kSourceMerge && command.source.into.empty();
  return needs_other ? "expected --into OTHER" : "";
}

}  // namespace spoor::cli
