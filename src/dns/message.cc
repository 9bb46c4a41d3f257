// SPDX-License-Identifier: Apache-2.0
#include "dns/message.h"

namespace spoor::dns {
namespace {

constexpr std::uint32_t kTtlSign = 0x80000000U;

}  // namespace

bool MessageReader::fail(std::size_t offset) noexcept {
  failed_ = true;
  fault_offset_ = offset;
  return false;
}

// Reads with a cursor of its own, here and in next(): octets written through a pointer might be the
// reader's, as far as the compiler knows, which would have to look again after each.
bool MessageReader::begin(Bytes message) noexcept {
  WireReader r(message);
  message_ = message;
  pos_ = 0;
  question_ = {};
  owner_size_ = 0;
  owner_pointer_ = 0;
  failed_ = false;
  fault_offset_ = 0;
  section_ = 0;
  left_in_section_ = 0;
  const auto fields = r.fields<kHeaderOctets>();
  header_ = {fields.u16<0>(), fields.u16<2>(), fields.u16<4>(),
             fields.u16<6>(), fields.u16<8>(), fields.u16<10>()};
  if (!r.ok()) return fail(message.size());
  const unsigned questions = header_.qdcount;
  for (unsigned i = 0; i < questions; ++i) {
    const std::size_t start = r.pos();
    // A second question is read through the owner's buffer: only the first one is kept.
    std::uint8_t* name = i == 0 ? question_name_.data() : owner_.data();
    const std::size_t size = read_name_octets(r, name, Compression::kAllowed);
    if (size == 0) return fail(start);
    const auto kind = r.fields<4>();
    if (!r.ok()) return fail(start);
    if (i == 0) question_ = {Bytes(question_name_.data(), size), kind.u16<0>(), kind.u16<2>()};
  }
  pos_ = r.pos();
  return true;
}

bool MessageReader::read_owner(WireReader& r, RecordInMessage& record) noexcept {
  const Bytes all = r.whole();
  const std::size_t start = r.pos();
  const bool is_pointer = r.left() >= 2 && all[start] >= 0xC0;
  const std::size_t to = is_pointer ? (all[start] & 0x3FU) << 8 | all[start + 1] : 0;
  if (is_pointer && to == kHeaderOctets && header_.qdcount != 0) {
    record.owner = question_.name;
    r.skip(2);
    return true;
  }
  if (is_pointer && to == owner_pointer_ && owner_size_ != 0) {
    record.owner = Bytes(owner_.data(), owner_size_);
    r.skip(2);
    return true;
  }
  if (r.left() != 0 && all[start] == 0) {  // the root: OPT's, in most messages
    owner_[0] = 0;
    owner_size_ = 1;
    owner_pointer_ = start;
    record.owner = Bytes(owner_.data(), 1);
    r.skip(1);
    return true;
  }
  owner_size_ = read_name_octets(r, owner_.data(), Compression::kAllowed);
  owner_pointer_ = is_pointer ? to : start;
  record.owner = Bytes(owner_.data(), owner_size_);
  return owner_size_ != 0;
}

bool MessageReader::next(RecordInMessage& record) noexcept {
  if (failed_) return false;
  while (left_in_section_ == 0) {
    if (section_ == 3) return false;
    ++section_;
    left_in_section_ = section_ == 1   ? header_.ancount
                       : section_ == 2 ? header_.nscount
                                       : header_.arcount;
  }
  --left_in_section_;
  WireReader r(message_);
  r.seek(pos_);
  const std::size_t start = r.pos();
  if (!read_owner(r, record)) return fail(start);
  const auto fields = r.fields<10>();
  record.section = static_cast<Section>(section_);
  record.type = fields.u16<0>();
  record.klass = fields.u16<2>();
  const std::uint32_t ttl = fields.u32<4>();
  record.ttl_s = (ttl & kTtlSign) != 0 ? 0 : ttl;
  record.rdlength = fields.u16<8>();
  record.rdata_offset = r.pos();
  r.skip(record.rdlength);
  pos_ = r.pos();
  return r.ok() || fail(start);
}

}  // namespace spoor::dns
