// SPDX-License-Identifier: Apache-2.0
// Static files with what a browser must be told of them. The page itself is never kept: each copy
// has a nonce of its own, without which the browser lets no style of it in.
#include "api/pages/routes.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <openssl/rand.h>

#include "api/accept.h"
#include "api/pages/files.h"
#include "api/problem.h"

namespace spoor::api::pages {
namespace {

constexpr std::string_view kIndex = "index.html";
constexpr std::string_view kNoncePlace = "__SPOOR_NONCE__";
constexpr std::string_view kHtml = "text/html; charset=utf-8";
constexpr std::string_view kLasting = "public, max-age=31536000, immutable";

/// What the page may do. It comes from one place, talks to one place, and no other page holds it.
constexpr std::string_view kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{}'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
constexpr std::string_view kBarePolicy =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// Nothing of the machine. (What a click copies goes to the clipboard without being named here.)
constexpr std::string_view kNoPermissions =
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), "
    "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
    "publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()";

constexpr std::string_view kWithoutPages =
    "<!doctype html>\n"
    "<html lang=\"en\">\n"
    "<meta charset=\"utf-8\">\n"
    "<title>Spoor</title>\n"
    "<h1>Spoor</h1>\n"
    "<p>This is Spoor, a passive DNS database. It works, but this program was built without its "
    "pages: Node 20.19 or later was not found when it was built.</p>\n"
    "<p>To have them, in the folder of its sources: <code>scripts/setup demo</code>, then "
    "<code>scripts/pages</code>, then build again.</p>\n"
    "<p>Questions are answered all the same: <a href=\"/api/v1/openapi.yaml\">what can be "
    "asked</a>, <a href=\"/api/v1/status\">what the store holds</a>, "
    "<a href=\"/api/v1/records?q=example.com\">a first question</a>.</p>\n"
    "</html>\n";

std::string_view content_type_of(std::string_view name) {
  struct Type {
    std::string_view ending;
    std::string_view type;
  };
  constexpr std::array<Type, 9> kTypes{{{".js", "text/javascript; charset=utf-8"},
                                        {".css", "text/css; charset=utf-8"},
                                        {".html", kHtml},
                                        {".woff2", "font/woff2"},
                                        {".svg", "image/svg+xml"},
                                        {".png", "image/png"},
                                        {".ico", "image/x-icon"},
                                        {".json", "application/json"},
                                        {".webmanifest", "application/manifest+json"}}};
  for (const Type& each : kTypes) {
    if (name.ends_with(each.ending)) return each.type;
  }
  return "application/octet-stream";
}

/// 128 random bits in hex; empty when the machine has none to give.
std::string make_nonce() {
  std::array<unsigned char, 16> octets{};
  std::string nonce;
  if (RAND_bytes(octets.data(), static_cast<int>(octets.size())) != 1) return nonce;
  for (const unsigned char octet : octets) nonce += fmt::format("{:02x}", octet);
  return nonce;
}

std::string with_nonce(std::string_view html, std::string_view nonce) {
  std::string out;
  out.reserve(html.size());
  for (std::size_t at = html.find(kNoncePlace); at != std::string_view::npos;
       at = html.find(kNoncePlace)) {
    out.append(html.substr(0, at)).append(nonce);
    html.remove_prefix(at + kNoncePlace.size());
  }
  return out.append(html);
}

http::Response html_response(unsigned status, std::string html, std::string policy) {
  http::Response response;
  response.status = status;
  response.content_type = kHtml;
  response.body = std::move(html);
  response.fields = {{"Cache-Control", "no-store"},
                     {"Content-Security-Policy", std::move(policy)},
                     {"Referrer-Policy", "no-referrer"},
                     {"Cross-Origin-Opener-Policy", "same-origin"},
                     {"Permissions-Policy", std::string(kNoPermissions)}};
  return response;
}

http::Response refuse(unsigned status, std::string_view title, std::string_view detail) {
  Problem problem;
  problem.status = status;
  problem.title = title;
  problem.detail = detail;
  return render_problem(problem, Dialect::kNative);
}

http::Response page(const PageFiles& files, unsigned status) {
  const Result<PageFile> index = files.read(kIndex, false);
  const std::string nonce = make_nonce();
  if (!index || nonce.empty())
    return refuse(503, "unavailable", "the page cannot be made now: try again later");
  return html_response(status, with_nonce(index->octets, nonce),
                       fmt::format(fmt::runtime(kPagePolicy), nonce));
}

http::Response page_or_why_not(const Call& call, unsigned status_without) {
  if (call.services.pages) return page(*call.services.pages, 200);
  return html_response(status_without, std::string(kWithoutPages), std::string(kBarePolicy));
}

/// Whether the client has it already: If-None-Match compares weakly (RFC 9110 section 13.1.2).
bool is_known(std::string_view tags, std::string_view tag) {
  while (!tags.empty()) {
    const std::size_t end = std::min(tags.find(','), tags.size());
    std::string_view each = tags.substr(0, end);
    tags.remove_prefix(std::min(end + 1, tags.size()));
    each.remove_prefix(std::min(each.find_first_not_of(" \t"), each.size()));
    each = each.substr(0, each.find_last_not_of(" \t") + 1);
    if (each.starts_with("W/")) each.remove_prefix(2);
    if (each == "*" || each == tag) return true;
  }
  return false;
}

http::Response answer_file(const Call& call, std::string_view name) {
  const http::Request& request = call.request;
  if (!call.services.pages)
    return refuse(404, "no such path", "this program was built without its pages");
  const bool wants_gzip = takes_gzip(joined_fields(request, "accept-encoding"));
  Result<PageFile> file = call.services.pages->read(name, wants_gzip);
  if (!file) return refuse(404, "no such path", file.error().what);
  http::Response response;
  response.fields = {{"Cache-Control", file->is_lasting ? std::string(kLasting) : "no-cache"},
                     {"ETag", file->tag},
                     {"Vary", "Accept-Encoding"}};
  if (is_known(joined_fields(request, "if-none-match"), file->tag)) {
    response.status = 304;
    return response;
  }
  response.content_type = content_type_of(name);
  if (file->is_gzip) response.fields.push_back({"Content-Encoding", "gzip"});
  response.body = std::move(file->octets);
  return response;
}

http::Response get_page(const Call& call) {
  return page_or_why_not(call, 404);
}

http::Response get_asset(const Call& call) {
  return answer_file(call, "assets/" + call.request.values.at(0));
}

http::Response get_svg_icon(const Call& call) {
  return answer_file(call, "favicon.svg");
}

http::Response get_icon(const Call& call) {
  return answer_file(call, "favicon.ico");
}

}  // namespace

