// SPDX-License-Identifier: Apache-2.0
#include "dns/name.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "dns/hex_octets.h"
#include "dns/random_rdata.h"

namespace spoor::dns {
namespace {

Name must_parse(std::string_view text) {
  auto name = parse_name(text);
  EXPECT_TRUE(name) << text;
  return name ? *name : Name{};
}

std::string sort_form(Bytes wire) {
  std::string form;
  append_sort_form(form, wire);
  return form;
}

struct WireCase {
  const char* name;
  const char* hex;  ///< A message; the name is read at `at`.
  std::size_t at;
  const char* text;   ///< Empty: malformed.
  std::size_t after;  ///< Where the reader stands behind the name.
};

class ReadNameTable : public ::testing::TestWithParam<WireCase> {};

TEST_P(ReadNameTable, ReadsOrRefuses) {
  const std::string message = from_hex(GetParam().hex);
  WireReader r(as_bytes(message));
  r.seek(GetParam().at);
  const auto name = read_name(r);
  if (*GetParam().text == 0) {
    EXPECT_FALSE(name);
    return;
  }
  ASSERT_TRUE(name);
  EXPECT_EQ(name_to_text(*name), GetParam().text);
  EXPECT_EQ(r.pos(), GetParam().after);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ReadNameTable,
    ::testing::Values(WireCase{"root", "00", 0, ".", 1},
                      WireCase{"plain", "03777777076578616d706c6500", 0, "www.example.", 13},
                      WireCase{"upper_case", "03575757074558414d504c4500", 0, "www.example.", 13},
                      WireCase{"pointer", "076578616d706c650003777777c000", 9, "www.example.", 15},
                      WireCase{"pointer_to_pointer", "076578616d706c6500c00003777777c009", 11,
                               "www.example.", 17},
                      WireCase{"pointer_alone", "076578616d706c6500c000", 9, "example.", 11},
                      WireCase{"pointer_to_root", "00c000", 1, ".", 3},
                      WireCase{"pointer_to_itself", "c000", 0, "", 0},
                      WireCase{"pointer_forward", "c00200", 0, "", 0},
                      WireCase{"pointer_loop", "0161c00003777777c000", 4, "", 0},
                      WireCase{"pointer_back_into_own_label", "0161c000", 0, "", 0},
                      WireCase{"pointer_cut", "076578616d706c6500c0", 9, "", 0},
                      WireCase{"label_past_end", "0561626300", 0, "", 0},
                      WireCase{"no_end", "0161", 0, "", 0}, WireCase{"nothing", "", 0, "", 0},
                      WireCase{"reserved_bits_01", "416100", 0, "", 0},
                      WireCase{"reserved_bits_10", "816100", 0, "", 0}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ReadName, RefusesPointersWhereTheyAreRefused) {
  const std::string message = from_hex("076578616d706c650003777777c000");
  WireReader r(as_bytes(message));
  r.seek(9);
  EXPECT_FALSE(read_name(r, Compression::kRefused));
}

TEST(ReadName, TakesNamesUpTo255Octets) {
  std::string wire;
  for (int i = 0; i < 3; ++i) wire += '\x3f' + std::string(63, 'a');
  std::string fits = wire + '\x3d' + std::string(61, 'b') + '\0';
  std::string too_long = wire + '\x3e' + std::string(62, 'b') + '\0';
  ASSERT_EQ(fits.size(), kMaxNameOctets);
  WireReader good(as_bytes(fits));
  EXPECT_TRUE(read_name(good));
  WireReader bad(as_bytes(too_long));
  EXPECT_FALSE(read_name(bad));
  // The same through a pointer: the sum counts, not the parts.
  const std::string split = wire + '\x3e' + std::string(62, 'b') + std::string("\0\x01x\xc0\0", 5);
  WireReader joined(as_bytes(split));
  joined.seek(wire.size() + 64);
  EXPECT_FALSE(read_name(joined));
}

TEST(ReadName, EndsOnTheLongestChainOfPointers) {
  std::string message(1, '\0');
  for (std::size_t i = 0; message.size() < 16000; ++i) {
    const std::size_t to = i == 0 ? 0 : message.size() - 2;
    message += static_cast<char>(0xC0 | to >> 8);
    message += static_cast<char>(to);
  }
  WireReader r(as_bytes(message));
  r.seek(message.size() - 2);
  const auto name = read_name(r);
  ASSERT_TRUE(name);
  EXPECT_TRUE(name->is_root());
}

TEST(ReadName, AcceptsNoStrictPrefixOfAName) {
  RandomRdata random(1);
  for (int round = 0; round < 200; ++round) {
    const std::string wire = random.name();
    for (std::size_t n = 0; n < wire.size(); ++n) {
      WireReader r(as_bytes(wire).first(n));
      ASSERT_FALSE(read_name(r)) << "accepted a prefix of " << n << " octets";
      ASSERT_FALSE(name_from_wire(as_bytes(wire).first(n)));
    }
    EXPECT_TRUE(name_from_wire(as_bytes(wire)));
    EXPECT_FALSE(name_from_wire(as_bytes(wire + 'x'))) << "octets behind the root label";
  }
}

TEST(ReadName, LowersExactlyTheAsciiLetters) {
  for (unsigned octet = 0; octet < 256; ++octet) {
    for (std::size_t size = 1; size <= 20; ++size) {  // each place in an eight-octet step
      const std::string wire =
          static_cast<char>(size) + std::string(size, static_cast<char>(octet)) + '\0';
      WireReader r(as_bytes(wire));
      const auto name = read_name(r);
      ASSERT_TRUE(name);
      const bool is_upper = octet >= 'A' && octet <= 'Z';
      for (std::size_t i = 1; i <= size; ++i)
        ASSERT_EQ(name->wire()[i], is_upper ? octet + 32 : octet);
    }
  }
}

struct TextCase {
  const char* text;
  const char* hex;  ///< Empty: refused.
};

TEST(ParseName, FollowsTheTable) {
  const std::vector<TextCase> table{
      {".", "00"},
      {"example", "076578616d706c6500"},
      {"Example.", "076578616d706c6500"},
      {"a\\.b.c", "03612e62016300"},
      {"a\\\\.c", "02615c016300"},
      {"\\000\\255.", "0200ff00"},
      {"\\065.", "016100"},
      {"\\;x", "023b7800"},
      {"*.example", "012a076578616d706c6500"},
      {"a_b.-", "03615f62012d00"},
      {"\xc3\xa4.", "02c3a400"},
      {"", ""},
      {"..", ""},
      {".a", ""},
      {"a..b", ""},
      {"a..", ""},
      {"a\\", ""},
      {"a\\25", ""},
      {"a\\25x", ""},
      {"a\\256", ""},
      {"a b", ""},
      {"a\tb", ""},
      {" a", ""},
      {"a\x7f", ""},
  };
  for (const TextCase& row : table) {
    const auto name = parse_name(row.text);
    std::array<std::uint8_t, kMaxNameOctets> octets;
    EXPECT_EQ(parse_name_octets(row.text, octets.data()), std::string(row.hex).size() / 2)
        << row.text;
    if (*row.hex == 0) {
      ASSERT_FALSE(name) << row.text;
      EXPECT_NE(name.error().what, "malformed name") << row.text << ": no fault was found";
    } else {
      ASSERT_TRUE(name) << row.text;
      EXPECT_EQ(to_hex(name->wire()), row.hex) << row.text;
    }
  }
}

TEST(ParseName, BoundsLabelsAndNames) {
  const std::string label(63, 'a');
  EXPECT_TRUE(parse_name(label));
  EXPECT_FALSE(parse_name(label + 'a'));
  EXPECT_EQ(parse_name(label + "a.b").error().what, "a label longer than 63 octets");
  const std::string three = label + '.' + label + '.' + label + '.';
  for (const char* dot : {"", "."}) {
    EXPECT_TRUE(parse_name(three + std::string(61, 'b') + dot));
    EXPECT_FALSE(parse_name(three + std::string(62, 'b') + dot));
    EXPECT_EQ(parse_name(three + std::string(62, 'b') + dot).error().what,
              "a name longer than 255 octets");
    EXPECT_FALSE(parse_name(three + std::string(60, 'b') + ".c" + dot));
    EXPECT_TRUE(parse_name(three + std::string(59, 'b') + ".c" + dot));
  }
}

TEST(ParseName, ReadsBackWhatWasWritten) {
  RandomRdata random(2);
  for (int round = 0; round < 3000; ++round) {
    const std::string wire = random.name();
    std::string text;
    append_name_text(text, as_bytes(wire));
    const auto back = parse_name(text);
    ASSERT_TRUE(back) << text;
    EXPECT_EQ(as_chars(back->wire()), wire) << text;
    for (const char c : text) ASSERT_TRUE(c > 0x20 && c < 0x7F);
  }
}

/// RFC 4034 section 6.1, written down again: labels from the root, each compared as octets, a
/// missing one first.
std::vector<std::string> labels_from_root(std::string_view wire) {
  std::vector<std::string> labels;
  for (std::size_t pos = 0; wire[pos] != 0; pos += static_cast<std::uint8_t>(wire[pos]) + 1U) {
    labels.emplace_back(wire.substr(pos + 1, static_cast<std::uint8_t>(wire[pos])));
  }
  std::reverse(labels.begin(), labels.end());
  return labels;
}

TEST(SortForm, OrdersAsRfc4034Section61) {
  RandomRdata random(3);
  std::vector<std::string> names{std::string(1, '\0')};
  for (int i = 0; i < 400; ++i) {
    std::string
        wire;  // few octets, so that labels share prefixes and escapes meet their neighbours
    for (std::size_t labels = random.below(4); labels > 0; --labels) {
      const std::size_t size = 1 + random.below(3);
      wire += static_cast<char>(size);
      for (std::size_t j = 0; j < size; ++j)
        wire += static_cast<char>(random.below(5) == 4 ? 255 : random.below(4));
    }
    names.push_back(wire + '\0');
  }
  for (const std::string& a : names) {
    for (const std::string& b : names) {
      const bool want = labels_from_root(a) < labels_from_root(b);
      ASSERT_EQ(sort_form(as_bytes(a)) < sort_form(as_bytes(b)), want)
          << to_hex(as_bytes(a)) << ' ' << to_hex(as_bytes(b));
    }
  }
}

TEST(SortForm, OfAnAncestorIsThePrefixOfAllBelowAndOfNothingElse) {
  RandomRdata random(4);
  std::vector<std::string> names{std::string(1, '\0')};
  for (int i = 0; i < 400; ++i) {
    const std::string& parent = names[random.below(names.size())];
    if (parent.size() > 200) continue;
    const std::size_t size = 1 + random.below(3);
    std::string label;
    for (std::size_t j = 0; j < size; ++j) label += static_cast<char>(random.below(3));
    names.push_back(static_cast<char>(size) + label + parent);
  }
  for (const std::string& zone : names) {
    std::string prefix = sort_form(as_bytes(zone));
    prefix.pop_back();
    for (const std::string& name : names) {
      const auto zone_labels = labels_from_root(zone);
      const auto name_labels = labels_from_root(name);
      const bool want = zone_labels.size() <= name_labels.size() &&
                        std::equal(zone_labels.begin(), zone_labels.end(), name_labels.begin());
      ASSERT_EQ(sort_form(as_bytes(name)).starts_with(prefix), want);
      ASSERT_EQ(is_at_or_below(as_bytes(name), as_bytes(zone)), want);
    }
  }
}

TEST(SortForm, HasTheBytesOfTheDocument) {
  EXPECT_EQ(to_hex(as_bytes(sort_form(Name{}.wire()))), "00");
  EXPECT_EQ(to_hex(as_bytes(sort_form(must_parse("www.example.com").wire()))),
            "636f6d00"
            "6578616d706c6500"
            "77777700"
            "00");
  EXPECT_EQ(to_hex(as_bytes(sort_form(must_parse("\\000\\001\\002.example").wire()))),
            "6578616d706c6500"
            "010101020200"
            "00");
  std::string forward;
  append_forward_form(forward, must_parse("www.example.com").wire());
  EXPECT_EQ(to_hex(as_bytes(forward)),
            "77777700"
            "6578616d706c6500"
            "636f6d00"
            "00");
}

TEST(SortForm, DecodesToTheSameName) {
  RandomRdata random(5);
  for (int round = 0; round < 3000; ++round) {
    const std::string wire = random.name();
    const std::string sorted = sort_form(as_bytes(wire));
    std::string forward;
    append_forward_form(forward, as_bytes(wire));
    std::string turned = "before";
    append_forward_from_sort_form(turned, sorted);
    EXPECT_EQ(turned, "before" + forward);
    const auto from_sort = name_from_sort_form(sorted);
    const auto from_forward = name_from_forward_form(forward);
    ASSERT_TRUE(from_sort && from_forward);
    EXPECT_EQ(as_chars(from_sort->wire()), wire);
    EXPECT_EQ(as_chars(from_forward->wire()), wire);
    std::array<std::uint8_t, kMaxNameOctets> octets;
    const std::size_t size = write_wire_from_sort_form(octets.data(), sorted);
    EXPECT_EQ(as_chars(Bytes(octets).first(size)), wire);
    EXPECT_EQ(sort_form_length(sorted + "\x01rest"), sorted.size());
    EXPECT_EQ(sort_form_length(forward), forward.size());
    for (std::size_t n = 0; n < sorted.size(); ++n) {
      ASSERT_FALSE(name_from_sort_form(sorted.substr(0, n)));
      ASSERT_EQ(sort_form_length(std::string_view(sorted).substr(0, n)), 0U);
    }
    EXPECT_FALSE(name_from_sort_form(sorted + 'x'));
  }
}

TEST(SortForm, RefusesWhatIsNoName) {
  using namespace std::string_view_literals;
  for (const std::string_view form :
       {""sv, "a"sv, "\x01\0\0"sv, "a\x01\x03\0\0"sv, "a\x01"sv, "\0\0"sv, "a\0\0\0"sv}) {
    EXPECT_FALSE(name_from_sort_form(form)) << to_hex(as_bytes(form));
    std::array<std::uint8_t, kMaxNameOctets> octets;
    EXPECT_EQ(write_wire_from_sort_form(octets.data(), form), 0U) << to_hex(as_bytes(form));
    EXPECT_FALSE(name_from_forward_form(form)) << to_hex(as_bytes(form));
  }
  EXPECT_FALSE(name_from_sort_form(std::string(64, 'a') + std::string(2, '\0')))
      << "a label of 64 octets";
  std::string long_form;
  for (int i = 0; i < 128; ++i) long_form += std::string("a\0", 2);
  EXPECT_FALSE(name_from_sort_form(long_form + '\0')) << "a name of 257 octets";
  std::array<std::uint8_t, kMaxNameOctets> octets;
  EXPECT_EQ(write_wire_from_sort_form(octets.data(), long_form + '\0'), 0U);
}

TEST(SortForm, RefusesUpperCase) {
  EXPECT_FALSE(
      name_from_sort_form(std::string("A\0\0", 3)));  // nothing that we write looks like this
}

TEST(Ancestor, CountsLabelsFromTheRoot) {
  const Name name = must_parse("a.b.example.com");
  EXPECT_EQ(count_labels(name.wire()), 4U);
  EXPECT_EQ(count_labels(Name{}.wire()), 0U);
  EXPECT_EQ(as_chars(ancestor(name.wire(), 2)), as_chars(must_parse("example.com").wire()));
  EXPECT_EQ(ancestor(name.wire(), 0).size(), 1U);
  EXPECT_EQ(ancestor(name.wire(), 4).size(), name.size());
  EXPECT_EQ(ancestor(name.wire(), 9).size(), name.size());
}

TEST(IsAtOrBelow, ComparesWholeLabels) {
  const auto below = [](const char* a, const char* b) {
    return is_at_or_below(must_parse(a).wire(), must_parse(b).wire());
  };
  EXPECT_TRUE(below("example.com", "example.com"));
  EXPECT_TRUE(below("www.example.com", "com"));
  EXPECT_TRUE(below("www.example.com", "."));
  EXPECT_FALSE(below("notexample.com", "example.com"));
  EXPECT_FALSE(below("com", "example.com"));
  EXPECT_FALSE(below("x\\007example.com", "example.com"))
      << "octets that look like a length are no label";
}

}  // namespace
}  // namespace spoor::dns
