// SPDX-License-Identifier: Apache-2.0
// Indexes are rebuilt and sorted for every snapshot.
#include "search/fake_store.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "dns/rdata.h"
#include "record/key.h"
#include "record/pivot.h"

namespace spoor::search {
namespace {

using record::Index;
using record::OwnedKey;

struct IndexRow {
  OwnedKey key;
  std::string name;
  const FakeRecord* record;
};

std::string sort_form(Bytes wire) {
  std::string form;
  dns::append_sort_form(form, wire);
  return form;
}

class FakeRecords final : public record::RecordCursor {
 public:
  FakeRecords(std::vector<const IndexRow*> rows, bool has_details)
      : rows_(std::move(rows)), has_details_(has_details) {}
  Result<const record::StoredRecord*> next() override {
    if (at_ == rows_.size()) return static_cast<const record::StoredRecord*>(nullptr);
    const IndexRow& row = *rows_[at_++];
    key_ = row.key;  // views of the row before go stale, as a real cursor's do
    name_ = row.name;
    held_ = row.record->sightings;
    if (!has_details_) {
      for (record::SourcedSightings& each : held_) strip(each.sightings);
    }
    now_ = {key_.view(), name_, row.record->type, held_};
    return static_cast<const record::StoredRecord*>(&now_);
  }

 private:
  static void strip(record::Sightings& s) {
    s.undated = s.seen_count();
    s.days.clear();
    s.ttl_min = record::Sightings{}.ttl_min;
    s.ttl_max = 0;
  }

  std::vector<const IndexRow*> rows_;
  bool has_details_;
  std::size_t at_ = 0;
  OwnedKey key_;
  std::string name_;
  std::vector<record::SourcedSightings> held_;
  record::StoredRecord now_;
};

class FakeNames final : public record::NameCursor {
 public:
  explicit FakeNames(std::vector<std::string> names) : names_(std::move(names)) {}
  Result<std::string_view> next() override {
    if (at_ == names_.size()) return std::string_view();
    return std::string_view(names_[at_++]);
  }

 private:
  std::vector<std::string> names_;
  std::size_t at_ = 0;
};

class FakeSnapshot final : public record::Snapshot {
 public:
  FakeSnapshot(std::vector<FakeRecord> records, bool keeps_details_apart)
      : records_(std::move(records)), keeps_details_apart_(keeps_details_apart) {
    record::PivotFinder finder;
    for (const FakeRecord& r : records_) {
      const std::string form = sort_form(r.owner.wire());
      std::string head = form;
      record::append_type(head, r.type);
      by_name_.push_back({{head, r.rdata, r.bailiwick}, form, &r});
      for (const std::string_view value : finder.find(r.type, r.rdata)) {
        by_value_.push_back({{std::string(value) + head, r.rdata, r.bailiwick}, form, &r});
      }
      add_name(r.owner.wire());
      std::array<dns::RdataName, 8> hosts;
      const std::size_t count =
          dns::find_rdata_names(r.type, as_bytes(r.rdata), hosts.data(), hosts.size());
      for (std::size_t i = 0; i < count; ++i) {
        if (hosts[i].role == dns::NameRole::kHost)
          add_name(as_bytes(r.rdata).subspan(hosts[i].offset, hosts[i].size));
      }
    }
    const auto order = [](const IndexRow& a, const IndexRow& b) {
      return record::compare(a.key.view(), b.key.view()) < 0;
    };
    std::sort(by_name_.begin(), by_name_.end(), order);
    std::sort(by_value_.begin(), by_value_.end(), order);
  }

  Result<std::unique_ptr<record::RecordCursor>> find(record::RangeQuery query) const override {
    std::vector<const IndexRow*> rows;
    for (const IndexRow& row : query.index == Index::kByName ? by_name_ : by_value_) {
      if (row.key.head < query.lower || (!query.upper.empty() && row.key.head >= query.upper))
        continue;
      if (query.after && record::compare(row.key.view(), query.after->view()) <= 0) continue;
      rows.push_back(&row);
    }
    return std::unique_ptr<record::RecordCursor>(std::make_unique<FakeRecords>(
        std::move(rows), query.with_details || !keeps_details_apart_));
  }
  Result<std::unique_ptr<record::NameCursor>> find_names(std::string lower,
                                                         std::string upper) const override {
    std::vector<std::string> names;
    for (const std::string& name : names_) {
      if (name >= lower && (upper.empty() || name < upper)) names.push_back(name);
    }
    return std::unique_ptr<record::NameCursor>(std::make_unique<FakeNames>(std::move(names)));
  }
  Result<std::vector<std::unique_ptr<record::TextCursor>>> find_texts(
      record::TextRange range) const override {
    std::set<std::string> texts = names_;
    if (range.list == record::TextList::kValues) {
      texts.clear();
      for (const FakeRecord& record : records_) {
        if (!record::has_searched_text(record.type)) continue;
        std::string entry;
        record::append_value_entry(entry, record.type, record.rdata);
        texts.insert(std::move(entry));
      }
    }
    std::vector<std::unique_ptr<record::TextCursor>> cursors;
    cursors.push_back(record::make_text_cursor(range, {texts.begin(), texts.end()}));
    return cursors;
  }

