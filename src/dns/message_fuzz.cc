// SPDX-License-Identifier: Apache-2.0
// Messages: the reader stays inside, ends, and agrees with itself when it is used again; whole
// messages written anew without compression read back to the same records.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dns/message.h"
#include "dns/rdata.h"

namespace {

using spoor::Bytes;
using namespace spoor::dns;

void require(bool holds) {
  if (!holds) __builtin_trap();
}

struct Record {
  Section section;
  std::string owner;
  std::uint16_t type;
  std::uint16_t klass;
  std::uint32_t ttl_s;
  std::string rdata;  ///< Canonical.
  bool operator==(const Record&) const = default;
};

struct Message {
  Header header;
  std::string question;
  std::vector<Record> records;
  bool is_whole = false;  ///< Nothing was malformed, rdata included.
};

Message read_all(MessageReader& reader, Bytes octets) {
  Message message;
  message.is_whole = reader.begin(octets);
  if (!message.is_whole) return message;
  message.header = reader.header();
  message.question = spoor::as_chars(reader.question().name);
  const auto rdata = std::make_unique<std::uint8_t[]>(kMaxCanonicalRdata);
  RecordInMessage record;
  std::size_t before = reader.consumed();
  while (reader.next(record)) {
    require(reader.consumed() > before && reader.consumed() <= octets.size());
    require(record.rdata_offset + record.rdlength == reader.consumed());
    require(record.ttl_s < 0x80000000U && !record.owner.empty());
    before = reader.consumed();
    WireReader r(octets);
    r.seek(record.rdata_offset);
    const std::size_t size =
        read_canonical_rdata(r, static_cast<RrType>(record.type), record.rdlength, rdata.get());
    require(r.pos() == record.rdata_offset + record.rdlength);
    message.is_whole = message.is_whole && size != kBadRdata;
    message.records.push_back(
        {record.section, std::string(spoor::as_chars(record.owner)), record.type, record.klass,
         record.ttl_s,
         size == kBadRdata ? "" : std::string(spoor::as_chars(Bytes(rdata.get(), size)))});
  }
  require(!reader.next(record));
  require(!reader.failed() || reader.fault_offset() <= octets.size());
  message.is_whole = message.is_whole && !reader.failed();
  return message;
}

void append_number(std::string& out, std::uint32_t value, unsigned octets) {
  for (unsigned i = octets; i-- > 0;) out += static_cast<char>(value >> (8 * i));
}

std::string write(const Message& message) {
  std::string out;
  append_number(out, message.header.id, 2);
  append_number(out, message.header.flags, 2);
  const bool has_question = message.header.qdcount != 0;
  append_number(out, has_question ? 1 : 0, 2);
  append_number(out, message.header.ancount, 2);
  append_number(out, message.header.nscount, 2);
  append_number(out, message.header.arcount, 2);
  if (has_question) {
    out += message.question;
    append_number(out, 0x00010001, 4);
  }
  for (const Record& record : message.records) {
    out += record.owner;
    append_number(out, record.type, 2);
    append_number(out, record.klass, 2);
    append_number(out, record.ttl_s, 4);
    append_number(out, static_cast<std::uint32_t>(record.rdata.size()), 2);
    out += record.rdata;
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static MessageReader reused;  // carries its buffers from input to input, as in the product
  MessageReader fresh;
  const Message message = read_all(fresh, {data, size});
  const Message again = read_all(reused, {data, size});
  require(message.records == again.records && message.is_whole == again.is_whole);
  if (!message.is_whole) return 0;
  const std::string written = write(message);
  const Message back = read_all(reused, spoor::as_bytes(written));
  require(back.is_whole && back.records == message.records && back.question == message.question);
  return 0;
}