std::vector<ApiRoute> routes() {
  constexpr std::array<std::string_view, 11> kPages{"/name/{subject}",
                                                    "/address/{subject}",
                                                    "/mailbox/{subject}",
                                                    "/value/{subject}",
                                                    "/search",
                                                    "/bulk",
                                                    "/graph",
                                                    "/compare",
                                                    "/sources",
                                                    "/reference",
                                                    "/help"};
  std::vector<ApiRoute> rows;
  const auto add = [&](std::string_view pattern, http::Response (*handler)(const Call&)) {
    rows.push_back({http::Method::kGet, pattern, Scope::kOpen, Dialect::kNative, false, handler});
  };
  add("/assets/{file}", get_asset);
  add("/favicon.svg", get_svg_icon);
  add("/favicon.ico", get_icon);
  for (const std::string_view pattern : kPages) add(pattern, get_page);
  return rows;
}

std::optional<http::Response> front_page(const Call& call) {
  if (!prefers_html(joined_fields(call.request, "accept"))) return std::nullopt;
  http::Response response = page_or_why_not(call, 200);
  response.fields.push_back({"Vary", "Accept"});
  return response;
}

std::optional<http::Response> missing_page(const http::Refusal& refusal, const PageFiles* files) {
  if (files == nullptr || refusal.status != 404 || !prefers_html(refusal.accept))
    return std::nullopt;
  return page(*files, 404);
}

}  // namespace spoor::api::pages
