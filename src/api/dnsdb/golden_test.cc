// SPDX-License-Identifier: Apache-2.0
// Requests and their answers, octet for octet, as text files in golden/. A file is the request
// line, the fields, an empty line, then what is answered: status and type, an empty line, the body.
// Lines that begin with '#' at the top say why. SPOOR_UPDATE_GOLDEN=1 writes the answers anew.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "api/dnsdb/desk_test.h"

namespace spoor::api::dnsdb {
namespace {

std::filesystem::path folder() {
  return std::filesystem::path(SPOOR_SOURCE_DIR) / "src/api/dnsdb/golden";
}

std::vector<std::string> golden_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder()))
    names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

struct Golden {
  std::string head;  // as it stands in the file, the empty line included
  http::Method method = http::Method::kGet;
  std::string target;
  std::vector<http::Field> fields;
  std::string answer;
};

/// "Accept: application/json".
http::Field parse_field(const std::string& line) {
  const std::size_t colon = line.find(": ");
  EXPECT_NE(colon, std::string::npos) << line;
  std::string name = line.substr(0, colon);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  return {std::move(name), line.substr(colon + 2)};
}

Golden read_golden(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  Golden golden;
  for (std::string line; std::getline(file, line);) {
    golden.head += line + '\n';
    if (line.empty()) break;
    if (line.front() == '#') continue;
    if (!golden.target.empty()) {
      golden.fields.push_back(parse_field(line));
      continue;
    }
    const std::size_t blank = line.find(' ');
    golden.method = line.starts_with("POST ") ? http::Method::kPost : http::Method::kGet;
    golden.target = line.substr(blank + 1);
  }
  golden.answer.assign(std::istreambuf_iterator<char>(file), {});
  return golden;
}

class GoldenAnswer : public ::testing::TestWithParam<std::string> {};

TEST_P(GoldenAnswer, IsTheSameOctets) {
  const std::filesystem::path path = folder() / (GetParam() + ".txt");
  const Golden golden = read_golden(path);
  ASSERT_FALSE(golden.target.empty()) << path;
  auto desk = Desk::with_records();
  desk->use_keys("golden-key-1 quota=1000 burst=10/60\ngolden-key-2\n");
  const http::Response response = desk->ask(golden.target, golden.fields, golden.method);
  const std::string answer =
      fmt::format("{} {}\n\n{}", response.status, response.content_type, response.body);
  if (const char* update = std::getenv("SPOOR_UPDATE_GOLDEN"); update != nullptr) {
    std::ofstream(path, std::ios::binary) << golden.head << answer;
    return;
  }
  EXPECT_EQ(answer, golden.answer);
}

INSTANTIATE_TEST_SUITE_P(Files, GoldenAnswer, ::testing::ValuesIn(golden_names()),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace spoor::api::dnsdb
