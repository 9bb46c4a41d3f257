// SPDX-License-Identifier: Apache-2.0
// Words are checked one by one, and salts hold what changes records.
#include "intake/import_settings.h"

#include <algorithm>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spoor::intake {
namespace {

using ::testing::ElementsAre;

ImportSettings settings_for(const ImportOptions& options) {
  auto settings = resolve(options);
  EXPECT_TRUE(settings) << describe(settings.error());
  return settings ? *settings : ImportSettings{};
}

ImportOptions options_for(const std::string& source) {
  ImportOptions options;
  options.source = source;
  return options;
}

TEST(ImportSettings, salts_depend_on_what_changes_records) {
  ImportOptions options = options_for("a");
  const ImportSettings base = settings_for(options);
  options.ports = {5353, 53};
  const std::string ports = settings_for(options).capture_salt();
  EXPECT_NE(ports, base.capture_salt());
  options.ports = {53, 5353, 53};
  EXPECT_EQ(settings_for(options).capture_salt(), ports) << "a set, not a list";
  options.position = "above";
  EXPECT_NE(settings_for(options).capture_salt(), ports);
  EXPECT_EQ(settings_for(options).feed_salt(), base.feed_salt());
  options.by_sensor = true;
  EXPECT_NE(settings_for(options).feed_salt(), base.feed_salt());
}

TEST(ImportSettings, files_that_are_not_there_are_named) {
  ImportOptions options = options_for("a");
  options.root_hints_file = "/nonexistent/root.hints";
  const auto settings = resolve(options);
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().where, options.root_hints_file);
}

struct WrongWord {
  const char* name;
  std::function<void(ImportOptions&)> spoil;
  const char* where;
  const char* what;
};

class WrongWordTest : public ::testing::TestWithParam<WrongWord> {};

TEST_P(WrongWordTest, is_told_with_its_name_and_what_was_expected) {
  ImportOptions options = options_for("a");
  GetParam().spoil(options);
  const auto settings = resolve(options);
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(settings.error().where, GetParam().where);
  EXPECT_EQ(settings.error().what, GetParam().what);
}

constexpr const char* kSourceName = "expected 1 to 128 printable ASCII characters without blanks";

