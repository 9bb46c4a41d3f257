// SPDX-License-Identifier: Apache-2.0
// The rows of the table for the analyst's pages: one HTML file at many paths, and its assets.
#pragma once

#include <optional>
#include <vector>

#include "api/routes.h"
#include "http/message.h"

namespace spoor::api::pages {

std::vector<ApiRoute> routes();

/// The page, for `/`, when the client is a browser; nothing when it is a program. Whoever answers a
/// program must say so with Vary: Accept.
std::optional<http::Response> front_page(const Call& call);

/// The page that says that a path is none, for browsers; nothing for programs, or without pages.
std::optional<http::Response> missing_page(const http::Refusal& refusal, const PageFiles* files);

}  // namespace spoor::api::pages
