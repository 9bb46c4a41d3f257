// SPDX-License-Identifier: Apache-2.0
#include "dns/name.h"
#include "store/segment/row_block.h"
#include "store/segment/row_block_guide.h"
#include "store/segment/row_block_shape.h"
#include "store/segment/value_wire.h"

namespace spoor::store {
namespace {

constexpr std::size_t kMaxRowsInBlock = 1U << 16;
constexpr std::size_t kMaxSightingsInBlock = 1U << 24;
constexpr std::uint64_t kMaxDays = 49711;  // of 2^32 seconds

Error corrupt(std::string_view what) {
  return Error{ErrorCode::kCorrupt, what, 0, {}};
}

}  // namespace

Status RowBlockCursor::open(std::string_view core, std::string_view details) {
  row_ = sighting_at_ = sighting_used_ = value_size_ = lead_size_ = 0;
  failed_ = value_fresh_ = lead_ready_ = false;
  lead_.clear();
  ByteReader in(core);
  rows_ = in.varint();
  total_sightings_ = in.varint();
  if (!in.ok() || rows_ > kMaxRowsInBlock || total_sightings_ > kMaxSightingsInBlock ||
      total_sightings_ < rows_) {
    return corrupt("block header");
  }
  if (!read_dictionaries(in) || !read_streams(in, details) || !check_counts())
    return corrupt("block columns");
  return {};
}

bool RowBlockCursor::read_dictionaries(ByteReader& in) {
  const std::uint64_t types = in.varint();
  if (types > in.left()) return false;
  types_.resize(types);
  for (dns::RrType& type : types_) type = static_cast<dns::RrType>(in.varint());
  const std::uint64_t sources = in.varint();
  if (sources > in.left()) return false;
  sources_.resize(sources);
  for (auto& source : sources_) {
    const std::uint64_t v = in.varint();
    source = {record::SourceId{static_cast<std::uint32_t>(v >> 1)},
              static_cast<record::How>(v & 1)};
  }
  first_base_ = static_cast<std::uint32_t>(in.varint());
  return in.ok();
}

bool RowBlockCursor::read_streams(ByteReader& in, std::string_view details) {
  std::array<std::uint64_t, kCoreStreams> sizes{};
  for (std::uint64_t& size : sizes) size = in.varint();
  std::array<std::string_view, kCoreStreams> s;
  for (const CoreStream which : kStreamOrder) {
    const auto i = static_cast<std::size_t>(which);
    s[i] = in.bytes(sizes[i]);
  }
  if (!in.at_end()) return false;
  const auto column = [&](CoreStream codes) {
    const auto i = static_cast<std::size_t>(codes);
    return IntColumnReader(s[i], s[i + 1]);
  };
  const auto stream = [&](CoreStream which) { return s[static_cast<std::size_t>(which)]; };
  lead_lcp_ = column(CoreStream::kLeadLcp);
  lead_len_ = column(CoreStream::kLeadLen);
  raw_len_ = column(CoreStream::kRawLen);
  name_lcp_ = column(CoreStream::kNameLcp);
  name_len_ = column(CoreStream::kNameLen);
  span_ = column(CoreStream::kSpan);
  seen_ = column(CoreStream::kSeen);
  told_ = column(CoreStream::kTold);
  lead_bytes_ = stream(CoreStream::kLeadBytes);
  type_index_ = stream(CoreStream::kType);
  bailiwick_ = stream(CoreStream::kBailiwick);
  shape_ = stream(CoreStream::kShape);
  raw_bytes_ = stream(CoreStream::kRawBytes);
  address_ = stream(CoreStream::kAddress);
  name_bytes_ = stream(CoreStream::kNameBytes);
  sighting_count_ = stream(CoreStream::kSightingCount);
  source_index_ = stream(CoreStream::kSource);
  for (std::size_t plane = 0; plane < 4; ++plane) {
    first_planes_[plane] = s[static_cast<std::size_t>(CoreStream::kFirst0) + plane];
  }
  with_details_ = !details.empty();
  if (!with_details_) return true;
  ByteReader d(details);
  const std::uint64_t ttl_codes = d.varint();
  const std::uint64_t ttl_extra = d.varint();
  detail_flags_ = d.bytes(total_sightings_);
  const std::string_view codes = d.bytes(ttl_codes);
  ttl_ = IntColumnReader(codes, d.bytes(ttl_extra));
  days_ = d;
  return d.ok();
}

// What is indexed by row or by sightings must be as long as its header says; the rest is checked as
// it is read.
bool RowBlockCursor::check_counts() const noexcept {
  for (const std::string_view per_row : {type_index_, bailiwick_, shape_}) {
    if (per_row.size() != rows_) return false;
  }
  for (const std::string_view plane : first_planes_) {
    if (plane.size() != total_sightings_) return false;
  }
  return lead_lcp_.size() == rows_ && lead_len_.size() == rows_ &&
         span_.size() == total_sightings_ && seen_.size() == total_sightings_ &&
         told_.size() == total_sightings_ &&
         (!sighting_count_.empty() || total_sightings_ == rows_) &&
         source_index_.size() >= total_sightings_;
}

bool RowBlockCursor::take(std::string_view& stream, std::uint64_t n, std::string_view& out) {
  if (n > stream.size()) return fail();
  out = stream.substr(0, static_cast<std::size_t>(n));
  stream.remove_prefix(static_cast<std::size_t>(n));
  return true;
}

bool RowBlockCursor::append(std::string_view& stream, std::uint64_t n, Octets& out) {
  std::string_view octets;
  if (!take(stream, n, octets)) return false;
  out.append(octets);
  return true;
}

bool RowBlockCursor::read_lead() {
  if (lead_ready_) {
    lead_ready_ = false;
    return true;
  }
  const std::uint64_t lcp = lead_lcp_.next();
  if (lcp > lead_size_) return fail();
  if (lcp < value_size_ || value_size_ == 0) value_fresh_ = false;
  lead_.truncate(static_cast<std::size_t>(lcp));
  return append(lead_bytes_, lead_len_.next(), lead_);
}

// Rows below the target are passed over without building their leads: a row that shares more with
// the row before it than that one shares with the target is below it as well, and whatever is
// shared with the target need not be read, for the target has it.
Status RowBlockCursor::seek_lead(std::string_view target, const RowBlockGuide* guide) {
  std::size_t matched = 0;  // octets that the row before, which is below the target, shares with it
  if (const RowBlockPlace* place = guide == nullptr ? nullptr : guide->find(target)) {
    if (!go_to(*place)) return corrupt("block rows");
    matched = common_prefix(guide->lead_before(*place), target);
  }
  std::size_t skipped = 0;
  std::size_t at = 0;  // into lead_bytes_
  for (; row_ + skipped < rows_; ++skipped) {
    const std::uint64_t lcp = lead_lcp_.next();
    const std::uint64_t len = lead_len_.next();
    if (len > lead_bytes_.size() - at) return corrupt("block lead");
    if (lcp > matched) {
      at += len;
      continue;
    }
    const std::string_view rest = lead_bytes_.substr(at, len);
    if (lcp == matched) {
      const std::size_t more = common_prefix(rest, target.substr(matched));
      // A lead that is all of the target's beginning stops here too: what is left of the target is
      // a type.
      if (matched + more < target.size() && more < rest.size() &&
          static_cast<std::uint8_t>(rest[more]) <
              static_cast<std::uint8_t>(target[matched + more])) {
        matched += more;
        at += len;
        continue;
      }
    }
    lead_.assign(target.substr(0, lcp));
    lead_.append(rest);
    at += len;
    lead_ready_ = true;
    break;
  }
  lead_size_ = lead_.size();
  lead_bytes_.remove_prefix(at);
  value_fresh_ = false;
  value_size_ = 0;
  skip_rows(skipped);
  if (failed_) return corrupt("block rows");
  return {};
}

void RowBlockCursor::drop(std::string_view& stream, std::uint64_t octets) noexcept {
  if (octets > stream.size()) {
    failed_ = true;
    octets = stream.size();
  }
  stream.remove_prefix(static_cast<std::size_t>(octets));
}

void RowBlockCursor::skip_rdata(std::size_t n) {
  std::uint64_t raw = 0, addresses = 0, names = 0;
  for (std::size_t i = 0; i < n; ++i) {
    switch (static_cast<RdataShape>(shape_[row_ + i])) {
      case RdataShape::kRaw:
        raw += raw_len_.next();
        break;
      case RdataShape::kTwoNames:
        raw += raw_len_.next();
        name_lcp_.next();
        names += name_len_.next();
        [[fallthrough]];
      case RdataShape::kOneName:
        raw += raw_len_.next();
        raw += raw_len_.next();
        name_lcp_.next();
        names += name_len_.next();
        break;
      case RdataShape::kAddress4:
        addresses += 4;
        break;
      case RdataShape::kAddress16:
        addresses += 16;
        break;
      case RdataShape::kValue:
        break;
      case RdataShape::kAroundValue:
        raw += raw_len_.next();
        raw += raw_len_.next();
        break;
    }
  }
  drop(raw_bytes_, raw);
  drop(address_, addresses);
  drop(name_bytes_, names);
}

void RowBlockCursor::skip_sightings(std::size_t sightings) {
  std::size_t source_octets = sightings;
  if (source_index_.size() != total_sightings_ - sighting_at_) {
    ByteReader sources(source_index_);
    for (std::size_t i = 0; i < sightings; ++i) sources.varint();
    source_octets = source_index_.size() - sources.left();
  }
  drop(source_index_, source_octets);
  span_.skip(sightings);
  seen_.skip(sightings);
  told_.skip(sightings);
  skip_details(sightings);
}

bool RowBlockCursor::skip_details(std::size_t sightings) {
  if (!with_details_) {
    sighting_at_ += sightings;
    return true;
  }
  record::Sightings ignored;
  for (std::size_t i = 0; i < sightings; ++i, ++sighting_at_) {
    ignored = record::Sightings{};
    ignored.first = ignored.last = record::kSecondsPerDay;
    if (!read_details(ignored, 0)) return false;
  }
  return true;
}

bool RowBlockCursor::pass(std::size_t n, RowBlockPlace& place) {
  for (std::size_t i = 0; i < n; ++i) {
    lead_size_ = lead_.size();
    if (!read_lead()) return false;
  }
  skip_rows(n);
  if (failed_) return false;
  const auto type = static_cast<std::uint8_t>(type_index_[row_ - 1]);
  if (type >= types_.size()) return false;
  type_ = types_[type];
  place.row = static_cast<std::uint32_t>(row_);
  place.sighting = static_cast<std::uint32_t>(sighting_at_);
  const auto ints = columns();
  for (std::size_t i = 0; i < ints.size(); ++i) place.columns[i] = ints[i]->place();
  const auto octets = streams();
  for (std::size_t i = 0; i < octets.size(); ++i)
    place.left[i] = static_cast<std::uint32_t>(octets[i]->size());
  return true;
}

bool RowBlockCursor::go_to(const RowBlockPlace& place) {
  const auto ints = columns();
  for (std::size_t i = 0; i < ints.size(); ++i) {
    if (!ints[i]->go_to(place.columns[i])) return false;
  }
  const auto octets = streams();
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (place.left[i] > octets[i]->size()) return false;
    octets[i]->remove_prefix(octets[i]->size() - place.left[i]);
  }
  row_ = place.row;
  return skip_details(place.sighting);
}

