// SPDX-License-Identifier: Apache-2.0
// Flags, environment and configuration file, in this order; and one plain sentence for each
// mistake.
#include "cli/command_line.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/config_file.h"
#include "cli/input_list.h"

namespace spoor::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A directory that goes away with the test.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "spoor-cli-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  std::string write(const std::string& name, const std::string& text) const {
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
  }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

Parsed parse(std::vector<std::string> arguments,
             std::map<std::string, std::string> environment = {}) {
  Invocation invocation;
  invocation.arguments = std::move(arguments);
  invocation.environment = [environment](const std::string& name) -> std::optional<std::string> {
    const auto found = environment.find(name);
    return found == environment.end() ? std::nullopt : std::optional<std::string>(found->second);
  };
  return parse_command_line(invocation);
}

TEST(CommandLine, reads_an_import) {
  const Parsed parsed =
      parse({"import",   "--store", "db",          "--source", "r1",           "--by-sensor",
             "--counts", "delta",   "--position",  "above",    "--root-hints", "h",
             "--zones",  "z",       "--unmatched", "keep",     "--checksums",  "ignore",
             "--dnssec", "keep",    "--ports",     "53,5353",  "--report",     "rep",
             "a.pcap",   "-"});
  ASSERT_TRUE(parsed.command) << parsed.err;
  const intake::ImportOptions& o = parsed.command->import.reading;
  EXPECT_EQ(parsed.command->verb, Verb::kImport);
  EXPECT_EQ(parsed.command->store, "db");
  EXPECT_TRUE(o.by_sensor);
  EXPECT_EQ(o.source + o.counts + o.position + o.root_hints_file + o.zones_file, "r1deltaabovehz");
  EXPECT_EQ(o.unmatched + o.checksums + o.dnssec, "keepignorekeep");
  EXPECT_THAT(o.ports, ElementsAre(53, 5353));
  EXPECT_EQ(parsed.command->import.report, "rep");
  EXPECT_THAT(parsed.command->import.paths, ElementsAre("a.pcap", "-"));
}

TEST(CommandLine, reads_what_is_asked_of_registrations) {
  const Parsed import = parse({"registration", "import", "--store", "db", "--source", "whois",
                               "--observed", "2024-01-02", "--form", "csv", "a.csv", "-"});
  ASSERT_TRUE(import.command) << import.err;
  EXPECT_EQ(import.command->verb, Verb::kRegistrationImport);
  const RegistrationOptions& o = import.command->registration;
  EXPECT_EQ(o.source + o.observed + o.form, "whois2024-01-02csv");
  EXPECT_THAT(o.paths, ElementsAre("a.csv", "-"));
  const Parsed search = parse({"registration", "search", "--field", "name", "--match", "words",
                               "--limit", "7", "--json", "example holder"},
                              {{"SPOOR_STORE", "db"}, {"SPOOR_OFFSET", "3"}});
  ASSERT_TRUE(search.command) << search.err;
  EXPECT_EQ(search.command->verb, Verb::kRegistrationSearch);
  EXPECT_EQ(search.command->registration.query, "example holder");
  EXPECT_EQ(search.command->registration.limit, 7U);
  EXPECT_EQ(search.command->registration.offset, 3U);
  EXPECT_TRUE(search.command->as_json);
  EXPECT_THAT(parse({"registration"}).err, HasSubstr("expected import, lookup or search"));
  EXPECT_EQ(parse({"registration", "lookup", "--server", "http://s", "a.example"}).command->verb,
            Verb::kRegistrationLookup);
}

TEST(CommandLine, reads_a_lookup) {
  const Parsed parsed =
      parse({"lookup",  "--store",  "db",      "*.example.com", "--in",   "name",        "--type",
             "A,MX",    "--type",   "NS",      "--bailiwick",   "com",    "--source",    "a",
             "--since", "-7d",      "--until", "2019-07-17",    "--sort", "-first_seen", "--limit",
             "0",       "--offset", "5",       "--from",        "t",      "--merge",     "--csv"});
  ASSERT_TRUE(parsed.command) << parsed.err;
  const QuestionOptions& q = parsed.command->question;
  const LookupOptions& o = parsed.command->lookup;
  EXPECT_EQ(q.query, "*.example.com");
  EXPECT_THAT(q.types, ElementsAre("A", "MX", "NS"));
  EXPECT_EQ(q.since, "-7d");
  EXPECT_EQ(o.sort, "-first_seen");
  EXPECT_EQ(o.limit, 0U);
  EXPECT_EQ(o.format, Format::kCsv);
  EXPECT_TRUE(q.merge);
}

