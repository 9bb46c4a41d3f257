// SPDX-License-Identifier: Apache-2.0
// For tests, benchmarks and fuzz seeds only: writes DNS messages octet by octet, wrong ones too,
// without using any code that is under test.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "dns/rr_type.h"

namespace spoor::harden::testing {

using Octets = std::string;

inline void append_u16(Octets& out, unsigned v) {
  out += static_cast<char>(v >> 8 & 0xFFU);
  out += static_cast<char>(v & 0xFFU);
}
inline void append_u32(Octets& out, std::uint32_t v) {
  append_u16(out, v >> 16);
  append_u16(out, v & 0xFFFFU);
}

/// "www.Example.com." to uncompressed wire form; keeps case, knows no escapes.
inline Octets wire_name(std::string_view text) {
  Octets out;
  while (!text.empty() && text != ".") {
    const std::size_t dot = text.find('.');
    const std::string_view label = text.substr(0, dot);
    out += static_cast<char>(label.size());
    out += label;
    text.remove_prefix(dot == std::string_view::npos ? text.size() : dot + 1);
  }
  out += '\0';
  return out;
}

inline Octets address(std::string_view text) {
  return Octets(as_chars(parse_ip_address(text).value_or(IpAddress{}).bytes()));
}
inline Octets soa(std::string_view mname, std::string_view rname) {
  Octets out = wire_name(mname) + wire_name(rname);
  for (const std::uint32_t value : {2026U, 3600U, 600U, 86400U, 300U}) append_u32(out, value);
  return out;
}

/// One message. Setters return the builder; `wire()` may be asked at any time.
class MessageBuilder {
 public:
  MessageBuilder(std::string_view qname, dns::RrType qtype, unsigned klass = 1) {
    question_ = wire_name(qname);
    append_u16(question_, dns::to_number(qtype));
    append_u16(question_, klass);
  }
  MessageBuilder& id(unsigned v) { return id_ = v, *this; }
  MessageBuilder& response() { return flags_ |= 0x8000U, *this; }
  MessageBuilder& authoritative() { return flags_ |= 0x0400U, *this; }
  MessageBuilder& truncated() { return flags_ |= 0x0200U, *this; }
  MessageBuilder& opcode(unsigned v) { return flags_ |= v << 11, *this; }
  MessageBuilder& rcode(unsigned v) { return flags_ |= v, *this; }
  MessageBuilder& questions(unsigned v) { return qdcount_ = v, *this; }
  MessageBuilder& answer(std::string_view owner, dns::RrType type, const Octets& rdata,
                         std::uint32_t ttl = 300) {
    return add(0, owner, type, rdata, ttl);
  }
  MessageBuilder& authority(std::string_view owner, dns::RrType type, const Octets& rdata,
                            std::uint32_t ttl = 300) {
    return add(1, owner, type, rdata, ttl);
  }
  MessageBuilder& additional(std::string_view owner, dns::RrType type, const Octets& rdata,
                             std::uint32_t ttl = 300) {
    return add(2, owner, type, rdata, ttl);
  }
  /// Class of the records added from here on.
  MessageBuilder& record_class(unsigned v) { return record_class_ = v, *this; }

  [[nodiscard]] Octets wire() const {
    Octets out = header(flags_);
    for (unsigned i = 0; i < qdcount_; ++i) out += question_;
    for (const Octets& section : sections_) out += section;
    return out;
  }
  /// The query that this response answers: ID, opcode and question alone.
  [[nodiscard]] Octets query() const {
    Octets out;
    append_u16(out, id_);
    append_u16(out, flags_ & 0x7800U);
    append_u16(out, qdcount_);
    out.append(6, '\0');
    for (unsigned i = 0; i < qdcount_; ++i) out += question_;
    return out;
  }

 private:
  [[nodiscard]] Octets header(unsigned flags) const {
    Octets out;
    append_u16(out, id_);
    append_u16(out, flags);
    append_u16(out, qdcount_);
    for (const unsigned count : counts_) append_u16(out, count);
    return out;
  }
  MessageBuilder& add(std::size_t section, std::string_view owner, dns::RrType type,
                      const Octets& rdata, std::uint32_t ttl) {
    Octets& out = sections_.at(section);
    out += wire_name(owner);
    append_u16(out, dns::to_number(type));
    append_u16(out, record_class_);
    append_u32(out, ttl);
    append_u16(out, static_cast<unsigned>(rdata.size()));
    out += rdata;
    ++counts_.at(section);
    return *this;
  }

  unsigned id_ = 1;
  unsigned flags_ = 0;
  unsigned qdcount_ = 1;
  unsigned record_class_ = 1;
  Octets question_;
  std::vector<Octets> sections_ = std::vector<Octets>(3);
  std::vector<unsigned> counts_ = std::vector<unsigned>(3);
};

}  // namespace spoor::harden::testing
