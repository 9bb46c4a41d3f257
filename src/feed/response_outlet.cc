// SPDX-License-Identifier: Apache-2.0
#include "feed/response_outlet.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace spoor::feed {
namespace {

using dns::RrType;
using record::Sightings;

constexpr std::uint64_t kMaxTtl = std::numeric_limits<std::int32_t>::max();

bool equal(Bytes a, Bytes b) noexcept {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size()) == 0;
}

/// A name as logs write it: without its final dot, the root as nothing at all.
std::size_t read_logged_name(std::string_view text, std::uint8_t* out) {
  return read_name_text(text.empty() ? std::string_view(".") : text, out);
}

}  // namespace

std::optional<std::uint32_t> to_ttl(std::optional<std::uint64_t> seconds) noexcept {
  if (!seconds || *seconds > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(*seconds > kMaxTtl ? 0 : *seconds);
}

bool AnswerChain::add(Bytes name) noexcept {
  if (size_ == kMaxNames || name.size() > dns::kMaxNameOctets) return false;
  std::memcpy(names_[size_].data(), name.data(), name.size());
  sizes_[size_++] = static_cast<std::uint8_t>(name.size());
  return true;
}

bool AnswerChain::holds(Bytes name) const noexcept {
  for (std::size_t i = size_; i-- > 0;) {
    if (equal(name_at(i), name)) return true;
  }
  return false;
}

bool AnswerChain::holds_below(Bytes name) const noexcept {
  for (std::size_t i = 0; i < size_; ++i) {
    if (dns::is_at_or_below(name_at(i), name)) return true;
  }
  return false;
}

Status ResponseOutlet::begin(std::uint32_t time_s) {
  return begin(Sightings::seen(time_s, time_s, 1), record::How::kSensor);
}

Status ResponseOutlet::begin(const Sightings& seen, record::How how) {
  if (!source_) {
    SPOOR_TRY(source_, sources_.source_for({}));
  }
  chain_.clear();
  zone_size_ = 0;
  records_ = 0;
  seen_ = seen;
  how_ = how;
  return {};
}

std::string_view ResponseOutlet::ask(std::string_view question) {
  const std::size_t size = read_logged_name(question, owner_.data());
  if (size == 0) return "the question is no name";
  chain_.add({owner_.data(), size});
  return {};
}

void ResponseOutlet::set_zone(std::string_view zone) {
  zone_size_ = dns::parse_name_octets(zone, zone_.data());
}

TypeAnswer ResponseOutlet::type_of(const LoggedRecord& record) {
  if (record.type_number) return TypeNames::of_number(*record.type_number);
  if (record.type_text != last_type_text_) {
    last_type_ = TypeNames::of_wire_text(record.type_text);
    last_type_text_.assign(record.type_text);
  }
  return last_type_;
}

/// Sets the owner. Empty, or why it is not believed.
std::string_view ResponseOutlet::place(const LoggedRecord& record, RrType type) {
  const std::size_t size = read_logged_name(record.owner, owner_.data());
  if (size == 0) return "owner is no name";
  record_.owner = {owner_.data(), size};
  if (chain_.is_empty() || chain_.holds(record_.owner)) return {};
  if (type == RrType::kDname && chain_.holds_below(record_.owner)) return {};
  return "owner does not follow from the question";
}

void ResponseOutlet::add(const LoggedRecord& record, Tally& tally) {
  const TypeAnswer type = type_of(record);
  if (!type.fault.empty()) return tally.reject(type.fault);
  const std::string_view fault = place(record, type.type);
  if (!fault.empty()) return tally.reject(fault);
  const bool is_raw = record.form == RdataForm::kStrings &&
                      (type.type == RrType::kTxt || type.type == RrType::kSpf);
  if (!(is_raw ? rdata_.read_strings(record.rdata) : rdata_.read(type.type, record.rdata, tally)))
    return tally.reject("rdata does not fit its type");
  see(type.type, rdata_.octets(), to_ttl(record.ttl_s));
  if (type.type == RrType::kCname && !chain_.is_empty() && !chain_.add(rdata_.octets()))
    tally.note("CNAMEs beyond the sixteenth are not followed");
}

void ResponseOutlet::add_to_last(RrType type, Bytes rdata, std::optional<std::uint32_t> ttl_s) {
  const Bytes owner = chain_.last();
  std::memcpy(owner_.data(), owner.data(), owner.size());
  record_.owner = {owner_.data(), owner.size()};
  see(type, rdata, ttl_s);
  if (type == RrType::kCname) chain_.add(rdata);
}

bool ResponseOutlet::add_to_last(RrType type, std::string_view rdata,
                                 std::optional<std::uint32_t> ttl_s) {
  if (!rdata_.read_strictly(type, rdata)) return false;
  add_to_last(type, rdata_.octets(), ttl_s);
  return true;
}

void ResponseOutlet::see(RrType type, Bytes rdata, std::optional<std::uint32_t> ttl_s) {
  record_.type = type;
  record_.rdata = rdata;
  record_.bailiwick = record::kBailiwickUnknown;
  const Bytes zone(zone_.data(), zone_size_);
  if (zone_size_ != 0 && dns::is_at_or_below(record_.owner, zone))
    record_.bailiwick = static_cast<std::uint8_t>(dns::count_labels(zone));
  Sightings sightings = seen_;
  if (ttl_s) sightings.widen_ttl(*ttl_s);
  sink_.add(record_, *source_, how_, sightings);
  ++records_;
}

}  // namespace spoor::feed
