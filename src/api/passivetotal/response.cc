// SPDX-License-Identifier: Apache-2.0
#include "api/passivetotal/response.h"

#include "base/plain_text.h"
#include "dns/name.h"
#include "feed/json_text.h"

namespace spoor::api::passivetotal {

void append_texts(std::string& out, const std::vector<std::string>& texts) {
  out += '[';
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out += ',';
    feed::append_json_string(out, texts[i]);
  }
  out += ']';
}

void append_time(std::string& out, std::uint32_t unix_s) {
  out += '"';
  append_time_text(out, unix_s);
  out += '"';
}

void append_name(std::string& out, Bytes wire) {
  std::string text;
  dns::append_name_text(text, wire);
  if (text.size() > 1) text.pop_back();
  feed::append_json_string(out, text);
}

}  // namespace spoor::api::passivetotal
