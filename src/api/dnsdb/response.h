// SPDX-License-Identifier: Apache-2.0
// Our rows as DNSDB's JSON, and the two framings: bare lines (v1), and the Streaming API Framing
// (v2), which says at its end whether the answer is whole.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/record_answer.h"
#include "feed/cof_writer.h"
#include "http/message.h"
#include "search/search.h"

namespace spoor::api::dnsdb {

enum class Version : std::uint8_t { k1 = 1, k2 = 2 };

/// How rows are written.
struct AnswerForm {
  Version version = Version::k2;
  bool is_rdata = false;  ///< An rdata lookup: no bailiwick, and in v1 rdata is a plain string.
  feed::TimeStyle times = feed::TimeStyle::kUnix;
};

/// One line, ended by LF: `{"obj":{…}}` in v2, the bare object in v1. Keys in the order of the
/// original engine; what is not known is left out.
void append_row(std::string& out, const search::Row& row, const AnswerForm& form);

/// What a summary says.
struct Totals {
  std::uint64_t rows = 0;
  std::uint64_t count = 0;                    ///< Saturates at record::kMaxCount.
  std::optional<search::TimeSpan> seen;       ///< Over sensor rows.
  std::optional<search::TimeSpan> zone_seen;  ///< Over zone rows.

  void add(const search::Row& row);
};

/// One line, as append_row().
void append_totals(std::string& out, const Totals& totals, const AnswerForm& form);

/// The rows of `answer`, as they come. `fields` go with every response, errors among them.
http::Response lookup_response(std::unique_ptr<RecordAnswer> answer, const AnswerForm& form,
                               std::vector<http::Field> fields);

/// Totals over the rows of `answer`, up to and including the row with which their count reaches
/// `max_count`.
http::Response summary_response(std::unique_ptr<RecordAnswer> answer, const AnswerForm& form,
                                std::vector<http::Field> fields, std::uint64_t max_count);

}  // namespace spoor::api::dnsdb
