// SPDX-License-Identifier: Apache-2.0
#include "enrich/warning_list.h"

#include <algorithm>
#include <array>
#include <utility>

#include <simdjson.h>

#include "dns/name.h"
#include "enrich/address_range.h"
#include "enrich/list_date.h"
#include "enrich/name_table.h"

namespace spoor::enrich {
namespace {

namespace dom = simdjson::dom;

enum class ItemKind : std::uint8_t { kExact, kHostname, kSubstring, kRange };

struct KnownList {
  std::string_view begins;  // of the list's name
  Tag tag;
};

// Names of folders in the collection of MISP; those with variants by their beginning.
constexpr auto kKnownLists = std::to_array<KnownList>({
    {"akamai", Tag::kCdn},
    {"cloudflare", Tag::kCdn},
    {"fastly", Tag::kCdn},
    {"stackpath", Tag::kCdn},
    {"cdn", Tag::kCdn},
    {"amazon-aws", Tag::kCloud},
    {"google-gcp", Tag::kCloud},
    {"microsoft-azure", Tag::kCloud},
    {"ovh-cluster", Tag::kCloud},
    {"cloud", Tag::kCloud},
    {"parking", Tag::kParking},
    {"sinkhole", Tag::kSinkhole},
    {"umbrella-blockpage", Tag::kSinkhole},
    {"dynamic-dns", Tag::kDynamicDns},
    {"dynamic_dns", Tag::kDynamicDns},
    {"dyndns", Tag::kDynamicDns},
    {"public-dns", Tag::kPublicResolver},
    {"alexa", Tag::kPopular},
    {"cisco_", Tag::kPopular},
    {"majestic_million", Tag::kPopular},
    {"moz-top500", Tag::kPopular},
    {"tranco", Tag::kPopular},
    {"google-chrome-crux", Tag::kPopular},
});

class ListReader {
 public:
  ListReader(Tag tag, SourceFile& file) : file_(file) { list_->tag = tag; }
  Result<std::shared_ptr<const WarningList>> read(const dom::element& top);

 private:
  Result<ItemKind> kind_of(const dom::element& top) const;
  void read_date(const dom::element& top);
  void add(std::string_view item, ItemKind kind, std::uint64_t number);
  void add_range(const AddressRange& range);

  SourceFile& file_;
  std::shared_ptr<WarningList> list_ = std::make_shared<WarningList>();
};

Result<ItemKind> ListReader::kind_of(const dom::element& top) const {
  std::string_view type;
  if (top["type"].get(type) != simdjson::SUCCESS)
    return Error{ErrorCode::kMalformed, "expected a member type of text", 0, file_.name};
  if (type == "cidr") return ItemKind::kRange;
  if (type == "string") return ItemKind::kExact;
  if (type == "hostname") return ItemKind::kHostname;
  if (type == "substring") return ItemKind::kSubstring;
  if (type == "regex")
    return Error{ErrorCode::kInvalid, "lists of regular expressions are not looked for", 0,
                 file_.name};
  return Error{ErrorCode::kInvalid, "expected the type string, hostname, substring or cidr", 0,
               file_.name};
}

void ListReader::read_date(const dom::element& top) {
  std::uint64_t version = 0;
  std::string_view text;
  std::uint32_t date = 0;
  if (top["version"].get(version) == simdjson::SUCCESS) {
    date = parse_list_date(std::to_string(version));
  } else if (top["version"].get(text) == simdjson::SUCCESS) {
    date = parse_list_date(text);
  }
  if (date != 0) file_.date_s = date;
}

void ListReader::add_range(const AddressRange& range) {
  if (range.first.is_v6) {
    list_->v6.push_back({to_v6_number(range.first), to_v6_number(range.last), 1});
  } else {
    list_->v4.push_back({to_v4_number(range.first), to_v4_number(range.last), 1});
  }
}

void ListReader::add(std::string_view item, ItemKind kind, std::uint64_t number) {
  if (kind == ItemKind::kSubstring) {
    if (item.empty() || item.size() > dns::kMaxNameOctets)
      return file_.skip(number, "expected a part of a name");
    if (list_->substrings.size() == kMostSubstrings)
      return file_.skip(number, "more substrings than are looked for: 256");
    std::string lower(item);
    for (char& c : lower) c = static_cast<char>(dns::to_lower(static_cast<std::uint8_t>(c)));
    list_->substrings.push_back(std::move(lower));
    ++file_.entries;
    return;
  }
  if (const auto range = parse_address_range(item)) {
    add_range(*range);
    ++file_.entries;
    return;
  }
  if (kind == ItemKind::kRange) return file_.skip(number, "expected an address or a prefix");
  const bool is_below = kind == ItemKind::kHostname || item.starts_with('.');
  if (item.starts_with("*.")) item.remove_prefix(1);
  if (item.starts_with('.')) item.remove_prefix(1);
  std::array<std::uint8_t, dns::kMaxNameOctets> wire{};
  const std::size_t size = dns::parse_name_octets(item, wire.data());
  if (size <= 1) return file_.skip(number, "expected a name, an address or a prefix");
  (is_below ? list_->at_or_below : list_->exact).push_back(name_hash(Bytes(wire).first(size)));
  ++file_.entries;
}

Result<std::shared_ptr<const WarningList>> ListReader::read(const dom::element& top) {
  SPOOR_TRY(const ItemKind kind, kind_of(top));
  dom::array items;
  if (top["list"].get(items) != simdjson::SUCCESS)
    return Error{ErrorCode::kMalformed, "expected a member list, an array", 0, file_.name};
  read_date(top);
  std::uint64_t number = 0;
  for (const dom::element item : items) {
    ++number;
    std::string_view text;
    if (item.get(text) != simdjson::SUCCESS) {
      file_.skip(number, "the item is no text");
    } else if (file_.entries == kMostListItems) {
      file_.skip(number, "more items than are kept of one list: 4,000,000");
    } else {
      add(text, kind, number);
    }
  }
  if (file_.entries == 0 && file_.skipped > 0)
    return Error{ErrorCode::kMalformed, "no item of the list can be read", 0, file_.name};
  return std::shared_ptr<const WarningList>(std::move(list_));
}

}  // namespace

Result<std::shared_ptr<const WarningList>> parse_warning_list(std::string_view json, Tag tag,
                                                              SourceFile& file) {
  dom::parser parser;
  dom::element top;
  const std::string_view text = json.empty() ? std::string_view("") : json;  // never a null address
  const auto fault = parser.parse(text.data(), text.size()).get(top);
  if (fault != simdjson::SUCCESS || !top.is_object()) {
    return Error{ErrorCode::kMalformed, "expected one JSON object, whole", 0, file.name};
  }
  return ListReader(tag, file).read(top);
}

std::optional<Tag> tag_of_list(std::string_view name) noexcept {
  if (const auto tag = parse_tag(name)) return tag;
  const auto known = std::find_if(kKnownLists.begin(), kKnownLists.end(),
                                  [&](const auto& list) { return name.starts_with(list.begins); });
  return known == kKnownLists.end() ? std::nullopt : std::optional(known->tag);
}

}  // namespace spoor::enrich
