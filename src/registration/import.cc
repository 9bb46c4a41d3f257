// SPDX-License-Identifier: Apache-2.0
#include "registration/import.h"

#include <utility>

namespace spoor::registration {
namespace {

constexpr std::uint64_t kRecordsPerLook = 256;

/// Hands what is read to the store, and counts.
class Adder final : public Taker {
 public:
  Adder(Writer& writer, const ImportSettings& settings, const std::function<bool()>& progress)
      : writer_(writer), settings_(settings), progress_(progress) {}

  Status take(Read read) override {
    const std::int64_t observed = read.observed != 0 ? read.observed : settings_.observed;
    SPOOR_TRY(const Change change, writer_.add(read.registration, settings_.source, observed));
    ++count_of(change);
    if (report_.read() % kRecordsPerLook == 0 && !progress_())
      return Error{ErrorCode::kLimit, "stopped"};
    return {};
  }
  void refuse(std::uint64_t line, std::string_view reason) override {
    Refused& refused = report_.refused[reason];
    if (refused.count++ == 0) refused.first_line = line;
  }
  ImportReport& report() noexcept { return report_; }

 private:
  std::uint64_t& count_of(Change change) {
    switch (change) {
      case Change::kNew:
        return report_.added;
      case Change::kChanged:
        return report_.changed;
      case Change::kConfirmed:
        return report_.confirmed;
      case Change::kNothing:
        break;
    }
    return report_.unchanged;
  }

  Writer& writer_;
  const ImportSettings& settings_;
  const std::function<bool()>& progress_;
  ImportReport report_;
};

/// What a file is known by: its decompressed content.
std::string identity_of(InputStream& in) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t octet : in.digest({})) {
    text += kHex[octet >> 4];
    text += kHex[octet & 0xF];
  }
  return text;
}

/// Between begin() and commit().
Result<ImportReport> run(Writer& writer, InputStream& in, const ImportSettings& settings,
                         const std::function<bool()>& progress) {
  in.start_digest(writer.seed());
  Format format = Format::kText;
  if (settings.format) {
    format = *settings.format;
  } else {
    SPOOR_TRY(format, recognise(in));
  }
  Adder adder(writer, settings, progress);
  SPOOR_CHECK(read_registrations(in, format, adder));
  ImportReport report = std::move(adder.report());
  report.format = format;
  SPOOR_TRY(report.was_known, writer.was_committed(identity_of(in), settings.source));
  return report;
}

}  // namespace

Result<ImportReport> import_registrations(Writer& writer, InputStream& in,
                                          const ImportSettings& settings,
                                          const std::function<bool()>& progress) {
  SPOOR_CHECK(writer.begin());
  auto report = run(writer, in, settings, progress);
  if (!report || report->was_known) {
    writer.roll_back();
    if (report) report->added = report->changed = report->confirmed = report->unchanged = 0;
    return report;
  }
  SPOOR_CHECK(writer.commit());
  return report;
}

}  // namespace spoor::registration