void RowBlockCursor::skip_rows(std::size_t n) {
  skip_rdata(n);
  row_ += n;
  std::size_t sightings = n;
  if (!sighting_count_.empty()) {
    ByteReader counts(sighting_count_);
    sightings = 0;
    for (std::size_t i = 0; i < n; ++i) sightings += counts.varint();
    sighting_count_.remove_prefix(sighting_count_.size() - counts.left());
  }
  if (sightings > total_sightings_ - sighting_at_) {
    failed_ = true;
    return;
  }
  skip_sightings(sightings);
}

bool RowBlockCursor::next() {
  if (failed_ || row_ == rows_) return false;
  if (!read_lead()) return false;
  const auto type = static_cast<std::uint8_t>(type_index_[row_]);
  if (type >= types_.size()) return fail();
  type_ = types_[type];
  row_bailiwick_ = static_cast<std::uint8_t>(bailiwick_[row_]);
  lead_size_ = lead_.size();
  if (!read_rdata() || !read_sightings()) return fail();
  char type_octets[record::kMaxTypeOctets];
  lead_.append({type_octets, record::write_type(type_octets, type_)});
  ++row_;
  return true;
}

bool RowBlockCursor::read_rdata() {
  switch (static_cast<RdataShape>(shape_[row_])) {
    case RdataShape::kRaw:
      return take(raw_bytes_, raw_len_.next(), rdata_);
    case RdataShape::kOneName:
      return read_named_rdata(1);
    case RdataShape::kTwoNames:
      return read_named_rdata(2);
    case RdataShape::kAddress4:
      return take(address_, 4, rdata_);
    case RdataShape::kAddress16:
      return take(address_, 16, rdata_);
    case RdataShape::kValue:
      return read_rdata_from_value(true);
    case RdataShape::kAroundValue:
      return read_rdata_from_value(false);
  }
  return fail();
}

