// SPDX-License-Identifier: Apache-2.0
#include "enrich/prefix_table.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "enrich/address_range.h"
#include "enrich/csv_fields.h"

namespace spoor::enrich {
namespace {

constexpr std::size_t kNoColumn = CsvFields::kMostFields;
constexpr std::size_t kMostHolderOctets = 200;

struct Columns {
  std::size_t prefix = kNoColumn, start = kNoColumn, end = kNoColumn;
  std::size_t asn = kNoColumn, country = kNoColumn, holder = kNoColumn;

  [[nodiscard]] bool has_range() const noexcept {
    return prefix != kNoColumn || (start != kNoColumn && end != kNoColumn);
  }
};

/// The names that published tables give their columns.
std::size_t Columns::* column_of(std::string_view name) {
  static const std::unordered_map<std::string_view, std::size_t Columns::*> kNames = {
      {"prefix", &Columns::prefix},
      {"network", &Columns::prefix},
      {"cidr", &Columns::prefix},
      {"start", &Columns::start},
      {"start_ip", &Columns::start},
      {"range_start", &Columns::start},
      {"ip_start", &Columns::start},
      {"end", &Columns::end},
      {"end_ip", &Columns::end},
      {"range_end", &Columns::end},
      {"ip_end", &Columns::end},
      {"asn", &Columns::asn},
      {"as_number", &Columns::asn},
      {"autonomous_system_number", &Columns::asn},
      {"country", &Columns::country},
      {"country_code", &Columns::country},
      {"cc", &Columns::country},
      {"holder", &Columns::holder},
      {"as_name", &Columns::holder},
      {"as_organization", &Columns::holder},
      {"autonomous_system_organization", &Columns::holder},
      {"organization", &Columns::holder},
  };
  std::string lower(name);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto found = kNames.find(lower);
  return found == kNames.end() ? nullptr : found->second;
}

/// By the head; where there is none, by what stands in the first line.
std::optional<Columns> columns_of(const CsvFields& first, bool& is_head) {
  Columns columns;
  is_head = !parse_address_range(first[0]);
  if (is_head) {
    for (std::size_t i = 0; i < first.size(); ++i) {
      if (const auto column = column_of(first[i])) columns.*column = i;
    }
    return columns.has_range() ? std::optional(columns) : std::nullopt;
  }
  const bool is_range = parse_ip_address(first[1]).has_value();
  std::size_t next = 0;
  if (is_range) {
    columns.start = next++;
    columns.end = next++;
  } else {
    columns.prefix = next++;
  }
  // What tables of countries alone look like.
  if (!country_code(first[next]).empty() && first.size() == next + 1) {
    columns.country = next;
    return columns;
  }
  columns.asn = next++;
  columns.country = next++;
  columns.holder = next;
  return columns;
}

std::optional<AddressRange> range_of(const CsvFields& fields, const Columns& columns) {
  if (columns.prefix != kNoColumn) return parse_address_range(fields[columns.prefix]);
  const auto first = parse_ip_address(fields[columns.start]);
  const auto last = parse_ip_address(fields[columns.end]);
  if (!first || !last || first->is_v6 != last->is_v6 || last->octets < first->octets)
    return std::nullopt;
  return AddressRange{*first, *last};
}

}  // namespace

/// Makes a table line by line.
class PrefixReader {
 public:
  explicit PrefixReader(SourceFile& file) : file_(file) {
    table_->owners_.emplace_back();  // 0 is none
    table_->holders_.emplace_back();
  }

  Result<std::shared_ptr<const PrefixTable>> read(std::string_view text);

 private:
  bool begin(const CsvFields& fields);
  void add(const CsvFields& fields, std::uint64_t line);
  std::uint32_t owner(std::uint32_t asn, std::string_view country, std::string_view holder);
  std::uint32_t holder(std::string_view text);

