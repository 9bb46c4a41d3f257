// SPDX-License-Identifier: Apache-2.0
#include "http/internal/response_head.h"

#include <array>
#include <chrono>
#include <iterator>

#include <fmt/format.h>

namespace spoor::http::internal {
namespace {

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  for (const char c : value) out += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
  out += "\r\n";
}

}  // namespace

void append_head(std::string& out, const Response& response, const Framing& framing,
                 std::string_view date) {
  fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\n", response.status,
                 reason_phrase(response.status));
  append_field(out, "Date", date);
  if (!response.content_type.empty()) append_field(out, "Content-Type", response.content_type);
  for (const Field& field : response.fields) append_field(out, field.name, field.value);
  if (framing.length)
    fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", *framing.length);
  if (framing.is_chunked) out += "Transfer-Encoding: chunked\r\n";
  out += framing.closes ? "Connection: close\r\n" : "Connection: keep-alive\r\n";
  out += "\r\n";
}

void append_last_chunk(std::string& out, const std::vector<Field>& trailers) {
  out += "0\r\n";
  for (const Field& field : trailers) append_field(out, field.name, field.value);
  out += "\r\n";
}

void append_chunk_head(std::string& out, std::size_t size) {
  fmt::format_to(std::back_inserter(out), "{:x}\r\n", size);
}

std::string http_date(std::int64_t unix_s) {
  constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_seconds time{std::chrono::seconds(unix_s)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  return fmt::format(
      "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[std::chrono::weekday(day).c_encoding()],
      static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
      static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
      clock.seconds().count());
}

std::string_view reason_phrase(unsigned status) noexcept {
  struct Phrase {
    unsigned status;
    std::string_view text;
  };
  constexpr std::array<Phrase, 25> kPhrases{{{200, "OK"},
                                             {201, "Created"},
                                             {202, "Accepted"},
                                             {204, "No Content"},
                                             {304, "Not Modified"},
                                             {400, "Bad Request"},
                                             {401, "Unauthorized"},
                                             {403, "Forbidden"},
                                             {404, "Not Found"},
                                             {405, "Method Not Allowed"},
                                             {406, "Not Acceptable"},
                                             {408, "Request Timeout"},
                                             {409, "Conflict"},
                                             {410, "Gone"},
                                             {411, "Length Required"},
                                             {413, "Content Too Large"},
                                             {415, "Unsupported Media Type"},
                                             {416, "Range Not Satisfiable"},
                                             {421, "Misdirected Request"},
                                             {422, "Unprocessable Content"},
                                             {429, "Too Many Requests"},
                                             {431, "Request Header Fields Too Large"},
                                             {500, "Internal Server Error"},
                                             {503, "Service Unavailable"},
                                             {505, "HTTP Version Not Supported"}}};
  for (const Phrase& phrase : kPhrases) {
    if (phrase.status == status) return phrase.text;
  }
  return "Unknown";
}

}  // namespace spoor::http::internal
