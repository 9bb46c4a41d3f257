// SPDX-License-Identifier: Apache-2.0
// POST /api/v1/import: a capture or a feed, read into the store while it comes in.
#include <optional>
#include <utility>

#include "api/v1/handlers.h"
#include "api/v1/parameters.h"
#include "base/input_stream.h"
#include "intake/import_report.h"
#include "intake/import_settings.h"
#include "intake/importer.h"

namespace spoor::api::v1 {
namespace {

using intake::InputOutcome;
using intake::InputReport;

constexpr Parameter kParameters[] = {{"source"},   {"by_sensor"}, {"counts"},
                                     {"position"}, {"unmatched"}, {"checksums"},
                                     {"dnssec"},   {"ports"},     {"zone", true}};
constexpr std::string_view kKeyField = "Idempotency-Key";
constexpr std::string_view kKeyFieldLower = "idempotency-key";
constexpr std::string_view kBodyName = "upload";

/// A body that remembers why it ended early: then that is what the sender is told, and not what its
/// reader made of the rest.
class RememberedBody final : public ByteSource {
 public:
  explicit RememberedBody(http::BodyReader& body) : body_(body) {}

  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    auto size = body_.read(out);
    if (!size) error_ = size.error();
    return size;
  }
  [[nodiscard]] const std::optional<Error>& error() const noexcept { return error_; }

 private:
  http::BodyReader& body_;
  std::optional<Error> error_;
};

void read_text(const ParameterReader& parameters, std::string_view name, std::string& text) {
  if (const std::string* found = parameters.find(name); found != nullptr) text = *found;
}

/// The Idempotency-Key fields of a request; more than one is no key.
void read_key(ParameterReader& parameters, const http::Request& request,
              std::optional<std::string>& key) {
  for (const http::Field& field : request.fields) {
    if (field.name != kKeyFieldLower) continue;
    if (key) parameters.refuse(kKeyField, field.value, "expected one such field");
    key = field.value;
  }
}

intake::ImportOptions read_options(ParameterReader& parameters, const http::Request& request) {
  intake::ImportOptions options;
  read_text(parameters, "source", options.source);
  options.by_sensor = parameters.flag("by_sensor");
  read_text(parameters, "counts", options.counts);
  read_text(parameters, "position", options.position);
  read_text(parameters, "unmatched", options.unmatched);
  read_text(parameters, "checksums", options.checksums);
  read_text(parameters, "dnssec", options.dnssec);
  if (const std::string* text = parameters.find("ports"); text != nullptr) {
    auto ports = intake::parse_ports(*text);
    if (ports) {
      options.ports = *std::move(ports);
    } else {
      parameters.refuse("ports", *text, std::string(ports.error().what));
    }
  }
  parameters.each("zone", [&](const std::string& zone) { options.zones.push_back(zone); });
  read_key(parameters, request, options.idempotency_key);
  return options;
}

/// Options of a request, resolved; what is wrong stands in `parameters`.
intake::ImportSettings read_settings(ParameterReader& parameters, const http::Request& request) {
  const intake::ImportOptions options = read_options(parameters, request);
  if (!parameters.is_fine()) return {};
  auto settings = intake::resolve(options);
  if (settings) return *std::move(settings);
  const Error& error = settings.error();
  const std::string* text = parameters.find(error.where);
  parameters.refuse(error.where, text == nullptr ? std::string_view() : *text,
                    std::string(error.what));
  return {};
}

/// The report as an object, whose members are those of a line of --report but for the file.
std::string render_report(InputReport report, bool is_complete) {
  constexpr std::string_view kFile = "\"file\":\"\",";
  report.file.clear();
  std::string out;
  intake::append_report_line(out, report);
  if (const std::size_t at = out.find(kFile); at != std::string::npos) out.erase(at, kFile.size());
  out.resize(out.rfind('}'));
  out += is_complete ? ",\"complete\":true}" : ",\"complete\":false}";
  return out;
}

Problem unprocessable(std::string_view title, const Error& error) {
  Problem problem;
  problem.status = 422;
  problem.title = title;
  problem.detail = describe(error);
  return problem;
}

/// What a refusal is about: the key of the upload, the counts of a source, or the content itself.
Problem refusal_of(const Error& error, const record::RecordStore& store) {
  if (error.code == ErrorCode::kInvalid && error.where == kKeyField) {
    Problem problem = unprocessable("key used before", error);
    problem.detail = error.what;
    problem.parameter = kKeyField;
    return problem;
  }
  if (error.code == ErrorCode::kInvalid && store.find_source(error.where)) {
    Problem problem = unprocessable("other counts", error);
    problem.status = 409;
    problem.detail = error.what;
    problem.parameter = "source";
    problem.value = error.where;
    return problem;
  }
  return unprocessable("not read", error);
}

/// What is told of an input that was not read to its end.
Problem to_problem(const InputReport& report, const RememberedBody& body,
                   const record::RecordStore& store) {
  const Error error = report.error.value_or(Error{ErrorCode::kMalformed, "could not be read"});
  if (body.error() && body.error()->code == ErrorCode::kTruncated) {
    Problem problem = unprocessable("too slow", *body.error());
    problem.status = 408;
    return problem;
  }
  if (body.error() && body.error()->code == ErrorCode::kLimit) {
    Problem problem = api::to_problem(*body.error());
    problem.parameter.clear();
    return problem;
  }
  switch (report.outcome) {
    case InputOutcome::kUnknown: {
      Problem problem = unprocessable("unknown format", error);
      problem.status = 415;
      problem.detail = error.what;
      return problem;
    }
    case InputOutcome::kRefused:
      return refusal_of(error, store);
    case InputOutcome::kRead:
    case InputOutcome::kBrokenOff:
      break;
  }
  return unprocessable("broken off", error);
}

http::Response answer(const InputReport& report, const RememberedBody& body,
                      const record::RecordStore& store) {
  if (report.outcome == InputOutcome::kRead) {
    http::Response response;
    response.content_type = "application/json";
    response.body = render_report(report, true) + '\n';
    return response;
  }
  http::Response response = refuse(to_problem(report, body, store));
  response.body.resize(response.body.rfind('}'));
  response.body += ",\"report\":" + render_report(report, false) + "}\n";
  return response;
}

}  // namespace

http::Response post_import(const Call& call, http::BodyReader& body) {
  ParameterReader parameters(call.request, kParameters);
  intake::ImportSettings settings = read_settings(parameters, call.request);
  if (!parameters.is_fine()) return refuse(parameters.problem());
  const auto store = call.services.store.open_whole();
  if (!store) return refuse(store.error());
  RememberedBody remembered(body);
  const auto in = InputStream::from_source(remembered, std::string(kBodyName));
  intake::ImportHooks hooks;
  hooks.ledger = &call.services.ledger;
  hooks.now = call.services.now;
  intake::Importer importer(**store, std::move(settings), std::move(hooks));
  const auto report = importer.import(*in);
  if (!report) {
    call.services.store.report(report.error());
    return refuse(report.error());
  }
  // The answer stands without it; a ledger that is damaged was told of among the remarks.
  (void)intake::note_store(**store, call.services.ledger, call.services.now());
  return answer(*report, remembered, **store);
}

}  // namespace spoor::api::v1