bool RowBlockCursor::read_named_rdata(unsigned names) {
  rdata_room_.clear();
  for (unsigned i = 0; i < names; ++i) {
    if (!append(raw_bytes_, raw_len_.next(), rdata_room_)) return false;
    const std::uint64_t lcp = name_lcp_.next();
    if (lcp > lead_size_) return fail();
    sort_form_.assign(lead_.view().substr(0, static_cast<std::size_t>(lcp)));
    if (!append(name_bytes_, name_len_.next(), sort_form_)) return false;
    std::array<std::uint8_t, dns::kMaxNameOctets> wire;
    const std::size_t size = dns::write_wire_from_sort_form(wire.data(), sort_form_.view());
    if (size == 0) return fail();
    rdata_room_.append(as_chars(Bytes(wire).first(size)));
  }
  if (!append(raw_bytes_, raw_len_.next(), rdata_room_)) return false;
  rdata_ = rdata_room_.view();
  return true;
}

bool RowBlockCursor::refresh_value() {
  if (value_fresh_) return true;
  value_size_ = record::value_length(lead_.view());
  value_fresh_ =
      value_size_ != 0 && value_to_wire(lead_.view().substr(0, value_size_), value_wire_);
  return value_fresh_ || fail();
}

bool RowBlockCursor::read_rdata_from_value(bool whole) {
  if (order_ != RowOrder::kByValue || !refresh_value()) return fail();
  if (whole) {
    rdata_ = value_wire_;
    return true;
  }
  const std::uint64_t before = raw_len_.next();
  const std::uint64_t behind = raw_len_.next();
  rdata_room_.clear();
  if (!append(raw_bytes_, before, rdata_room_)) return false;
  rdata_room_.append(value_wire_);
  if (!append(raw_bytes_, behind, rdata_room_)) return false;
  rdata_ = rdata_room_.view();
  return true;
}

