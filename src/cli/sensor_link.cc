// SPDX-License-Identifier: Apache-2.0
#include "cli/sensor_link.h"

#include <ctime>
#include <fstream>
#include <utility>

#include <fmt/format.h>

#include "cli/session.h"
#include "cli/text.h"

namespace spoor::cli {
namespace {

/// The first word of a file: a key with blanks around it is what editors leave.
Result<std::string> read_key(const std::string& path) {
  std::ifstream file(path);
  std::string key;
  if (!(file >> key)) return Error{ErrorCode::kIo, "holds no key, or cannot be read", 0, path};
  return key;
}

Result<transport::CollectorAddress> address_of(const SensorOptions& o) {
  transport::CollectorAddress to;
  to.url = o.collector;
  to.ca_file = o.ca_file;
  to.certificate_file = o.certificate;
  to.key_file = o.certificate_key;
  if (!o.key_file.empty()) {
    SPOOR_TRY(to.key, read_key(o.key_file));
  }
  to.kafka_file = o.kafka_file;
  return to;
}

}  // namespace

Result<std::unique_ptr<SensorLink>> SensorLink::open(const SensorOptions& o) {
  transport::SenderOptions sending;
  SPOOR_TRY(const transport::CollectorAddress collector, address_of(o));
  SPOOR_TRY(auto carrier, transport::make_carrier(collector));
  sending.patience = std::chrono::seconds(o.patience);
  transport::SpoolOptions keeping;
  keeping.directory = o.spool;
  keeping.most_octets = o.spool_size;
  keeping.drop = o.spool_drop == "newest" ? transport::Drop::kNewest : transport::Drop::kOldest;
  if (transport::goes_through_kafka(collector)) keeping.full_octets = transport::kFullMessageOctets;
  SPOOR_TRY(auto spool, transport::Spool::open(std::move(keeping)));
  if (const auto waiting = spool->counts().waiting; waiting > 0)
    complain(fmt::format("{} batches wait in {}", grouped(waiting), o.spool));
  return std::unique_ptr<SensorLink>(new SensorLink(std::move(spool), std::move(carrier), sending));
}

SensorLink::SensorLink(std::unique_ptr<transport::Spool> spool,
                       std::unique_ptr<transport::Carrier> carrier,
                       const transport::SenderOptions& options)
    : spool_(std::move(spool)),
      sender_(*spool_, std::move(carrier), options,
              [](std::string_view sentence) { complain(sentence); }),
      thread_([this] { sent_ = sender_.run(); }) {}

SensorLink::~SensorLink() {
  sender_.finish();
  if (thread_.joinable()) thread_.join();
}

Status SensorLink::put(record::Batch batch, const ledger::Entry& told) {
  const ledger::Figures& figures = told.delivery.figures;
  if (batch.rows.empty() && figures.responses == 0 && figures.left_out.empty()) return {};
  const std::scoped_lock lock(putting_);
  return spool_->put(batch, told, static_cast<std::uint32_t>(std::time(nullptr)));
}

std::unique_ptr<intake::LiveOutlet> SensorLink::share() {
  class Shared final : public intake::LiveOutlet {
   public:
    explicit Shared(SensorLink& link) : link_(link) {}
    [[nodiscard]] record::SourceId source() const noexcept override { return link_.source(); }
    Status put(record::Batch batch, const ledger::Entry& told) override {
      return link_.put(std::move(batch), told);
    }
    void note(ledger::Outcome outcome, std::uint32_t now_s) override { link_.note(outcome, now_s); }

   private:
    SensorLink& link_;
  };
  return std::make_unique<Shared>(*this);
}

Status SensorLink::finish() {
  sender_.finish();
  if (thread_.joinable()) thread_.join();
  tell_totals();
  return sent_;
}

void SensorLink::tell_totals() const {
  const transport::SpoolCounts kept = spool_->counts();
  const transport::SenderCounts sent = sender_.counts();
  complain(fmt::format("{} records in {} batches; {} batches delivered, {} of them before; {} wait",
                       grouped(kept.records), grouped(kept.batches),
                       grouped(sent.delivered + sent.known), grouped(sent.known),
                       grouped(kept.waiting)));
  if (kept.dropped_batches > 0) {
    complain(fmt::format("{} batches with {} records were dropped: the spool was full",
                         grouped(kept.dropped_batches), grouped(kept.dropped_records)));
  }
  if (kept.refused_batches > 0) {
    complain(fmt::format("{} batches were refused and are kept aside in the spool",
                         grouped(kept.refused_batches)));
  }
}

}  // namespace spoor::cli
