// SPDX-License-Identifier: Apache-2.0
// Rows of a request as the body of an answer. Inside the room only.
#pragma once

#include "api/routes.h"
#include "api/v1/row_writer.h"
#include "http/message.h"
#include "search/request.h"

namespace spoor::api::v1 {

/// A page of rows, streamed in the writer's form; or a problem.
http::Response answer_records(const Call& call, search::SearchRequest request, RowWriter writer);

}  // namespace spoor::api::v1
