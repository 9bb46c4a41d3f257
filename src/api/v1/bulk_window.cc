// SPDX-License-Identifier: Apache-2.0
#include "api/v1/bulk_window.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/ip_address.h"

namespace spoor::api::v1 {
namespace {

struct Placed {
  std::array<std::uint8_t, 16> place;
  std::uint32_t slot;
};

}  // namespace

std::string_view trim_bulk_line(std::string_view line) noexcept {
  const std::size_t from = line.find_first_not_of(" \t\r");
  if (from == std::string_view::npos) return {};
  return line.substr(from, line.find_last_not_of(" \t\r") - from + 1);
}

std::array<std::uint8_t, 16> bulk_place(std::string_view line) noexcept {
  std::array<std::uint8_t, 16> place{};
  std::string_view text = trim_bulk_line(line);
  if (const auto address = parse_ip_address(text)) {
    const Bytes octets = address->bytes();
    std::copy(octets.begin(), octets.end(), place.begin());
    return place;
  }
  text = text.substr(0, text.find_first_of(" \t"));
  if (text.ends_with('.')) text.remove_suffix(1);
  std::size_t used = 0;
  while (!text.empty() && used < place.size()) {
    const std::size_t dot = text.rfind('.');
    const std::string_view label = dot == std::string_view::npos ? text : text.substr(dot + 1);
    text = dot == std::string_view::npos ? std::string_view() : text.substr(0, dot);
    for (const char c : label.substr(0, place.size() - used))
      place[used++] = static_cast<std::uint8_t>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    if (used < place.size()) place[used++] = 0;
  }
  return place;
}

bool BulkWindow::fill() {
  slots_.clear();
  while (at_ < text_.size() && slots_.size() < most_) {
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    const std::string_view line = text_.substr(at_, end - at_);
    at_ = end + 1;
    ++lines_;
    const std::string_view said = trim_bulk_line(line);
    if (!said.empty() && said.front() != '#') slots_.push_back({line, lines_});
  }
  most_ *= kGrowth;
  arrange();
  return !slots_.empty();
}

void BulkWindow::arrange() {
  std::vector<Placed> placed;
  placed.reserve(slots_.size());
  for (const BulkSlot& slot : slots_)
    placed.push_back({bulk_place(slot.text), static_cast<std::uint32_t>(placed.size())});
  std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
    return a.place != b.place ? a.place < b.place : a.slot < b.slot;
  });
  order_.clear();
  for (const Placed& one : placed) order_.push_back(one.slot);
}

}  // namespace spoor::api::v1
