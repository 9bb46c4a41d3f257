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

bool MessageReader::begin(Bytes message) noexcept {
  reader_ = WireReader(message);
  question_ = {};
  owner_size_ = 0;
  owner_pointer_ = 0;
  failed_ = false;
  fault_offset_ = 0;
  section_ = 0;
  left_in_section_ = 0;
  header_.id = reader_.u16();
  header_.flags = reader_.u16();
  header_.qdcount = reader_.u16();
  header_.ancount = reader_.u16();
  header_.nscount = reader_.u16();
  header_.arcount = reader_.u16();
  if (!reader_.ok()) return fail(message.size());
  for (unsigned i = 0; i < header_.qdcount; ++i) {
    const std::size_t start = reader_.pos();
    // A second question is read through the owner's buffer: only the first one is kept.
    std::uint8_t* name = i == 0 ? question_name_.data() : owner_.data();
    const std::size_t size = read_name_octets(reader_, name, Compression::kAllowed);
    if (size == 0) return fail(start);
    const std::uint16_t type = reader_.u16();
    const std::uint16_t klass = reader_.u16();
    if (!reader_.ok()) return fail(start);
    if (i == 0) question_ = {Bytes(question_name_.data(), size), type, klass};
  }
  return true;
}

bool MessageReader::read_owner(RecordInMessage& record) noexcept {
  const Bytes all = reader_.whole();
  const std::size_t start = reader_.pos();
  const bool is_pointer = reader_.left() >= 2 && all[start] >= 0xC0;
  const std::size_t to = is_pointer ? (all[start] & 0x3FU) << 8 | all[start + 1] : 0;
  if (is_pointer && to == kHeaderOctets && header_.qdcount != 0) {
    record.owner = question_.name;
    reader_.skip(2);
    return true;
  }
  if (is_pointer && to == owner_pointer_ && owner_size_ != 0) {
    record.owner = Bytes(owner_.data(), owner_size_);
    reader_.skip(2);
    return true;
  }
  owner_size_ = read_name_octets(reader_, owner_.data(), Compression::kAllowed);
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
  const std::size_t start = reader_.pos();
  if (!read_owner(record)) return fail(start);
  record.section = static_cast<Section>(section_);
  record.type = reader_.u16();
  record.klass = reader_.u16();
  const std::uint32_t ttl = reader_.u32();
  record.ttl_s = (ttl & kTtlSign) != 0 ? 0 : ttl;
  record.rdlength = reader_.u16();
  record.rdata_offset = reader_.pos();
  reader_.skip(record.rdlength);
  return reader_.ok() || fail(start);
}

}  // namespace spoor::dns
