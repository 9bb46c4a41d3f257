// SPDX-License-Identifier: Apache-2.0
// A response put together again from an item of C-DNS and the tables it points into.
#pragma once

#include <cstdint>
#include <vector>

#include "capture/capture_stats.h"
#include "capture/cdns_block.h"
#include "harden/captured_message.h"

namespace spoor::capture {

/// Reuse one for many items: it holds the message's octets.
class CdnsMessage {
 public:
  /// Fills `message`, whose payload lives until the next call: everything but its number. The
  /// reason for which there is no response to hand on, kCount when there is one.
  Reason assemble(const CdnsBlock& block, const CdnsItem& item, std::uint64_t ticks_per_second,
                  harden::CapturedMessage& message);

 private:
  Reason write_message(const CdnsBlock& block, const CdnsItem& item,
                       const CdnsSignature& signature);
  bool write_questions(const CdnsBlock& block, const CdnsItem& item,
                       const CdnsSignature& signature);
  bool write_section(const CdnsBlock& block, std::uint32_t list);
  bool write_name(const CdnsBlock& block, std::uint32_t name);
  bool write_class_type(const CdnsBlock& block, std::uint32_t class_type);
  void write_u16(std::size_t value);
  void write_count(std::size_t at, std::size_t count);

  std::vector<std::uint8_t> out_;
  std::uint32_t first_name_ = kNoIndex;  // what the name at octet 12 is
};

}  // namespace spoor::capture