 private:
  void add_name(Bytes wire) {
    std::string form;
    dns::append_forward_form(form, wire);
    names_.insert(std::move(form));
  }

  std::vector<FakeRecord> records_;
  bool keeps_details_apart_;
  std::vector<IndexRow> by_name_, by_value_;
  std::set<std::string> names_;
};

}  // namespace

void FakeStore::add(const FakeRecord& record) {
  for (FakeRecord& held : records_) {
    if (!(held.owner == record.owner) || held.type != record.type || held.rdata != record.rdata ||
        held.bailiwick != record.bailiwick)
      continue;
    for (const auto& more : record.sightings) {
      const auto same =
          std::find_if(held.sightings.begin(), held.sightings.end(),
                       [&](const auto& s) { return s.source == more.source && s.how == more.how; });
      if (same != held.sightings.end()) {
        same->sightings.merge(more.sightings);
      } else {
        held.sightings.push_back(more);
      }
    }
    std::sort(held.sightings.begin(), held.sightings.end(), [](const auto& a, const auto& b) {
      return std::pair(a.source, a.how) < std::pair(b.source, b.how);
    });
    return;
  }
  records_.push_back(record);
}

void FakeStore::add(const std::string& owner, dns::RrType type, const std::string& text,
                    record::SourcedSightings s, std::uint8_t bailiwick) {
  const auto name = dns::parse_name(owner);
  const auto rdata =
      dns::is_wire_type(type) ? dns::parse_rdata(type, text) : Result<std::string>(text);
  if (!name || !rdata) std::abort();
  add({*name, type, *rdata, bailiwick, {std::move(s)}});
}

Result<record::SourceId> FakeStore::intern_source(const record::SourceSpec& spec) {
  if (const auto id = find_source(spec.name)) return *id;
  const record::SourceId id{static_cast<std::uint32_t>(sources_.size() + 1)};
  sources_.push_back({id, spec, {}});
  return id;
}

std::optional<record::SourceSpec> FakeStore::source(record::SourceId id) const {
  if (id.v == 0 || id.v > sources_.size()) return std::nullopt;
  return sources_[id.v - 1].spec;
}

std::vector<record::KnownSource> FakeStore::sources() const {
  return sources_;
}

Status FakeStore::edit_source(record::SourceId id, record::SourceKind kind,
                              const record::SourceCard& card) {
  sources_.at(id.v - 1).spec.kind = kind;
  sources_.at(id.v - 1).card = card;
  return {};
}

std::optional<record::SourceId> FakeStore::find_source(std::string_view name) const {
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (sources_[i].spec.name == name) return record::SourceId{static_cast<std::uint32_t>(i + 1)};
  }
  return std::nullopt;
}

Result<dns::RrType> FakeStore::intern_type_label(std::string_view label) {
  if (const auto type = find_type_label(label)) return *type;
  labels_.emplace_back(label);
  return static_cast<dns::RrType>(dns::kFirstLabelType + labels_.size() - 1);
}

std::optional<dns::RrType> FakeStore::find_type_label(std::string_view label) const {
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    if (labels_[i] == label) return static_cast<dns::RrType>(dns::kFirstLabelType + i);
  }
  return std::nullopt;
}

std::string FakeStore::type_text(dns::RrType type) const {
  return dns::is_wire_type(type) ? dns::rr_type_text(type)
                                 : labels_[dns::to_number(type) - dns::kFirstLabelType];
}

Result<record::WatchedDays> FakeStore::watched_days(record::SourceId source) const {
  record::WatchedBySource watched = watched_;
  for (const FakeRecord& each : records_) {
    for (const auto& s : each.sightings) watched.add(s.source, s.how, s.sightings);
  }
  return record::WatchedDays{watched.of(source), true};
}

std::shared_ptr<const record::Snapshot> FakeStore::snapshot() const {
  return std::make_shared<FakeSnapshot>(records_, keeps_details_apart_);
}

}  // namespace spoor::search
