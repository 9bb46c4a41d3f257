// SPDX-License-Identifier: Apache-2.0
// The message writer.
#include "sim/wire_writer.h"

#include <map>
#include <vector>

#include "dns/name.h"
#include "sim/rdata_maker.h"

namespace spoor::sim {
namespace {

constexpr std::uint32_t kResponse = 0x8000;
constexpr std::uint32_t kAuthoritative = 0x0400;
constexpr std::uint32_t kTruncated = 0x0200;
constexpr std::size_t kLastPointer = 0x3FFF;

class MessageWriter {
 public:
  void header(std::uint16_t id, std::uint32_t flags, const std::vector<std::size_t>& counts);
  void name(std::string_view text, bool compress = true);
  void question(const Envelope& envelope);
  void record(const Rr& rr);
  void opt(const Envelope& envelope);
  std::string finish() { return std::move(out_); }

 private:
  void rdata(const Rr& rr);

  std::string out_;
  std::map<std::string, std::size_t> offsets_;
};

void MessageWriter::header(std::uint16_t id, std::uint32_t flags,
                           const std::vector<std::size_t>& counts) {
  append_u16(out_, id);
  append_u16(out_, flags);
  for (const std::size_t count : counts) append_u16(out_, static_cast<std::uint32_t>(count));
}

void MessageWriter::name(std::string_view text, bool compress) {
  while (text != "." && !text.empty()) {
    std::string suffix(text);
    for (char& c : suffix) c = static_cast<char>(dns::to_lower(static_cast<std::uint8_t>(c)));
    const auto [known, fresh] = offsets_.try_emplace(std::move(suffix), out_.size());
    if (!fresh && compress) {
      append_u16(out_, 0xC000U | static_cast<std::uint32_t>(known->second));
      return;
    }
    if (fresh && out_.size() > kLastPointer) offsets_.erase(known);
    const std::size_t dot = text.find('.');
    out_ += static_cast<char>(dot);
    out_ += text.substr(0, dot);
    text.remove_prefix(dot + 1);
  }
  out_ += '\0';
}

void MessageWriter::question(const Envelope& envelope) {
  name(envelope.qname);
  append_u16(out_, dns::to_number(envelope.qtype));
  append_u16(out_, 1);
}

// Only the types of RFC 1035 may hold pointers (RFC 3597 section 4).
void MessageWriter::rdata(const Rr& rr) {
  std::size_t at = 0;
  unsigned names = 0;
  if (rr.type == RrType::kNs || rr.type == RrType::kCname || rr.type == RrType::kPtr) names = 1;
  if (rr.type == RrType::kSoa) names = 2;
  if (rr.type == RrType::kMx) {
    out_ += rr.rdata.substr(0, 2);
    at = 2;
    names = 1;
  }
  for (; names > 0; --names) name(name_text(rr.rdata, at));
  out_ += rr.rdata.substr(at);
}

void MessageWriter::record(const Rr& rr) {
  name(rr.owner);
  append_u16(out_, dns::to_number(rr.type));
  append_u16(out_, 1);
  append_u32(out_, rr.ttl_s);
  const std::size_t length_at = out_.size();
  append_u16(out_, 0);
  rdata(rr);
  const std::size_t length = out_.size() - length_at - 2;
  out_[length_at] = static_cast<char>(length >> 8);
  out_[length_at + 1] = static_cast<char>(length & 0xFFU);
}

void MessageWriter::opt(const Envelope& envelope) {
  if (!envelope.edns) return;
  out_ += '\0';
  append_u16(out_, dns::to_number(RrType::kOpt));
  append_u16(out_, envelope.payload_octets);
  append_u32(out_, envelope.dnssec ? 0x8000U : 0U);
  append_u16(out_, 0);
}

std::uint32_t response_flags(const Answer& answer) {
  return kResponse | (answer.authoritative ? kAuthoritative : 0U) | answer.rcode;
}

}  // namespace

std::string write_query(const Envelope& envelope) {
  MessageWriter writer;
  writer.header(envelope.id, 0, {1, 0, 0, envelope.edns ? 1U : 0U});
  writer.question(envelope);
  writer.opt(envelope);
  return writer.finish();
}

std::string write_response(const Envelope& envelope, const Answer& answer) {
  MessageWriter writer;
  writer.header(envelope.id, response_flags(answer),
                {1, answer.answer.size(), answer.authority.size(),
                 answer.additional.size() + (envelope.edns ? 1U : 0U)});
  writer.question(envelope);
  for (const auto* section : {&answer.answer, &answer.authority, &answer.additional}) {
    for (const Told& told : *section) writer.record(told.rr);
  }
  writer.opt(envelope);
  return writer.finish();
}

std::string write_truncated(const Envelope& envelope, const Answer& answer) {
  MessageWriter writer;
  writer.header(envelope.id, response_flags(answer) | kTruncated,
                {1, 0, 0, envelope.edns ? 1U : 0U});
  writer.question(envelope);
  writer.opt(envelope);
  return writer.finish();
}

}  // namespace spoor::sim
