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

/// What is wrong with a whole head that the parser let through: a sentence, empty when it is fine.
/// Two readers of such a message could see different requests (RFC 9112 sections 3.2, 6.1).
std::string_view fault_of_head(const Parser& parser, const Request& request);

/// What a refused head means: the status to answer with, 0 to close in silence.
unsigned status_of_fault(const boost::beast::error_code& fault);

}  // namespace spoor::http::internal
