// SPDX-License-Identifier: Apache-2.0
#include "capture/cdns_builder.h"

namespace spoor::capture::testing::cbor {
namespace {

std::string name(std::string_view labels) {
  std::string out;
  while (!labels.empty()) {
    const auto label = labels.substr(0, labels.find('.'));
    out += static_cast<char>(label.size());
    out += label;
    labels.remove_prefix(std::min(labels.size(), label.size() + 1));
  }
  return out + '\0';
}

std::string tables() {
  const std::string server("\xC0\0\x02\x35", 4);
  const std::string client("\xC0\0\x02\x01", 4);
  // 0 www.example. 1 example. 2 ns.example. 3 192.0.2.80 4 192.0.2.53 5 the root 6 nothing
  const std::vector<std::string> names{octets(name("www.example")),
                                       octets(name("example")),
                                       octets(name("ns.example")),
                                       octets(std::string("\xC0\0\x02\x50", 4)),
                                       octets(std::string("\xC0\0\x02\x35", 4)),
                                       octets(name("")),
                                       octets("")};
  const std::vector<std::string> class_types{
      map({{0, number(1)}, {1, number(1)}}),      // 0 A IN
      map({{0, number(2)}, {1, number(1)}}),      // 1 NS IN
      map({{0, number(41)}, {1, number(1232)}}),  // 2 OPT
  };
  const auto signature = [&](unsigned transport, unsigned has, unsigned rcode) {
    return map({{0, number(0)},
                {1, number(53)},
                {2, number(transport)},
                {3, number(0)},
                {4, number(has)},
                {5, number(0)},
                {6, number(0x5010)},
                {8, number(0)},
                {9, number(1)},
                {16, number(rcode)}});
  };
  // 0 both 1 query alone 2 response alone 3 no question in the response 4 over TCP, NXDOMAIN
  const std::vector<std::string> signatures{signature(0, 3, 0), signature(0, 1, 0),
                                            signature(0, 2, 0), signature(0, 35, 0),
                                            signature(2, 3, 3)};
  const auto record = [&](unsigned owner, unsigned class_type, unsigned rdata) {
    return map({{0, number(owner)}, {1, number(class_type)}, {2, number(300)}, {3, number(rdata)}});
  };
  // 0 www A 1 example NS 2 ns A 3 OPT 4 points at nothing
  const std::vector<std::string> records{record(0, 0, 3), record(1, 1, 2), record(2, 0, 4),
                                         record(5, 2, 6), record(0, 0, 99)};
  const std::vector<std::string> lists{array({number(0)}), array({number(1)}),
                                       array({number(2), number(3)}), array({number(4)}),
                                       array({number(77)})};
  return map({{0, array({octets(server), octets(client)})},
              {1, array(class_types)},
              {2, array(names)},
              {3, array(signatures)},
              {4, array({array({number(0)})})},
              {5, array({map({{0, number(1)}, {1, number(1)}})})},
              {6, array(lists)},
              {7, array(records)}});
}

}  // namespace

std::string head(unsigned major, std::uint64_t value) {
  std::string out;
  const auto first = [&](unsigned info) { out += static_cast<char>(major << 5 | info); };
  const auto rest = [&](unsigned count) {
    for (unsigned i = count; i-- > 0;) out += static_cast<char>(value >> (8 * i));
  };
  if (value < 24) {
    first(static_cast<unsigned>(value));
  } else if (value <= 0xFF) {
    first(24);
    rest(1);
  } else if (value <= 0xFFFF) {
    first(25);
    rest(2);
  } else if (value <= 0xFFFF'FFFF) {
    first(26);
    rest(4);
  } else {
    first(27);
    rest(8);
  }
  return out;
}
std::string number(std::int64_t value) {
  return value >= 0 ? head(0, static_cast<std::uint64_t>(value))
                    : head(1, static_cast<std::uint64_t>(-1 - value));
}
std::string octets(std::string_view content) {
  return head(2, content.size()) + std::string(content);
}
std::string text(std::string_view content) {
  return head(3, content.size()) + std::string(content);
}
std::string array(const std::vector<std::string>& items) {
  std::string out = head(4, items.size());
  for (const std::string& item : items) out += item;
  return out;
}
std::string open_array(const std::vector<std::string>& items) {
  std::string out = "\x9F";
  for (const std::string& item : items) out += item;
  return out + "\xFF";
}
std::string map(const std::vector<std::pair<std::int64_t, std::string>>& fields) {
  std::string out = head(5, fields.size());
  for (const auto& [key, value] : fields) out += number(key) + value;
  return out;
}

std::string cdns_file(const std::vector<std::string>& blocks, std::uint64_t ticks_per_second) {
  const std::string storage = map({{0, number(static_cast<std::int64_t>(ticks_per_second))},
                                   {1, number(5000)},
                                   {-1, text("private")}});
  const std::string preamble =
      map({{0, number(1)}, {1, number(0)}, {3, array({map({{0, storage}, {1, map({})}})})}});
  return array({text("C-DNS"), preamble, array(blocks)});
}
std::string block(const std::vector<std::string>& items, std::uint64_t seconds) {
  return map({{0, map({{0, array({number(static_cast<std::int64_t>(seconds)), number(500)})}})},
              {1, map({{0, number(7)}})},
              {2, tables()},
              {3, array(items)}});
}
std::string exchange(std::uint64_t offset, std::int64_t delay) {
  return map({{0, number(static_cast<std::int64_t>(offset))},
              {1, number(1)},
              {2, number(40'000)},
              {3, number(7)},
              {4, number(0)},
              {6, number(delay)},
              {7, number(0)},
              {11, map({})},
              {12, map({{1, number(0)}, {2, number(1)}, {3, number(2)}})}});
}

}  // namespace spoor::capture::testing::cbor