  SourceFile& file_;
  std::shared_ptr<PrefixTable> table_ = std::make_shared<PrefixTable>();
  std::optional<Columns> columns_;
  std::vector<Range<std::uint32_t>> v4_;
  std::vector<Range<Wide>> v6_;
  std::unordered_map<std::string, std::uint32_t> holder_numbers_;
  std::unordered_map<std::string, std::uint32_t> owner_numbers_;
};

std::uint32_t PrefixReader::holder(std::string_view text) {
  if (text.empty()) return 0;
  text = text.substr(0, kMostHolderOctets);
  const auto [at, is_new] = holder_numbers_.try_emplace(
      std::string(text), static_cast<std::uint32_t>(table_->holders_.size()));
  if (is_new) table_->holders_.emplace_back(text);
  return at->second;
}

std::uint32_t PrefixReader::owner(std::uint32_t asn, std::string_view country,
                                  std::string_view holder_text) {
  const PrefixTable::Owner owner{asn, country, holder(holder_text)};
  std::string key = std::to_string(asn) + "," + std::to_string(owner.holder) + ",";
  key += country;
  const auto [at, is_new] = owner_numbers_.try_emplace(
      std::move(key), static_cast<std::uint32_t>(table_->owners_.size()));
  if (is_new) table_->owners_.push_back(owner);
  return at->second;
}

void PrefixReader::add(const CsvFields& fields, std::uint64_t line) {
  const auto range = range_of(fields, *columns_);
  if (!range) return file_.skip(line, "no prefix, or no range of addresses of one family");
  const auto asn = parse_asn(fields[columns_->asn]);
  if (!asn) return file_.skip(line, "the ASN is no number of 32 bits");
  const std::string_view country_text = fields[columns_->country];
  const std::string_view country = country_code(country_text);
  if (country.empty() && !country_text.empty() && country_text != "-" && country_text != "None")
    return file_.skip(line, "the country is no code of two letters");
  if (v4_.size() + v6_.size() == kMostPrefixes)
    return file_.skip(line, "more ranges than are kept of one file: 4,000,000");
  const std::uint32_t value = owner(*asn, country, fields[columns_->holder]);
  if (range->first.is_v6) {
    v6_.push_back({to_v6_number(range->first), to_v6_number(range->last), value});
  } else {
    v4_.push_back({to_v4_number(range->first), to_v4_number(range->last), value});
  }
  ++file_.entries;
}

Result<std::shared_ptr<const PrefixTable>> PrefixReader::read(std::string_view text) {
  Lines lines(text);
  const std::string_view first_line = text.substr(0, text.find('\n'));
  CsvFields fields(first_line.find('\t') != std::string_view::npos ? '\t' : ',');
  std::string_view line;
  while (lines.next(line)) {
    if (lines.number() == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    if (trimmed(line).empty() || line.starts_with('#')) continue;
    if (!fields.split(line)) {
      file_.skip(lines.number(), "a quote that is not closed, or more than 64 fields");
      continue;
    }
    if (!columns_) {
      bool is_head = false;
      columns_ = columns_of(fields, is_head);
      if (!columns_) {
        file_.skip(lines.number(), "expected a head with prefix, or start and end, or a prefix");
        continue;
      }
      if (is_head) continue;
    }
    add(fields, lines.number());
  }
  if (file_.entries == 0)
    return Error{ErrorCode::kMalformed, "no line gives a prefix", 0, file_.name};
  table_->v4_ = RangeMap<std::uint32_t>(std::move(v4_));
  table_->v6_ = RangeMap<Wide>(std::move(v6_));
  return std::shared_ptr<const PrefixTable>(std::move(table_));
}

Result<std::shared_ptr<const PrefixTable>> PrefixTable::parse(std::string_view text,
                                                              SourceFile& file) {
  return PrefixReader(file).read(text);
}

void PrefixTable::complete(const IpAddress& address, Origin& origin) const {
  const std::uint32_t number =
      address.is_v6 ? v6_.find(to_v6_number(address)) : v4_.find(to_v4_number(address));
  if (number == 0) return;
  const Owner& owner = owners_[number];
  if (origin.asn == 0) origin.asn = owner.asn;
  if (origin.asn == owner.asn && origin.holder.empty()) origin.holder = holders_[owner.holder];
  if (origin.country.empty()) origin.country = owner.country;
}

}  // namespace spoor::enrich
