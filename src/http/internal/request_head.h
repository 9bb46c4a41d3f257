// SPDX-License-Identifier: Apache-2.0
// The head of a request from Beast's parser to our own value.
#pragma once

#include <optional>
#include <string_view>

#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "http/message.h"

namespace spoor::http::internal {

using Parser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;

/// `head` must be whole. The query stays undecoded (`Request::query` is empty), so that a malformed
/// one can be told apart.
void read_head(const Parser::value_type& head, Request& request);

/// What a refused head means: the status to answer with, 0 to close in silence.
unsigned status_of_fault(const boost::beast::error_code& fault);

}  // namespace spoor::http::internal
