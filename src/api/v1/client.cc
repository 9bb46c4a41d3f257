// SPDX-License-Identifier: Apache-2.0
// Questions to URLs, and bodies to lines. What an answer's objects say is read in client_json.cc.
#include "api/v1/client.h"

#include <charconv>
#include <utility>

#include "api/v1/client_json.h"

namespace spoor::api::v1 {
namespace {

constexpr std::size_t kMaxLine = std::size_t{16} << 20;  // a row has at most some 65,535 * 4 octets
constexpr std::size_t kMaxObject = std::size_t{64} << 20;  // a summary, a status, a problem
constexpr unsigned kOk = 200;
constexpr std::string_view kEndingHead = "{\"complete\":";

// ---- URLs

/// A path that grows by parameters.
class PathWriter {
 public:
  explicit PathWriter(std::string_view path) : text_(path) {}

  void add(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    text_ += has_query_ ? '&' : '?';
    has_query_ = true;
    text_ += name;
    text_ += '=';
    http::append_percent_encoded(text_, value);
  }
  void add(std::string_view name, const std::vector<std::string>& values) {
    for (const std::string& value : values) add(name, value);
  }
  void add(const RemoteQuestion& question) {
    add("q", question.q);
    add("in", question.in);
    add("type", question.types);
    add("bailiwick", question.bailiwick);
    add("source", question.sources);
    add("first_after", question.first_after);
    add("first_before", question.first_before);
    add("last_after", question.last_after);
    add("last_before", question.last_before);
    add("since", question.since);
    add("until", question.until);
    add("merge", question.merge);
    for (const search::FilterWord& word : question.filters)
      add(search::filter_parameter(word.key), word.value);
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool has_query_ = false;
};

std::string_view format_text(Format format) {
  switch (format) {
    case Format::kCof:
      return "cof";
    case Format::kCsv:
      return "csv";
    case Format::kNative:
      return "native";
    case Format::kDnsdb:
      return "dnsdb";
    case Format::kZone:
      return "zone";
    case Format::kJson:
    case Format::kNdjson:
      break;
  }
  return "ndjson";
}

// ---- bodies

/// Whether an answer of this form may begin with such a line. What a server says instead of an
/// answer, and any other server's page, begins otherwise.
bool begins_answer(std::string_view line, Format format) {
  switch (format) {
    case Format::kCsv:
      return line.starts_with("Query,");
    case Format::kNative:
      return line.starts_with("{\"spoor\":");
    case Format::kDnsdb:
      return line.starts_with("{\"count\":");
    case Format::kZone:
      return line.starts_with("; ");
    case Format::kNdjson:
      if (line.starts_with(kEndingHead)) return true;
      break;
    case Format::kJson:
    case Format::kCof:
      break;
  }
  return line.starts_with("{\"rrname\":");
}

/// Cuts the octets of a body into lines, and keeps the one that is the ending.
class BodyReader {
 public:
  BodyReader(const LineSink& on_line, Format format) : on_line_(on_line), format_(format) {}

  /// False when the transfer is to stop.
  bool take(std::string_view octets) {
    while (!octets.empty()) {
      const std::size_t end = state_ == State::kOther ? octets.npos : octets.find('\n');
      if (end == std::string_view::npos) {
        held_ += octets;
        return held_.size() <= kMaxLine;
      }
      const bool goes_on = take_line(octets.substr(0, end));
      octets.remove_prefix(end + (state_ == State::kOther ? 0 : 1));
      if (!goes_on) return false;
    }
    return true;
  }
  [[nodiscard]] bool is_stopped() const noexcept { return is_stopped_; }
  [[nodiscard]] bool is_too_long() const noexcept { return held_.size() > kMaxLine; }
  /// Whether it is an answer as far as it goes; else rest() is all of it.
  [[nodiscard]] bool is_answer() const noexcept {
    return state_ == State::kAnswer || (state_ == State::kStart && held_.empty());
  }
  /// What has no LF behind it.
  [[nodiscard]] const std::string& rest() const noexcept { return held_; }
  [[nodiscard]] const std::string& ending() const noexcept { return ending_; }

 private:
  enum class State : std::uint8_t { kStart, kAnswer, kOther };

  bool take_line(std::string_view line) {
    if (!held_.empty()) {
      held_ += line;
      line = held_;
    }
    if (state_ == State::kStart) {
      state_ = begins_answer(line, format_) ? State::kAnswer : State::kOther;
      if (state_ == State::kOther) {
        if (held_.empty()) held_ = line;
        return true;
      }
    }
    if (format_ == Format::kNdjson && line.starts_with(kEndingHead)) {
      ending_ = line;
    } else {
      is_stopped_ = !on_line_(line);
    }
    held_.clear();
    return !is_stopped_;
  }

