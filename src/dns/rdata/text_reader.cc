// SPDX-License-Identifier: Apache-2.0
// The words of rdata text. What the words of each field mean is in field_text.cc.
#include "dns/rdata/text_reader.h"

#include <array>

#include "dns/name.h"
#include "dns/rdata/time_text.h"

namespace spoor::dns {
namespace {

/// Where a run of a word's plain octets ends: at a blank, or at an escape.
constexpr auto kEndsWord = [] {
  std::array<bool, 256> ends{};
  for (const char c : {' ', '\t', '\n', '\r', '\\'}) ends[static_cast<std::uint8_t>(c)] = true;
  return ends;
}();

}  // namespace

bool RdataTextReader::skip_quoted() noexcept {
  for (std::size_t at = pos_ + 1; at < text_.size(); ++at) {
    if (text_[at] == '\\') {
      ++at;
    } else if (text_[at] == '"') {
      pos_ = at + 1;
      return true;
    }
  }
  pos_ = text_.size();
  return fail("a quote without its end");
}

std::string_view RdataTextReader::word() noexcept {
  skip_blanks();
  if (!ok() || pos_ == text_.size() || text_[pos_] != '"') return bare_word();
  word_start_ = pos_;
  if (!skip_quoted()) return {};
  return text_.substr(word_start_, pos_ - word_start_);
}

std::string_view RdataTextReader::bare_word() noexcept {
  skip_blanks();
  word_start_ = pos_;
  if (!ok()) return {};
  if (pos_ == text_.size()) {
    fail("the text ends before the rdata does");
    return {};
  }
  const char* at = text_.data() + pos_;
  const char* const end = text_.data() + text_.size();
  for (;;) {
    while (at < end && !kEndsWord[static_cast<std::uint8_t>(*at)]) ++at;
    if (at == end || *at != '\\') break;
    if (end - at < 2) {
      pos_ = text_.size();
      fail("an escape at the end of the text");
      return {};
    }
    at += 2;
  }
  pos_ = static_cast<std::size_t>(at - text_.data());
  return text_.substr(word_start_, pos_ - word_start_);
}

std::string_view RdataTextReader::parameter() noexcept {
  skip_blanks();
  word_start_ = pos_;
  while (pos_ < text_.size() && !is_blank(text_[pos_])) {
    if (text_[pos_] == '"' && pos_ > word_start_ && text_[pos_ - 1] == '=') {
      if (!skip_quoted()) return {};
      break;
    }
    pos_ += text_[pos_] == '\\' ? 2U : 1U;
  }
  if (pos_ > text_.size()) {
    pos_ = text_.size();
    fail("an escape at the end of the text");
    return {};
  }
  return text_.substr(word_start_, pos_ - word_start_);
}

std::string_view RdataTextReader::rest() noexcept {
  skip_blanks();
  word_start_ = pos_;
  std::size_t end = text_.size();
  while (end > pos_ && is_blank(text_[end - 1])) --end;
  pos_ = text_.size();
  return text_.substr(word_start_, end - word_start_);
}

std::uint64_t RdataTextReader::number(std::uint64_t max) noexcept {
  std::uint64_t value = 0;
  if (!parse_decimal(word(), max, value)) fail("a decimal number that fits its field was expected");
  return ok() ? value : 0;
}

bool RdataTextReader::put_number(std::uint64_t value, unsigned octets) noexcept {
  if (octets > room()) return fail("rdata longer than 65535 octets");
  for (unsigned i = octets; i-- > 0;) out_[used_++] = static_cast<std::uint8_t>(value >> (8 * i));
  return ok();
}

std::size_t unescape(std::string_view word, std::uint8_t* out, std::size_t room) noexcept {
  if (word.size() >= 2 && word.front() == '"') word = word.substr(1, word.size() - 2);
  if (word.find('\\') == std::string_view::npos) {
    if (word.size() > room) return kMisfit;
    if (!word.empty()) std::memcpy(out, word.data(), word.size());
    return word.size();
  }
  std::size_t used = 0;
  for (std::size_t pos = 0; pos < word.size();) {
    auto octet = static_cast<std::uint8_t>(word[pos]);
    if (octet != '\\') {
      ++pos;
    } else if (!read_escape(word, pos, octet)) {
      return kMisfit;
    }
    if (used == room) return kMisfit;
    out[used++] = octet;
  }
  return used;
}

}  // namespace spoor::dns
