// SPDX-License-Identifier: Apache-2.0
#include "api/circl/routes.h"

#include <memory>
#include <string>
#include <utility>

#include "api/circl/answer.h"
#include "api/circl/question.h"
#include "api/problem.h"

namespace spoor::api::circl {
namespace {

/// Where an answer begins.
struct Beginning {
  std::size_t part = 0;
  std::string token;
};

/// Errors: kInvalid.
Result<Beginning> find_beginning(const Call& call, const Question& question) {
  Beginning beginning;
  if (!question.cursor) return beginning;
  const auto text = call.services.tokens.find(call.caller->spec().digest, *question.cursor,
                                              call.services.ticks());
  const std::size_t blank = text ? text->find(' ') : std::string::npos;
  if (blank == std::string::npos)
    return Error{ErrorCode::kInvalid,
                 "this cursor is not known here any more: begin again without one", 0,
                 "dribble-paginate-cursor"};
  beginning.part = static_cast<std::size_t>(std::stoul(text->substr(0, blank)));
  beginning.token = text->substr(blank + 1);
  if (beginning.part >= question.parts.size())
    return Error{ErrorCode::kInvalid, "this cursor belongs to another question", 0,
                 "dribble-paginate-cursor"};
  return beginning;
}

http::Response refuse(const Error& error) {
  return render_problem(to_problem(error), Dialect::kCircl);
}

http::Response query(const Call& call) {
  const auto store = call.services.store.open_for(*call.caller);
  if (!store) return refuse(store.error());
  auto question = parse_question(call.request, **store);
  if (!question) return refuse(question.error());
  auto beginning = find_beginning(call, *question);
  if (!beginning) return refuse(beginning.error());
  http::Response response;
  response.content_type = std::string(kContentType);
  response.stream = std::make_unique<AnswerStream>(
      call.services, *std::move(question),
      Asker{call.caller, origin_of(call.request, call.services.settings.has_tls)}, beginning->part,
      std::move(beginning->token));
  return response;
}

}  // namespace

std::vector<ApiRoute> routes() {
  ApiRoute route;
  route.pattern = "/pdns/query/{query}";
  route.dialect = Dialect::kCircl;
  route.handler = query;
  return {route};
}

}  // namespace spoor::api::circl
