// SPDX-License-Identifier: Apache-2.0
// One response that a log tells, on its way to records: what is asked, what answers it, and what is
// believed of that. Inside the room only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dns/name.h"
#include "feed/line_taker.h"
#include "feed/rdata_reader.h"
#include "feed/type_names.h"
#include "record/observation.h"

namespace spoor::feed {

/// The names that a response may speak of: the question's, and what CNAMEs lead on to.
class AnswerChain {
 public:
  static constexpr std::size_t kMaxNames = 17;

  void clear() noexcept { size_ = 0; }
  /// False when the chain is full.
  bool add(Bytes name) noexcept;
  [[nodiscard]] bool holds(Bytes name) const noexcept;
  /// Whether a name of the chain lies below `name` (a DNAME's owner).
  [[nodiscard]] bool holds_below(Bytes name) const noexcept;
  [[nodiscard]] Bytes last() const noexcept { return name_at(size_ - 1); }
  [[nodiscard]] bool is_empty() const noexcept { return size_ == 0; }

 private:
  [[nodiscard]] Bytes name_at(std::size_t i) const noexcept {
    return Bytes(names_[i]).first(sizes_[i]);
  }
  std::array<std::array<std::uint8_t, dns::kMaxNameOctets>, kMaxNames> names_;
  std::array<std::uint8_t, kMaxNames> sizes_{};
  std::size_t size_ = 0;
};

/// How a log writes rdata.
enum class RdataForm : std::uint8_t {
  kText = 1,     ///< Presentation form, as liberal as COF.
  kStrings = 2,  ///< The octets of one character-string as they are (TXT and SPF only).
};

/// A record as a log tells it.
struct LoggedRecord {
  std::string_view owner;
  std::string_view type_text;                ///< A mnemonic, TYPEnnn or a decimal number …
  std::optional<std::uint64_t> type_number;  ///< … or the number itself.
  std::optional<std::uint64_t> ttl_s;
  std::string_view rdata;
  RdataForm form = RdataForm::kText;
};

class ResponseOutlet {
 public:
  /// Both must outlive it.
  ResponseOutlet(FeedSources& sources, record::ObservationSink& sink)
      : sources_(sources), sink_(sink) {}

  /// Begins a response of `time_s`. Errors: FeedSources'.
  Status begin(std::uint32_t time_s);
  /// Begins one that was seen as often and as long as that. Errors: likewise.
  Status begin(const record::Sightings& seen, record::How how);
  /// What it answers; without it every owner is taken, since the log does not tell. Empty, or what
  /// is wrong.
  std::string_view ask(std::string_view question);
  /// The zone on whose authority the response speaks, where that is told.
  void set_zone(std::string_view zone);

  /// One record of the answer; faults go to `tally`.
  void add(const LoggedRecord& record, Tally& tally);
  /// A record of the chain's last name, whose type and rdata are known in wire form.
  void add_to_last(dns::RrType type, Bytes rdata, std::optional<std::uint32_t> ttl_s);
  /// Rdata in presentation form of the chain's last name; false when it does not fit.
  bool add_to_last(dns::RrType type, std::string_view rdata, std::optional<std::uint32_t> ttl_s);

  /// Ends the response: tells `tally` what was accepted.
  void end(Tally& tally) const { tally.accept(records_); }
  /// Records handed on since begin().
  [[nodiscard]] std::uint64_t records() const noexcept { return records_; }
  [[nodiscard]] const AnswerChain& chain() const noexcept { return chain_; }
  [[nodiscard]] record::SourceId source() const noexcept { return *source_; }

 private:
  [[nodiscard]] TypeAnswer type_of(const LoggedRecord& record);
  std::string_view place(const LoggedRecord& record, dns::RrType type);
  void see(dns::RrType type, Bytes rdata, std::optional<std::uint32_t> ttl_s);

  FeedSources& sources_;
  record::ObservationSink& sink_;
  std::optional<record::SourceId> source_;
  AnswerChain chain_;
  RdataReader rdata_;
  record::Sightings seen_;
  record::How how_ = record::How::kSensor;
  std::uint64_t records_ = 0;
  record::RecordView record_;
  std::array<std::uint8_t, dns::kMaxNameOctets> owner_;
  std::array<std::uint8_t, dns::kMaxNameOctets> zone_;
  std::size_t zone_size_ = 0;  // 0: not told
  std::string last_type_text_;
  TypeAnswer last_type_;
};

/// A TTL as sent: nothing beyond 2^32, 0 with the top bit set (RFC 2181 section 8).
std::optional<std::uint32_t> to_ttl(std::optional<std::uint64_t> seconds) noexcept;

}  // namespace spoor::feed
