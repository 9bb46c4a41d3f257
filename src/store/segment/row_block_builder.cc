// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "dns/name.h"
#include "dns/rdata.h"
#include "store/segment/row_block.h"
#include "store/segment/row_block_shape.h"
#include "store/segment/value_wire.h"

namespace spoor::store {
namespace {

constexpr std::size_t kMaxDictionary = 255;

template <class T>
std::size_t index_of(std::vector<T>& dictionary, T wanted) {
  for (std::size_t i = 0; i < dictionary.size(); ++i) {
    if (dictionary[i] == wanted) return i;
  }
  dictionary.push_back(wanted);
  return dictionary.size() - 1;
}

}  // namespace

bool RowBlockBuilder::has_room(const RowToWrite& row) {
  if (rows_ == 0) return true;
  if (rows_ == kMaxRows || raw_bytes_ + row.lead.size() + row.rdata.size() > kMaxRawBytes)
    return false;
  return types_.size() < kMaxDictionary ||
         std::find(types_.begin(), types_.end(), dns::to_number(row.type)) != types_.end();
}

bool RowBlockBuilder::add(const RowToWrite& row) {
  if (!has_room(row)) return false;
  const std::size_t lcp = rows_ == 0 ? 0 : common_prefix(last_lead_.view(), row.lead);
  if (order_ == RowOrder::kByValue && (lcp < value_.size() || value_.empty())) {
    value_.assign(row.lead.substr(0, record::value_length(row.lead)));
    value_to_wire(value_, value_wire_);
  }
  lead_lcp_.put(lcp);
  lead_len_.put(row.lead.size() - lcp);
  lead_bytes_.append(row.lead.substr(lcp));
  last_lead_.truncate(lcp);
  last_lead_.append(row.lead.substr(lcp));
  type_index_.put(static_cast<char>(index_of(types_, dns::to_number(row.type))));
  bailiwick_.put(static_cast<char>(row.bailiwick));
  add_rdata(row);
  add_sightings(row);
  raw_bytes_ += row.lead.size() - lcp + row.rdata.size() + 16 * row.sightings.size();
  ++rows_;
  return true;
}

void RowBlockBuilder::add_rdata(const RowToWrite& row) {
  if (order_ == RowOrder::kByValue) {
    add_from_value(row);
    return;
  }
  if (row.type == dns::RrType::kA && row.rdata.size() == 4) {
    shape_.put(static_cast<char>(RdataShape::kAddress4));
    address_.append(row.rdata);
  } else if (row.type == dns::RrType::kAaaa && row.rdata.size() == 16) {
    shape_.put(static_cast<char>(RdataShape::kAddress16));
    address_.append(row.rdata);
  } else if (!add_names(row)) {
    shape_.put(static_cast<char>(RdataShape::kRaw));
    raw_len_.put(row.rdata.size());
    raw_bytes_stream_.append(row.rdata);
  }
}

// Names in rdata are written against the owner, whose sort form they often share: a domain's own
// mail host.
bool RowBlockBuilder::add_names(const RowToWrite& row) {
  std::array<dns::RdataName, 2> names;
  const std::size_t count =
      dns::find_rdata_names(row.type, as_bytes(row.rdata), names.data(), names.size());
  if (count == 0) return false;
  shape_.put(static_cast<char>(count == 1 ? RdataShape::kOneName : RdataShape::kTwoNames));
  std::size_t at = 0;
  const auto put_raw = [&](std::size_t end) {
    raw_len_.put(end - at);
    raw_bytes_stream_.append(row.rdata.substr(at, end - at));
    at = end;
  };
  for (std::size_t i = 0; i < count; ++i) {
    put_raw(names[i].offset);
    std::array<std::uint8_t, dns::kMaxSortFormOctets> room;
    const Bytes wire = as_bytes(row.rdata.substr(at, names[i].size));
    const std::string_view form =
        as_chars(Bytes(room).first(dns::write_sort_form(room.data(), wire)));
    at += names[i].size;
    const std::size_t lcp = common_prefix(row.lead, form);
    name_lcp_.put(lcp);
    name_len_.put(form.size() - lcp);
    name_bytes_.append(form.substr(lcp));
  }
  put_raw(row.rdata.size());
  return true;
}

void RowBlockBuilder::add_from_value(const RowToWrite& row) {
  if (!value_wire_.empty() && row.rdata == value_wire_) {
    shape_.put(static_cast<char>(RdataShape::kValue));
    return;
  }
  const std::size_t at = value_wire_.empty() ? std::string_view::npos : row.rdata.find(value_wire_);
  if (at == std::string_view::npos) {
    shape_.put(static_cast<char>(RdataShape::kRaw));
    raw_len_.put(row.rdata.size());
    raw_bytes_stream_.append(row.rdata);
    return;
  }
  shape_.put(static_cast<char>(RdataShape::kAroundValue));
  const std::string_view behind = row.rdata.substr(at + value_wire_.size());
  raw_len_.put(at);
  raw_len_.put(behind.size());
  raw_bytes_stream_.append(row.rdata.substr(0, at));
  raw_bytes_stream_.append(behind);
}

void RowBlockBuilder::add_sightings(const RowToWrite& row) {
  has_many_ = has_many_ || row.sightings.size() != 1;
  put_varint(sighting_count_, row.sightings.size());
  for (const SightingRef& ref : row.sightings) {
    const record::Sightings& s = *ref.sightings;
    const std::uint64_t source =
        std::uint64_t{ref.source.v} << 1 | static_cast<std::uint64_t>(ref.how);
    put_varint(source_index_, index_of(sources_, source));
    first_.push_back(s.first);
    span_.put(s.last - s.first);
    seen_.put(s.seen_count());
    told_.put(s.told);
    if (order_ == RowOrder::kByName) add_details(s);
  }
}

void RowBlockBuilder::add_details(const record::Sightings& s) {
  std::uint8_t flags = 0;
  if (s.has_ttl()) {
    flags |= kDetailHasTtl;
    ttl_.put(s.ttl_min);
    if (s.ttl_max != s.ttl_min) {
      flags |= kDetailTtlRange;
      ttl_.put(s.ttl_max - s.ttl_min);
    }
  }
  const auto days = s.days.all();
  const std::uint32_t day = record::day_of(s.first);
  if (days.size() == 1 && days[0].day == day && record::day_of(s.last) == day && s.undated == 0) {
    flags |= kDetailOneDay;
  } else if (!days.empty()) {
    flags |= kDetailDayList;
    add_day_list(s);
  }
  has_details_ = has_details_ || flags != 0;
  detail_flags_.put(static_cast<char>(flags));
}

// Stretches of consecutive days, and within them runs of equal counts: count << 1, or count << 1 |
// 1 and how many more days have it.
void RowBlockBuilder::add_day_list(const record::Sightings& s) {
  const auto days = s.days.all();
  put_varint(detail_days_, s.undated);
  put_varint(detail_days_, days.size());
  std::uint32_t expected = record::day_of(s.first);
  for (std::size_t i = 0; i < days.size();) {
    std::size_t end = i + 1;
    while (end < days.size() && days[end].day == days[end - 1].day + 1) ++end;
    put_varint(detail_days_, days[i].day - expected);
    put_varint(detail_days_, end - i);
    expected = days[end - 1].day + 1;
    while (i < end) {
      std::size_t run = i + 1;
      while (run < end && days[run].count == days[i].count) ++run;
      const bool repeats = run - i > 1;
      put_varint(detail_days_, days[i].count << 1 | (repeats ? 1U : 0U));
      if (repeats) put_varint(detail_days_, run - i - 1);
      i = run;
    }
  }
}

void RowBlockBuilder::encode(std::string& core, std::vector<std::size_t>& cuts,
                             std::string& details) const {
  put_varint(core, rows_);
  put_varint(core, first_.size());
  put_varint(core, types_.size());
  for (const std::uint32_t type : types_) put_varint(core, type);
  put_varint(core, sources_.size());
  for (const std::uint64_t source : sources_) put_varint(core, source);
  const std::uint32_t base = first_.empty() ? 0 : *std::min_element(first_.begin(), first_.end());
  put_varint(core, base);
  std::array<Octets, 4> planes;
  for (unsigned plane = 0; plane < 4; ++plane) {
    char* out = planes[plane].extend(first_.size());
    for (const std::uint32_t first : first_)
      *out++ = static_cast<char>((first - base) >> (8 * plane));
  }
  const std::string_view sighting_count = has_many_ ? sighting_count_.view() : std::string_view();
  const std::array<std::string_view, kCoreStreams> streams = {lead_lcp_.codes(),
                                                              lead_lcp_.extra(),
                                                              lead_len_.codes(),
                                                              lead_len_.extra(),
                                                              lead_bytes_.view(),
                                                              type_index_.view(),
                                                              bailiwick_.view(),
                                                              shape_.view(),
                                                              raw_len_.codes(),
                                                              raw_len_.extra(),
                                                              raw_bytes_stream_.view(),
                                                              address_.view(),
                                                              name_lcp_.codes(),
                                                              name_lcp_.extra(),
                                                              name_len_.codes(),
                                                              name_len_.extra(),
                                                              name_bytes_.view(),
                                                              sighting_count,
                                                              source_index_.view(),
                                                              planes[0].view(),
                                                              planes[1].view(),
                                                              planes[2].view(),
                                                              planes[3].view(),
                                                              span_.codes(),
                                                              span_.extra(),
                                                              seen_.codes(),
                                                              seen_.extra(),
                                                              told_.codes(),
                                                              told_.extra()};
  for (const std::string_view stream : streams) put_varint(core, stream.size());
  for (const CoreStream which : kStreamOrder) {
    core += streams[static_cast<std::size_t>(which)];
    if (ends_part(which)) cuts.push_back(core.size());
  }
  if (!has_details_) return;
  put_varint(details, ttl_.codes().size());
  put_varint(details, ttl_.extra().size());
  details += detail_flags_.view();
  details += ttl_.codes();
  details += ttl_.extra();
  details += detail_days_.view();
}

void RowBlockBuilder::clear() {
  rows_ = raw_bytes_ = 0;
  has_many_ = has_details_ = false;
  types_.clear();
  sources_.clear();
  first_.clear();
  for (IntColumnWriter* column :
       {&lead_lcp_, &lead_len_, &raw_len_, &name_lcp_, &name_len_, &span_, &seen_, &told_, &ttl_}) {
    column->clear();
  }
  for (Octets* stream :
       {&last_lead_, &lead_bytes_, &type_index_, &bailiwick_, &shape_, &raw_bytes_stream_,
        &address_, &name_bytes_, &sighting_count_, &source_index_, &detail_flags_, &detail_days_}) {
    stream->clear();
  }
  value_.clear();
  value_wire_.clear();
}

}  // namespace spoor::store
