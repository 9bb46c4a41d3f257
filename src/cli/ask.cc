// SPDX-License-Identifier: Apache-2.0
// spoor ask: whatever was pasted. What was understood goes to standard error, rows to standard
// output.
#include "search/ask.h"

#include <algorithm>
#include <ctime>
#include <memory>

#include <fmt/format.h>

#include "api/v1/ask_answer.h"
#include "cli/enrichment.h"
#include "cli/question.h"
#include "cli/remote.h"
#include "cli/row_output.h"
#include "cli/session.h"
#include "cli/text.h"
#include "http/message.h"
#include "search/defang.h"
#include "search/search.h"

namespace spoor::cli {
namespace {

constexpr std::size_t kMostTold = 20;  ///< Sentences and errors of a long list.
constexpr std::size_t kShownColumns = 100;

std::string pasted_text(const AskOptions& options) {
  std::string text;
  for (const std::string& word : options.words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

void tell_error(const std::string& text, std::size_t line, const Error& error) {
  const bool is_list = text.find('\n') != std::string::npos;
  std::string sentence = is_list ? fmt::format("line {}: ", line) : std::string();
  if (!error.where.empty()) sentence += '\'' + error.where.substr(0, kShownColumns) + "': ";
  sentence += error.what;
  complain(sentence);
  fmt::print(stderr, "{}", pointed_at(text, error.offset));
}

void tell_errors(const std::string& text, const search::Asked& asked) {
  for (std::size_t i = 0; i < asked.errors.size() && i < kMostTold; ++i)
    tell_error(text, asked.errors[i].line, asked.errors[i].error);
  if (asked.errors.size() > kMostTold)
    complain(fmt::format("and {} more words were not understood",
                         grouped(asked.errors.size() - kMostTold)));
}

/// Whether a text in Unicode holds nothing that a terminal would not show, or show elsewhere.
bool is_harmless(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const search::CodePoint point = search::read_code_point(text, at);
    const char32_t c = point.value;
    const bool is_mark = (c >= 0x2000 && c <= 0x206F) || (c >= 0xFE00 && c <= 0xFE0F) ||
                         c == 0xAD || c == 0x061C || c == 0x3000 || c == 0xFEFF || c >= 0xFFF0;
    const bool is_control = c < 0x20 || (c >= 0x7F && c <= 0xA0);
    if (point.length == 0 || is_mark || is_control) return false;
    at += point.length;
  }
  return true;
}

std::string shown_sentence(const search::Understood& understood) {
  std::string sentence = printable(search::ask_sentence(understood));
  if (const std::string unicode = search::ask_unicode(understood); !unicode.empty())
    sentence += " (" + (is_harmless(unicode) ? unicode : printable(unicode)) + ')';
  return sentence;
}

void tell_understood(const search::Asked& asked) {
  if (asked.questions.size() > kMostTold) {
    complain(fmt::format("understood as {} questions", grouped(asked.questions.size())));
    return;
  }
  for (const search::Understood& each : asked.questions)
    fmt::print(stderr, "{}\n", shown_sentence(each));
}

void explain(const Session& session, const search::Asked& asked) {
  std::string& out = session.out.buffer();
  if (session.command.lookup.format == Format::kJson) {
    out += '{';
    api::v1::append_asked(out, asked);
    out += "}\n";
    return;
  }
  for (const search::Understood& each : asked.questions) {
    out += fmt::format("{}  {}\n  {}\n", search::ask_kind_text(each.kind),
                       printable(search::ask_text(each)), shown_sentence(each));
  }
}

/// The rows of question after question, as one output.
class Answering {
 public:
  Answering(const Session& session, const record::RecordStore& store)
      : session_(session), store_(store), output_(session, store) {}

  int answer(const search::Understood& understood, std::uint32_t now_s) {
    auto request = search::to_request(understood, {now_s, &store_});
    if (!request) return fail_question(request.error());
    if (const Status fits = fit_to_format(*request, session_.command.lookup.format); !fits)
      return fail(fits.error());
    if (const Status lent = lend_enrichment(*request); !lent) return fail(lent.error());
    auto rows = search::search(store_, *request);
    if (!rows) return fail_question(rows.error());
    return pass_on(**rows);
  }
  int finish() {
    output_.finish();
    const int code = cli::finish(session_.out);
    if (has_more_) {
      complain(
          fmt::format("{} rows shown and there are more: add limit:0 for all", grouped(shown_)));
    } else if (shown_ == 0) {
      complain("nothing found");
    }
    return code;
  }

 private:
  int pass_on(search::RowCursor& rows) {
    while (true) {
      const auto row = rows.next();
      if (!row) return fail(row.error());
      if (session_.stop.load()) return kExitInterrupted;
      if (*row == nullptr) break;
      output_.add(**row);
      ++shown_;
      if (!session_.out.check()) return kExitFailed;
    }
    has_more_ = has_more_ || rows.more();
    return kExitOk;
  }
  Status lend_enrichment(search::SearchRequest& request) {
    if (!holder_) {
      SPOOR_TRY(holder_, open_enrichment(session_.command));
    }
    request.filters.enrichment = holder_->current();
    return {};
  }

  const Session& session_;
  const record::RecordStore& store_;
  RowOutput output_;
  std::unique_ptr<enrich::EnrichmentHolder> holder_;
  std::uint64_t shown_ = 0;
  bool has_more_ = false;
};

int run_remote_ask(const Session& session, const std::string& text) {
  std::string path =
      session.command.ask.only_explain ? "/api/v1/ask?q=" : "/api/v1/ask?rows=true&q=";
  http::append_percent_encoded(path, text);
  return run_remote_object(session, path);
}

}  // namespace

int run_ask(const Session& session) {
  const std::string text = pasted_text(session.command.ask);
  if (is_remote(session.command)) return run_remote_ask(session, text);
  const auto now_s = static_cast<std::uint32_t>(std::time(nullptr));
  const auto asked = search::parse_ask(text, now_s);
  if (!asked) {
    tell_error(text, 1, asked.error());
    return kExitUsage;
  }
  tell_errors(text, *asked);
  const int understood = asked->errors.empty() ? kExitOk : kExitUsage;
  if (session.command.ask.only_explain) {
    explain(session, *asked);
    const int written = finish(session.out);
    return written == kExitOk ? understood : written;
  }
  tell_understood(*asked);
  if (asked->questions.empty()) return kExitUsage;
  auto store = open_for_questions(session.command);
  if (!store) return fail(store.error());
  Answering answering(session, **store);
  for (const search::Understood& each : asked->questions) {
    if (const int code = answering.answer(each, now_s); code != kExitOk) {
      session.out.flush();
      return code;
    }
  }
  const int written = answering.finish();
  return written == kExitOk ? understood : written;
}

}  // namespace spoor::cli