  const LineSink& on_line_;
  Format format_;
  State state_ = State::kStart;
  std::string held_;
  std::string ending_;
  bool is_stopped_ = false;
};

Result<RemoteEnding> ending_from_fields(const http::ClientResponse& response) {
  const std::string_view complete = response.field("spoor-complete");
  const std::string_view returned = response.field("spoor-returned");
  RemoteEnding ending;
  const std::string digits(returned);
  const char* const end = digits.data() + digits.size();
  const auto [stop, fault] = std::from_chars(digits.data(), end, ending.returned);
  if ((complete != "true" && complete != "false") || fault != std::errc() || stop != end) {
    return Error{ErrorCode::kMalformed,
                 "expected the fields Spoor-Complete and Spoor-Returned behind the rows: the "
                 "answer may not be all"};
  }
  ending.complete = complete == "true";
  ending.reason = response.field("spoor-reason");
  ending.next = response.field("spoor-next");
  return ending;
}

}  // namespace

std::string records_path(const RemoteQuestion& question, const RemotePage& page) {
  PathWriter path("/api/v1/records");
  path.add(question);
  path.add("sort", page.sort);
  path.add("limit", std::to_string(page.limit));
  if (page.offset != 0) path.add("offset", std::to_string(page.offset));
  path.add("from", page.from);
  path.add("format", format_text(page.format));
  path.add("details", page.details);
  return path.take();
}

std::string question_path(std::string_view path, const RemoteQuestion& question,
                          const std::vector<std::pair<std::string, std::string>>& more) {
  PathWriter writer(path);
  writer.add(question);
  for (const auto& [name, value] : more) writer.add(name, value);
  return writer.take();
}

std::string summary_path(const RemoteQuestion& question) {
  PathWriter path("/api/v1/records/summary");
  path.add(question);
  return path.take();
}

http::ClientRequest Client::request_for(std::string_view path_and_query) const {
  http::ClientRequest request;
  request.url = server_.url;
  while (request.url.ends_with('/')) request.url.pop_back();
  request.url += path_and_query;
  if (!server_.key.empty()) request.fields.push_back({"X-Api-Key", server_.key});
  request.ca_file = server_.ca_file;
  return request;
}

Result<RemoteEnding> Client::records(const RemoteQuestion& question, const RemotePage& page,
                                     const LineSink& on_line) const {
  BodyReader body(on_line, page.format);
  const auto response = get_(request_for(records_path(question, page)),
                             [&](std::string_view octets) { return body.take(octets); });
  if (!response) return response.error();
  if (response->status != kOk) return to_refusal(response->status, body.rest());
  if (!body.is_answer()) return Error{ErrorCode::kMalformed, kNoAnswer, 0, server_.url};
  if (body.is_stopped()) return RemoteEnding{};
  if (body.is_too_long())
    return Error{ErrorCode::kLimit, "the server sent a line of more than 16 MiB", 0, server_.url};
  if (!body.rest().empty())
    return Error{ErrorCode::kTruncated, "the answer ends within a line", 0, server_.url};
  if (page.format != Format::kNdjson) return ending_from_fields(*response);
  if (body.ending().empty()) {
    return Error{ErrorCode::kTruncated, "the answer ends without saying whether it is complete", 0,
                 server_.url};
  }
  return parse_ending(body.ending());
}

Result<std::string> Client::get_object(std::string_view path_and_query) const {
  std::string body;
  const auto response = get_(request_for(path_and_query), [&](std::string_view octets) {
    body += octets;
    return body.size() <= kMaxObject;
  });
  if (!response) return response.error();
  if (response->status != kOk) return to_refusal(response->status, body);
  if (body.size() > kMaxObject)
    return Error{ErrorCode::kLimit, "the server sent more than 64 MiB", 0, server_.url};
  return body;
}

Result<RemoteSummary> Client::summary(const RemoteQuestion& question) const {
  SPOOR_TRY(const std::string body, get_object(summary_path(question)));
  return parse_summary(body);
}

Result<RemoteStatus> Client::status(bool exact) const {
  SPOOR_TRY(const std::string body,
            get_object(exact ? "/api/v1/status?exact=true" : "/api/v1/status"));
  return parse_status(body);
}

}  // namespace spoor::api::v1