TEST(CommandLine, the_default_limit_is_ten_thousand) {
  const Parsed parsed = parse({"lookup", "--store", "db", "example.com"});
  ASSERT_TRUE(parsed.command);
  EXPECT_EQ(parsed.command->lookup.limit, 10'000U);
}

struct WrongCase {
  const char* name;
  std::vector<std::string> arguments;
  const char* sentence;
};

class WrongTest : public ::testing::TestWithParam<WrongCase> {};

TEST_P(WrongTest, is_one_line_with_exit_code_1) {
  const Parsed parsed = parse(GetParam().arguments);
  EXPECT_FALSE(parsed.command);
  EXPECT_EQ(parsed.exit_code, kExitUsage);
  EXPECT_THAT(parsed.err, HasSubstr(GetParam().sentence));
  EXPECT_EQ(std::count(parsed.err.begin(), parsed.err.end(), '\n'), 1) << parsed.err;
  EXPECT_THAT(parsed.out, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongTest,
    ::testing::Values(
        WrongCase{"no_command", {}, "expected a command: import"},
        WrongCase{"unknown_command", {"inport"}, "expected a command"},
        WrongCase{"unknown_flag", {"stats", "--store", "db", "--jsno"}, "--jsno"},
        WrongCase{"no_store", {"stats"}, "expected --store DIR"},
        WrongCase{"no_source", {"import", "--store", "db", "x"}, "expected --source NAME"},
        WrongCase{"no_path", {"import", "--store", "db", "--source", "s"}, "expected a PATH"},
        WrongCase{"no_query", {"lookup", "--store", "db"}, "expected a QUERY"},
        WrongCase{"no_out", {"simulate"}, "expected --out DIR"},
        WrongCase{"word",
                  {"import", "--store", "d", "--source", "s", "--position", "up", "x"},
                  "expected below, above or authority, not 'up'"},
        WrongCase{"port",
                  {"import", "--store", "d", "--source", "s", "--ports", "66000", "x"},
                  "expected a port number"},
        WrongCase{"limit",
                  {"lookup", "--store", "d", "x", "--limit", "many"},
                  "expected a whole number, not 'many'"},
        WrongCase{"negative",
                  {"lookup", "--store", "d", "x", "--offset", "-1"},
                  "expected a whole number, not '-1'"},
        WrongCase{"two_formats", {"lookup", "--store", "d", "x", "--json", "--csv"}, "--json"},
        WrongCase{"two_queries", {"lookup", "--store", "d", "x", "y"}, "y"},
        WrongCase{"source_name",
                  {"import", "--store", "d", "--source", "a b", "x"},
                  "expected 1 to 128 printable"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(CommandLine, help_is_no_mistake) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"--help"}, {"lookup", "--help"}}) {
    const Parsed parsed = parse(arguments);
    EXPECT_FALSE(parsed.command);
    EXPECT_EQ(parsed.exit_code, kExitOk);
    EXPECT_THAT(parsed.err, IsEmpty());
    EXPECT_THAT(parsed.out, HasSubstr("spoor"));
  }
  EXPECT_THAT(parse({"--help"}).out, HasSubstr("130  interrupted"));
  EXPECT_THAT(parse({"lookup", "--help"}).out, HasSubstr("Examples:"));
}

TEST(Settings, a_flag_goes_before_the_environment_and_that_before_the_file) {
  const TemporaryDirectory directory;
  const std::string config = directory.write(
      "c.toml", "store = \"from-file\"\nlimit = 7\nmerge = true\ntype = [\"A\", \"MX\"]\n");
  const std::vector<std::string> base = {"lookup", "x", "--config", config};
  Parsed parsed = parse(base);
  ASSERT_TRUE(parsed.command) << parsed.err;
  EXPECT_EQ(parsed.command->store, "from-file");
  EXPECT_EQ(parsed.command->lookup.limit, 7U);
  EXPECT_TRUE(parsed.command->question.merge);
  EXPECT_THAT(parsed.command->question.types, ElementsAre("A", "MX"));

  parsed =
      parse(base, {{"SPOOR_STORE", "from-env"}, {"SPOOR_LIMIT", "8"}, {"SPOOR_TYPE", "NS,TXT"}});
  ASSERT_TRUE(parsed.command) << parsed.err;
  EXPECT_EQ(parsed.command->store, "from-env");
  EXPECT_EQ(parsed.command->lookup.limit, 8U);
  EXPECT_THAT(parsed.command->question.types, ElementsAre("NS", "TXT"));

  std::vector<std::string> with_flag = base;
  with_flag.insert(with_flag.end(), {"--store", "from-flag"});
  parsed = parse(with_flag, {{"SPOOR_STORE", "from-env"}});
  ASSERT_TRUE(parsed.command) << parsed.err;
  EXPECT_EQ(parsed.command->store, "from-flag");
}

TEST(Settings, the_environment_names_the_file) {
  const TemporaryDirectory directory;
  const std::string config = directory.write("c.toml", "store = \"here\"\n");
  const Parsed parsed = parse({"stats"}, {{"SPOOR_CONFIG", config}});
  ASSERT_TRUE(parsed.command) << parsed.err;
  EXPECT_EQ(parsed.command->store, "here");
}

TEST(Settings, mistakes_name_file_and_line) {
  const TemporaryDirectory directory;
  const auto error_of = [&](const std::string& text) {
    const std::string path = directory.write("c.toml", text);
    const Parsed parsed = parse({"lookup", "x", "--config", path});
    EXPECT_FALSE(parsed.command) << text;
    EXPECT_EQ(parsed.exit_code, kExitUsage);
    return parsed.err;
  };
  EXPECT_THAT(error_of("store = \"s\"\nstoer = 1\n"), HasSubstr("c.toml:2: 'stoer' is no setting"));
  EXPECT_THAT(error_of("store = \"s\"\n\nlimit = \"many\"\n"), HasSubstr("c.toml:3"));
  EXPECT_THAT(error_of("store = \"s\"\nlimit = \n"), HasSubstr("c.toml:2"));
  EXPECT_THAT(error_of("[store]\npath = 1\n"), HasSubstr("c.toml:1"));
  EXPECT_THAT(parse({"lookup", "x", "--store", "d"}, {{"SPOOR_LIMIT", "many"}}).err,
              HasSubstr("SPOOR_LIMIT"));
  EXPECT_THAT(parse({"stats", "--config", "/nonexistent.toml"}).err,
              HasSubstr("/nonexistent.toml"));
}

TEST(Settings, a_key_of_another_command_is_fine) {
  const TemporaryDirectory directory;
  const std::string config =
      directory.write("c.toml", "store = \"s\"\nposition = \"above\"\nseed = 4\n");
  EXPECT_TRUE(parse({"stats", "--config", config}).command);
}

TEST(Settings, all_keys_stand_in_the_guide) {
  std::ifstream in(std::string(SPOOR_SOURCE_DIR) + "/docs/guides/configuration.md");
  const std::string guide{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  ASSERT_FALSE(guide.empty());
  for (const std::string& key : setting_keys()) EXPECT_THAT(guide, HasSubstr("`" + key + "`"));
}

TEST(InputList, walks_directories_in_order_of_name) {
  const TemporaryDirectory directory;
  for (const char* const name : {"b.pcap", "a/z.pcap", "a/b/c.pcap", "c"})
    directory.write(name, "x");
  std::vector<std::string> unreadable;
  std::vector<std::string> found;
  for (const InputPath& input : list_inputs({"-", directory.path(), "missing"}, unreadable)) {
    found.push_back((input.is_named ? "named " : "") +
                    (input.path.starts_with(directory.path())
                         ? input.path.substr(directory.path().size() + 1)
                         : input.path));
  }
  EXPECT_THAT(found,
              ElementsAre("named -", "a/b/c.pcap", "a/z.pcap", "b.pcap", "c", "named missing"));
  EXPECT_THAT(unreadable, IsEmpty());
}

}  // namespace
}  // namespace spoor::cli