bool RowBlockCursor::read_sightings() {
  std::size_t count = 1;
  if (!sighting_count_.empty()) {
    ByteReader in(sighting_count_);
    count = in.varint();
    sighting_count_.remove_prefix(sighting_count_.size() - in.left());
  }
  if (count > total_sightings_ - sighting_at_) return fail();
  if (sightings_.size() < count) sightings_.resize(count);
  sighting_used_ = count;
  for (std::size_t i = 0; i < count; ++i, ++sighting_at_) {
    record::SourcedSightings& one = sightings_[i];
    std::uint64_t source =
        source_index_.empty() ? 0 : static_cast<std::uint8_t>(source_index_.front());
    if (source < 0x80 && !source_index_.empty()) [[likely]] {
      source_index_.remove_prefix(1);
    } else {
      ByteReader in(source_index_);
      source = in.varint();
      source_index_.remove_prefix(source_index_.size() - in.left());
      if (!in.ok()) return fail();
    }
    if (source >= sources_.size()) return fail();
    one.source = sources_[source].first;
    one.how = sources_[source].second;
    std::uint32_t first = 0;
    for (std::size_t plane = 0; plane < 4; ++plane) {
      first |=
          static_cast<std::uint32_t>(static_cast<std::uint8_t>(first_planes_[plane][sighting_at_]))
          << (8 * plane);
    }
    record::Sightings& s = one.sightings;
    s.first = first_base_ + first;
    s.last = s.first + static_cast<std::uint32_t>(span_.next());
    const std::uint64_t seen = seen_.next();
    s.told = told_.next();
    s.undated = seen;
    s.days.clear();
    s.ttl_min = std::numeric_limits<std::uint32_t>::max();
    s.ttl_max = 0;
    if (with_details_ && !read_details(s, seen)) return false;
  }
  return span_.ok() && seen_.ok() && told_.ok();
}

bool RowBlockCursor::read_details(record::Sightings& s, std::uint64_t seen) {
  const auto flags = static_cast<std::uint8_t>(detail_flags_[sighting_at_]);
  if ((flags & kDetailHasTtl) != 0) {
    s.ttl_min = static_cast<std::uint32_t>(ttl_.next());
    s.ttl_max =
        s.ttl_min + ((flags & kDetailTtlRange) != 0 ? static_cast<std::uint32_t>(ttl_.next()) : 0U);
    if (!ttl_.ok()) return fail();
  }
  if ((flags & kDetailOneDay) != 0) {
    s.undated = 0;
    s.days.add(record::day_of(s.first), seen);
  } else if ((flags & kDetailDayList) != 0) {
    return read_day_list(s);
  }
  return true;
}

bool RowBlockCursor::read_day_list(record::Sightings& s) {
  s.undated = days_.varint();
  std::uint64_t left = days_.varint();
  if (left > kMaxDays || !days_.ok()) return fail();
  std::uint64_t day = record::day_of(s.first);
  while (left > 0) {
    day += days_.varint();
    std::uint64_t stretch = days_.varint();
    if (!days_.ok() || stretch == 0 || stretch > left) return fail();
    left -= stretch;
    while (stretch > 0) {
      const std::uint64_t token = days_.varint();
      const std::uint64_t run = (token & 1) != 0 ? days_.varint() + 1 : 1;
      if (!days_.ok() || run > stretch || day + run > std::numeric_limits<std::uint32_t>::max())
        return fail();
      for (std::uint64_t i = 0; i < run; ++i)
        s.days.add(static_cast<std::uint32_t>(day++), token >> 1);
      stretch -= run;
    }
  }
  return days_.ok() || fail();
}

}  // namespace spoor::store
