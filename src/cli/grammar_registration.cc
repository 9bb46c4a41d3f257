// SPDX-License-Identifier: Apache-2.0
// spoor registration …
#include "cli/grammar.h"

namespace spoor::cli {

void Grammar::add_registration() {
  CLI::App* const group = app_.add_subcommand("registration", std::string(kAboutRegistration));
  group->require_subcommand(0, 1);
  CLI::App* const app = add_command(Verb::kRegistrationImport, "import", kAboutRegistrationImport,
                                    kExamplesRegistrationImport, group);
  RegistrationOptions& o = command_.registration;
  add_common(app, true);
  option(app, "source", o.source, "Who says so: the name under which it is kept")
      ->check(source_name());
  option(app, "observed", o.observed,
         "When it was said, where a record does not tell (default: now)")
      ->type_name("T");
  option(app, "form", o.form, "auto (default), rdap, csv or text")
      ->check(one_of({"auto", "rdap", "csv", "text"}));
  app->add_option("PATH", o.paths, "Files, directories of them, or - for standard input");
  add_registration_questions(group);
}

void Grammar::add_registration_questions(CLI::App* group) {
  RegistrationOptions& o = command_.registration;
  CLI::App* const lookup =
      add_command(Verb::kRegistrationLookup, "lookup", kAboutRegistrationLookup,
                  kExamplesRegistrationLookup, group);
  CLI::App* const search =
      add_command(Verb::kRegistrationSearch, "search", kAboutRegistrationSearch,
                  kExamplesRegistrationSearch, group);
  option(search, "field", o.field, "What is looked for (default mailbox)")
      ->check(one_of({"domain", "mailbox", "name", "organization", "phone", "address", "registrar",
                      "nameserver"}));
  option(search, "match", o.match, "exact (default), or words: all of them, in any order")
      ->check(one_of({"exact", "words"}));
  const auto whole_number = number<std::uint64_t>("a whole number");
  for (CLI::App* const app : {lookup, search}) {
    add_common(app, true);
    option(app, "limit", o.limit, "Rows at most (default 100)")->check(whole_number);
    option(app, "offset", o.offset, "Rows to leave out first")->check(whole_number);
    add_remote(app);
    flag(app, "raw", o.with_raw, "With --json: the text as it came, too");
    app->add_flag("--json", command_.as_json, "One JSON object");
    app->add_option(app == lookup ? "DOMAIN" : "QUERY", o.query,
                    app == lookup ? "A domain" : "A value, or VALUE* for its beginning");
  }
}

std::string check_registration(const Command& command) {
  const RegistrationOptions& o = command.registration;
  if (command.verb == Verb::kRegistrationImport && o.source.empty())
    return "expected --source NAME";
  if (command.verb == Verb::kRegistrationImport && o.paths.empty())
    return "expected a PATH to import, or -";
  if (command.verb == Verb::kRegistrationLookup && o.query.empty()) return "expected a DOMAIN";
  if (command.verb == Verb::kRegistrationSearch && o.query.empty())
    return "expected a QUERY: a mailbox, or a value of --field";
  return {};
}

}  // namespace spoor::cli
