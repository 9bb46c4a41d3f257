// SPDX-License-Identifier: Apache-2.0
#include "intake/import_report.h"

#include <gtest/gtest.h>

namespace spoor::intake {
namespace {

TEST(Report, is_one_line_of_json_with_hostile_names_escaped) {
  InputReport report;
  report.file = "a\"b\n\xFF\x7F.pcap";
  report.rejected.add("truncated (TC)", 3);
  report.skipped_octets = 4'096;
  report.remarks = {"line 3 (at byte 17): rubbish", "\x01"};
  report.error = Error{ErrorCode::kTruncated, "ends early", 17, "x"};
  std::string line;
  append_report_line(line, report);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_TRUE(line.starts_with("{\"file\":\"a\\\"b\\n\xEF\xBF\xBD\\u007f.pcap\"")) << line;
  EXPECT_NE(line.find("\"rejected\":{\"truncated (TC)\":3}"), std::string::npos) << line;
  EXPECT_NE(line.find("\"skipped_octets\":4096,"), std::string::npos) << line;
  EXPECT_NE(line.find("\"remarks\":[\"line 3 (at byte 17): rubbish\",\"\\u0001\"],\"error\":"),
            std::string::npos)
      << line;
}

TEST(Report, without_remarks_and_error_ends_in_an_empty_list) {
  std::string line;
  append_report_line(line, InputReport{});
  EXPECT_TRUE(line.ends_with("\"already_merged\":false,\"remarks\":[]}\n")) << line;
}

}  // namespace
}  // namespace spoor::intake
