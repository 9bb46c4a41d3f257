// SPDX-License-Identifier: Apache-2.0
// The best so many of a long list. Inside the room only.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace spoor::search {

/// Keeps the `most` best of what was offered: `held` is a heap with the worst of them in front, by
/// `is_better`. `make` gives the value, or nothing when it cannot be among them.
template <class Value, class Less, class Make>
void keep_best(std::vector<Value>& held, std::size_t most, const Less& is_better,
               const Make& make) {
  auto value = make();
  if (!value || most == 0) return;
  if (held.size() == most) {
    if (!is_better(*value, held.front())) return;
    std::pop_heap(held.begin(), held.end(), is_better);
    held.back() = *std::move(value);
  } else {
    held.push_back(*std::move(value));
  }
  std::push_heap(held.begin(), held.end(), is_better);
}

}  // namespace spoor::search
