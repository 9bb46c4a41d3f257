// SPDX-License-Identifier: Apache-2.0
// Lines of the server are passed on as they are; only a table is made here.
#include "cli/remote.h"

#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "cli/question.h"
#include "cli/table.h"
#include "cli/text.h"

namespace spoor::cli {
namespace {

api::v1::Format to_remote_format(Format format) {
  switch (format) {
    case Format::kCof:
      return api::v1::Format::kCof;
    case Format::kCsv:
      return api::v1::Format::kCsv;
    case Format::kNative:
      return api::v1::Format::kNative;
    case Format::kDnsdb:
      return api::v1::Format::kDnsdb;
    case Format::kZone:
      return api::v1::Format::kZone;
    case Format::kTable:
    case Format::kJson:
      break;
  }
  return api::v1::Format::kNdjson;
}

/// Rows as they come, in the form that was asked for.
class RemoteWriter {
 public:
  explicit RemoteWriter(const Session& session)
      : session_(session),
        is_table_(session.command.lookup.format == Format::kTable),
        table_(session.terminal.width, session.terminal.has_colour) {}

  /// False: stop.
  bool add(std::string_view line) {
    std::string& out = session_.out.buffer();
    if (is_table_) {
      auto row = api::v1::parse_remote_row(line);
      if (!row) {
        fault_ = row.error();
        return false;
      }
      table_.add(to_table_row(*row), out);
    } else {
      out.append(line).append("\n");
    }
    return session_.out.check() && !session_.stop.load();
  }
  void finish() {
    if (is_table_) table_.finish(session_.out.buffer());
  }
  [[nodiscard]] const std::optional<Error>& fault() const noexcept { return fault_; }

 private:
  const Session& session_;
  bool is_table_;
  TableWriter table_;
  std::optional<Error> fault_;
};

int tell_ending(const Session& session, const api::v1::RemoteEnding& ending) {
  if (ending.reason == "failed") {
    complain("the server could not go on: " + ending.detail);
    return kExitFailed;
  }
  if (!ending.complete) {
    const std::string why = ending.reason == "time" ? "the server's time was up" : "there are more";
    complain(ending.next.empty()
                 ? fmt::format("{} rows shown and {}", grouped(ending.returned), why)
                 : fmt::format("{} rows shown and {}: go on with --from {} or raise --limit",
                               grouped(ending.returned), why, ending.next));
  } else if (ending.returned == 0) {
    complain("nothing found");
  } else if (session.terminal.out_is_terminal) {
    fmt::print(stderr, "{} {}\n", grouped(ending.returned), ending.returned == 1 ? "row" : "rows");
  }
  return kExitOk;
}

}  // namespace

bool is_remote(const Command& command) {
  return !command.remote.server.empty();
}

api::v1::Client make_client(const Command& command) {
  return api::v1::Client({command.remote.server, command.serve.api_key, command.remote.ca_file});
}

api::v1::RemoteQuestion to_remote_question(const QuestionOptions& question) {
  api::v1::RemoteQuestion remote;
  remote.q = question.query;
  remote.in = question.in;
  remote.filters = filter_words(question);
  if (question.merge) remote.merge = "sources";
  return remote;
}

int fail_remote(const Error& error) {
  complain(error);
  return error.code == ErrorCode::kInvalid || error.code == ErrorCode::kNotFound ? kExitUsage
                                                                                 : kExitFailed;
}

int run_remote_object(const Session& session, const std::string& path) {
  if (!session.command.as_json)
    return fail({ErrorCode::kInvalid,
                 "expected --json besides: of a server this command shows JSON", 0, "--server"});
  const auto object = make_client(session.command).get_object(path);
  if (!object) return fail_remote(object.error());
  session.out.buffer() += *object;
  return finish(session.out);
}

int run_remote_lookup(const Session& session) {
  const LookupOptions& options = session.command.lookup;
  api::v1::RemoteQuestion question = to_remote_question(session.command.question);
  const bool joins_more = options.format == Format::kCof || options.format == Format::kDnsdb ||
                          options.format == Format::kZone;
  if (joins_more) question.merge.clear();  // it joins more than --merge
  const api::v1::RemotePage page{
      options.sort,   options.limit, options.offset, options.from, to_remote_format(options.format),
      options.details};
  if (const auto style = row_style(options); !style) return fail(style.error());
  RemoteWriter writer(session);
  const auto ending =
      make_client(session.command).records(question, page, [&](std::string_view line) {
        return writer.add(line);
      });
  if (!ending || writer.fault()) {
    session.out.flush();
    return fail_remote(writer.fault() ? *writer.fault() : ending.error());
  }
  if (session.stop.load()) return kExitInterrupted;
  writer.finish();
  const int written = finish(session.out);
  if (written != kExitOk) return written;
  return tell_ending(session, *ending);
}

}  // namespace spoor::cli
