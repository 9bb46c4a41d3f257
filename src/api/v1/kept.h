// SPDX-License-Identifier: Apache-2.0
// Answers that are kept to be paged at any offset. Inside the room only.
#pragma once

#include <memory>

#include "api/routes.h"
#include "api/v1/row_writer.h"
#include "http/message.h"
#include "search/request.h"

namespace spoor::api::v1 {

/// A question whose whole answer is made first, then kept; the page of its limit and offset is
/// told. `slot` is held while it is made.
http::Response keep_answer(const Call& call, search::SearchRequest request, RowWriter writer,
                           std::shared_ptr<void> slot);

}  // namespace spoor::api::v1
