// SPDX-License-Identifier: Apache-2.0
// spoor bulk: a question a line, an answer a line.
#include <ctime>
#include <memory>

#include <fmt/format.h>

#include "api/v1/bulk_answer.h"
#include "base/input_stream.h"
#include "cli/columns.h"
#include "cli/enrichment.h"
#include "cli/session.h"
#include "cli/text.h"

namespace spoor::cli {
namespace {

using api::v1::BulkAnswer;
using api::v1::BulkLine;

/// The whole file, unpacked; 32 MiB at most.
Result<std::string> read_text(const std::string& path) {
  SPOOR_TRY(const auto in, InputStream::open(path));
  std::string text;
  while (true) {
    SPOOR_TRY(const Bytes octets, in->fill(1));
    if (octets.empty()) return text;
    if (text.size() + octets.size() > search::kMaxAskText)
      return Error{ErrorCode::kLimit, "expected at most 32 MiB of text", 0, path};
    text += as_chars(octets);
    in->consume(octets.size());
  }
}

Result<std::vector<search::FilterWord>> read_words(const std::string& with, std::uint32_t now_s) {
  std::vector<search::FilterWord> none;
  if (with.empty()) return none;
  auto asked = search::parse_ask("*. " + with, now_s);
  if (!asked) return asked.error();
  if (!asked->errors.empty()) return asked->errors.front().error;
  if (asked->questions.size() != 1)
    return Error{ErrorCode::kInvalid, "expected filters as words and nothing else", 0, "--with"};
  return *asked->questions.front().words;
}

/// Answers for people: a table, all of which is held; or JSON as it comes.
class BulkOutput {
 public:
  explicit BulkOutput(const Session& session)
      : session_(session),
        columns_({{"Line", true}, {"Question"}, {"Found", true}, {"First seen"}, {"Last seen"}}) {}

  /// False: stop.
  bool add(const BulkLine& line) {
    std::string& out = session_.out.buffer();
    if (session_.command.as_json) {
      api::v1::append_bulk_line(out, line, feed::TimeStyle::kUnix);
      return session_.out.check();
    }
    const std::string asked = printable(line.asked);
    if (line.error) {
      complain(fmt::format("line {}: '{}': {} (at byte {})", line.line, asked, line.error->what,
                           line.error->offset));
      return true;
    }
    columns_.add({std::to_string(line.line), asked, grouped(line.found) + (line.is_all ? "" : "+"),
                  line.seen ? time_text(line.seen->first) : "-",
                  line.seen ? time_text(line.seen->last) : "-"});
    return true;
  }
  void finish(const api::v1::BulkTotals& totals) {
    if (!session_.command.as_json) columns_.write(session_.out.buffer(), session_.terminal);
    complain(fmt::format("{} of {} questions found something, {} lines were not understood",
                         grouped(totals.found), grouped(totals.answered), grouped(totals.errors)));
  }

 private:
  const Session& session_;
  Columns columns_;
};

int answer_all(const Session& session, BulkAnswer& answer) {
  BulkOutput output(session);
  while (true) {
    const auto step = answer.next();
    if (!step) {
      session.out.flush();
      return fail(step.error());
    }
    if (session.stop.load()) return kExitInterrupted;
    if (*step == BulkAnswer::Step::kEnd) break;
    if (*step == BulkAnswer::Step::kLine && !output.add(answer.line())) break;
  }
  output.finish(answer.totals());
  const int written = finish(session.out);
  if (written != kExitOk) return written;
  return answer.totals().errors > 0 ? kExitUsage : kExitOk;
}

}  // namespace

int run_bulk(const Session& session) {
  const BulkOptions& options = session.command.bulk;
  api::v1::BulkOptions asking;
  asking.rows = session.command.as_json ? options.limit : 0;
  asking.now_s = static_cast<std::uint32_t>(std::time(nullptr));
  auto words = read_words(options.with, asking.now_s);
  if (!words) return fail(words.error());
  asking.words = *std::move(words);
  auto text = read_text(options.path);
  if (!text) return fail(text.error());
  auto store = open_for_questions(session.command);
  if (!store) return fail(store.error());
  const auto holder = open_enrichment(session.command);
  if (!holder) return fail(holder.error());
  asking.enrichment = (*holder)->current();
  auto answer = BulkAnswer::open(**store, *std::move(text), std::move(asking));
  if (!answer) return fail(answer.error());
  return answer_all(session, **answer);
}

}  // namespace spoor::cli
