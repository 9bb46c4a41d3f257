// SPDX-License-Identifier: Apache-2.0
// The command line as CLI11 objects bound to one Command. Inside the room only: commands are added
// in command_line.cc and in the grammar_*.cc beside it.
#pragma once

#include <charconv>
#include <map>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/command_line.h"
#include "cli/help_text.h"

namespace spoor::cli {

/// "expected below, above or authority": what CLI11's own set check would say less plainly.
CLI::Validator one_of(std::vector<std::string> words);

/// Source names end up in tables and keys: printable, not empty, bounded (record::SourceSpec).
CLI::Validator source_name();

template <class Number>
CLI::Validator number(std::string expected) {
  return CLI::Validator(
      [expected = std::move(expected)](const std::string& text) {
        Number value{};
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        const bool is_number = error == std::errc() && end == text.data() + text.size();
        return is_number ? std::string() : "expected " + expected + ", not '" + text + "'";
      },
      "");
}

/// An option that the environment and the configuration file may set too.
struct Setting {
  std::string key;
  CLI::Option* option = nullptr;
};

/// The command line as CLI11 objects bound to one Command.
class Grammar {
 public:
  Grammar();

  Parsed parse(const Invocation& invocation);
  std::vector<std::string> keys() const;

 private:
  CLI::App* add_command(Verb verb, const std::string& name, std::string_view about,
                        std::string_view footer, CLI::App* group = nullptr);
  CLI::Option* setting(CLI::App* app, const std::string& flag, CLI::Option* option);
  template <class T>
  CLI::Option* option(CLI::App* app, const std::string& flag, T& target, const std::string& help) {
    return setting(app, flag, app->add_option("--" + flag, target, help));
  }
  CLI::Option* flag(CLI::App* app, const std::string& name, bool& target, const std::string& help) {
    return setting(app, name, app->add_flag("--" + name, target, help));
  }

  void add_common(CLI::App* app, bool needs_store);
  void add_remote(CLI::App* app);
  void add_key(CLI::App* app, const std::string& help);
  void add_import();
  void add_question(CLI::App* app);
  void add_fences(CLI::App* app);
  void add_more_filters(CLI::App* app);
  void add_exact_filters(CLI::App* app);
  void add_lookup();
  void add_export();
  CLI::App* add_rollup(Verb verb, const std::string& name, std::string_view about,
                       std::string_view examples);
  void add_rollups();
  void add_history();
  void add_ask();
  void add_bulk();
  void add_format(CLI::App* app);
  void add_upkeep();
  void add_enrichment(CLI::App* app);
  void add_enrich();
  void add_address();
  void add_simulate();
  void add_registration();
  void add_registration_questions(CLI::App* group);
  void add_sources();
  void add_backup();
  void add_retention();
  void add_serve();
  void add_listen();
  void add_resolve();
  void add_resolve_limits(CLI::App* app);
  void add_transfer();
  void add_watch();
  void add_absent();
  void add_capture_reading(CLI::App* app);
  void add_dnstap_types(CLI::App* app);
  void add_sensor(CLI::App* app);
  void add_limits(CLI::App* app);

  /// The command that was named, null when none was; a command of a group before its group.
  CLI::App* chosen_app();
  /// Fills what no flag gave. Empty when fine, else the sentence for the person.
  std::string fill_settings(CLI::App* chosen, const Invocation& invocation);
  std::string apply(const Setting& setting, const std::vector<std::string>& texts,
                    const std::string& where);
  std::string finish(CLI::App* chosen);
  void settle_export();
  std::string settle_place();

  CLI::App app_{std::string(kAbout), "spoor"};
  Command command_;
  std::map<CLI::App*, Verb> verbs_;
  std::map<CLI::App*, std::vector<Setting>> settings_;
  std::string config_;
  std::string colour_ = "auto", progress_ = "auto", format_ = "table";
  std::string export_format_ = "native";
  bool export_native_ = false;  // says what is so anyway
  bool has_store_flag_ = false, has_server_flag_ = false;
  bool json_ = false, cof_ = false, csv_ = false, native_ = false;
};

/// What only the whole can tell of a command about registrations, sources or backups. Empty when
/// fine.
std::string check_registration(const Command& command);
std::string check_source(const Command& command);
std::string check_backup(const Command& command);
/// Likewise of listen, watch, resolve and transfer.
std::string check_listen(const Command& command);
std::string check_watch(const Command& command);
std::string check_resolve(const Command& command);
std::string check_transfer(const Command& command);
/// Likewise of every command that can be a remote sensor.
std::string check_sensor(const Command& command);

}  // namespace spoor::cli