INSTANTIATE_TEST_SUITE_P(
    Table, WrongWordTest,
    ::testing::Values(
        WrongWord{"no_source", [](auto& o) { o.source = ""; }, "source", kSourceName},
        WrongWord{"long_source", [](auto& o) { o.source = std::string(129, 'x'); }, "source",
                  kSourceName},
        WrongWord{"blank_in_source", [](auto& o) { o.source = "a b"; }, "source", kSourceName},
        WrongWord{"octet_in_source", [](auto& o) { o.source = "a\xFF"; }, "source", kSourceName},
        WrongWord{"line_in_source", [](auto& o) { o.source = "a\nposition above"; }, "source",
                  kSourceName},
        WrongWord{"counts", [](auto& o) { o.counts = "Total"; }, "counts",
                  "expected total or delta"},
        WrongWord{"position", [](auto& o) { o.position = ""; }, "position",
                  "expected below, above or authority"},
        WrongWord{"unmatched", [](auto& o) { o.unmatched = "keep "; }, "unmatched",
                  "expected drop or keep"},
        WrongWord{"checksums", [](auto& o) { o.checksums = "keep"; }, "checksums",
                  "expected check or ignore"},
        WrongWord{"dnssec", [](auto& o) { o.dnssec = "yes"; }, "dnssec", "expected drop or keep"},
        WrongWord{"ports", [](auto& o) { o.ports.clear(); }, "ports", "expected at least one port"},
        WrongWord{"dnstap_types", [](auto& o) { o.dnstap_types = {"auth", "all"}; }, "dnstap-types",
                  "expected some of auth, resolver, client, forwarder, stub and tool"},
        WrongWord{"no_dnstap_types", [](auto& o) { o.dnstap_types.clear(); }, "dnstap-types",
                  "expected at least one type"},
        WrongWord{"zone", [](auto& o) { o.zones = {"example.com", "a..example"}; }, "zone",
                  "expected a domain name"},
        WrongWord{"no_key", [](auto& o) { o.idempotency_key = ""; }, "Idempotency-Key",
                  "expected 1 to 255 octets"},
        WrongWord{"long_key", [](auto& o) { o.idempotency_key = std::string(256, 'k'); },
                  "Idempotency-Key", "expected 1 to 255 octets"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ImportSettings, words_at_their_bounds_are_fine) {
  ImportOptions options = options_for(std::string(128, 'x'));
  options.idempotency_key = std::string(255, '\0');
  options.zones = {"example.com", "EXAMPLE.com.", "."};
  options.ports = {0, 65535};
  const ImportSettings settings = settings_for(options);
  EXPECT_EQ(settings.idempotency_key, *options.idempotency_key);
  EXPECT_EQ(settings.harden.zones.size(), 2U) << "each zone once";
  EXPECT_TRUE(settings_for(options_for("a")).idempotency_key.empty());
}

TEST(ImportSettings, dnstap_has_a_salt_of_its_own) {
  ImportOptions options = options_for("a");
  const ImportSettings base = settings_for(options);
  EXPECT_EQ(base.capture.dnstap, capture::DnstapOptions{});
  options.dnstap_types = {"forwarder", "auth", "resolver", "auth"};
  EXPECT_EQ(settings_for(options).dnstap_salt(), base.dnstap_salt()) << "a set, not a list";
  EXPECT_EQ(settings_for(options).upload_salt(), base.upload_salt());
  options.dnstap_types = {"client"};
  EXPECT_NE(settings_for(options).dnstap_salt(), base.dnstap_salt());
  EXPECT_NE(settings_for(options).upload_salt(), base.upload_salt());
  EXPECT_EQ(settings_for(options).capture_salt(), base.capture_salt());
  options = options_for("a");
  options.unmatched = "keep";
  EXPECT_NE(settings_for(options).dnstap_salt(), base.dnstap_salt());
  options = options_for("a");
  options.dnssec = "keep";
  EXPECT_NE(settings_for(options).dnstap_salt(), base.dnstap_salt());
  options = options_for("a");
  options.position = "above";
  options.ports = {5353};
  EXPECT_EQ(settings_for(options).dnstap_salt(), base.dnstap_salt()) << "a log says where it was";
}

TEST(ImportSettings, cdns_has_a_salt_of_its_own) {
  ImportOptions options = options_for("a");
  const ImportSettings base = settings_for(options);
  EXPECT_NE(base.cdns_salt(), base.capture_salt());
  for (const char* const position : {"above", "authority"}) {
    options.position = position;
    EXPECT_NE(settings_for(options).cdns_salt(), base.cdns_salt());
  }
  options = options_for("a");
  options.unmatched = "keep";
  EXPECT_NE(settings_for(options).cdns_salt(), base.cdns_salt());
  options = options_for("a");
  options.ports = {5353};
  options.checksums = "ignore";
  EXPECT_EQ(settings_for(options).cdns_salt(), base.cdns_salt());
}

TEST(ImportSettings, a_key_s_salt_holds_what_changes_either_kind) {
  ImportOptions options = options_for("a");
  const std::string base = settings_for(options).upload_salt();
  options.counts = "delta";
  EXPECT_NE(settings_for(options).upload_salt(), base);
  options = options_for("a");
  options.dnssec = "keep";
  EXPECT_NE(settings_for(options).upload_salt(), base);
}

TEST(ParsePorts, takes_numbers_with_commas_between) {
  EXPECT_THAT(*parse_ports("53"), ElementsAre(53));
  EXPECT_THAT(*parse_ports("53,5353,0,65535"), ElementsAre(53, 5353, 0, 65535));
  for (const char* text : {"", ",", "53,", ",53", "65536", "-1", "53 ", " 53", "53;54", "x"}) {
    const auto ports = parse_ports(text);
    ASSERT_FALSE(ports) << text;
    EXPECT_EQ(ports.error().code, ErrorCode::kInvalid);
    EXPECT_EQ(ports.error().where, "ports");
  }
}

}  // namespace
}  // namespace spoor::intake
