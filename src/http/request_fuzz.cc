// SPDX-License-Identifier: Apache-2.0
// Raw octets as the head of a request, through parser, routing table and decoding. However the
// octets are cut, the same comes out.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

#include "http/internal/request_head.h"
#include "http/message.h"
#include "http/route.h"

namespace {

using spoor::http::Field;
using spoor::http::Match;
using spoor::http::Request;
using spoor::http::RoutingTable;
namespace internal = spoor::http::internal;

RoutingTable make_table() {
  RoutingTable table;
  for (const char* const pattern :
       {"/api/v1/records", "/lookup/rrset/name/{name}/{rrtype?}/{bailiwick?}", "/"}) {
    spoor::http::Route route;
    route.pattern = pattern;
    table.add(std::move(route));
  }
  return table;
}

/// As a connection reads: the parser gets what it left over and `step` further octets.
std::optional<Request> read(const std::string& octets, std::size_t step) {
  internal::Parser parser;
  parser.header_limit(4096);
  std::string held;
  std::size_t given = 0;
  for (;;) {
    boost::beast::error_code fault;
    if (!held.empty())
      held.erase(0, parser.put(boost::asio::const_buffer(held.data(), held.size()), fault));
    if (parser.is_header_done()) break;
    if (fault && fault != boost::beast::http::error::need_more) {
      (void)internal::status_of_fault(fault);
      return std::nullopt;
    }
    if (given == octets.size()) return std::nullopt;
    held += octets.substr(given, step);
    given = std::min(octets.size(), given + step);
  }
  Request request;
  internal::read_head(parser.get(), request);
  return request;
}

void require(bool holds) {
  if (!holds) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const RoutingTable kTable = make_table();
  const std::string octets(reinterpret_cast<const char*>(data), size);
  const auto whole = read(octets, std::max<std::size_t>(size, 1));
  const auto cut = read(octets, 1 + size % 7);
  require(whole.has_value() == cut.has_value());
  if (!whole) return 0;
  require(whole->target == cut->target && whole->fields == cut->fields &&
          whole->method == cut->method);
  for (const Field& field : whole->fields)
    require(field.name.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n") == std::string::npos);
  const Match match = kTable.find(whole->method, whole->path());
  if (match.route != nullptr) require(match.values.size() <= 3);
  const std::size_t mark = std::min(whole->target.find('?'), whole->target.size());
  const auto query = spoor::http::parse_query_string(std::string_view(whole->target).substr(mark));
  if (query) require(query->size() <= whole->target.size());
  return 0;
}
