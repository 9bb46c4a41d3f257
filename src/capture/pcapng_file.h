// SPDX-License-Identifier: Apache-2.0
// pcapng (draft-ietf-opsawg-pcapng): sections of either byte order, many interfaces, enhanced,
// simple and obsolete packet blocks; every other block is stepped over.
#pragma once

#include <vector>

#include "base/input_stream.h"
#include "capture/packet_source.h"

namespace spoor::capture {

class PcapngFile final : public PacketSource {
 public:
  static bool recognises(Bytes head) noexcept;
  /// `in` must outlive the source. Errors: kMalformed, kTruncated, kIo.
  static Result<std::unique_ptr<PacketSource>> open(InputStream& in);

  Result<bool> next(PacketView& packet) override;
  [[nodiscard]] std::uint64_t bad_records() const noexcept override { return bad_blocks_; }

 private:
  struct Interface {
    LinkType link = LinkType::kEthernet;
    std::uint32_t snap_length = 0;    // 0 = no limit
    std::uint8_t resolution = 6;      // if_tsresol: power of ten, or of two with the top bit set
    std::int64_t offset_seconds = 0;  // if_tsoffset
  };

  explicit PcapngFile(InputStream& in) : in_(in) {}
  Result<bool> next_block(PacketView& packet, bool& found);
  Status section_header();
  Status skip(std::uint64_t octets);
  void interface_block(Bytes body);
  void interface_options(Bytes options, Interface& interface) const;
  bool enhanced_packet(Bytes body, PacketView& packet);
  bool simple_packet(Bytes body, PacketView& packet);
  bool obsolete_packet(Bytes body, PacketView& packet);
  bool fill_packet(const Interface& interface, Bytes body, PacketView& packet);
  [[nodiscard]] Error block_error(ErrorCode code, std::string_view what) const;
  Error cut_off();
  [[nodiscard]] std::uint16_t u16(Bytes at) const noexcept;
  [[nodiscard]] std::uint32_t u32(Bytes at) const noexcept;

  InputStream& in_;
  std::vector<Interface> interfaces_;
  bool little_ = true;
  std::uint64_t packets_ = 0;
  std::uint64_t bad_blocks_ = 0;
};

}  // namespace spoor::capture
