// SPDX-License-Identifier: Apache-2.0
// WARC files of crawls and WAT files about them: which address the crawler reached a host on
// (docs/formats/feeds.md). Of a record only its head is read; what was fetched is stepped over by
// its length, since it may hold anything.
#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "base/ip_address.h"
#include "feed/json_value.h"
#include "feed/line_takers.h"
#include "feed/moment.h"
#include "feed/response_outlet.h"

namespace spoor::feed {
namespace {

using dns::RrType;

constexpr std::size_t kMaxValue = 8192;

char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// The value of the field `name` of a head line, when that is its name.
std::optional<std::string_view> value_of(std::string_view line, std::string_view name) {
  if (line.size() <= name.size() || line[name.size()] != ':') return std::nullopt;
  if (!std::equal(name.begin(), name.end(), line.begin(),
                  [](char a, char b) { return lower(a) == lower(b); }))
    return std::nullopt;
  line.remove_prefix(name.size() + 1);
  const std::size_t first = std::min(line.find_first_not_of(" \t"), line.size());
  line.remove_prefix(first);
  return line.substr(0, line.find_last_not_of(" \t") + 1);
}

/// What a record's head says of the fetch.
struct Fetch {
  std::string type, uri, address, date;

  void clear() {
    type.clear();
    uri.clear();
    address.clear();
    date.clear();
  }
  /// Takes a field, by its name in WARC.
  void set(std::string_view name, std::string_view value) {
    if (value.size() > kMaxValue) return;
    if (name == "WARC-Type") type.assign(value);
    if (name == "WARC-Target-URI") uri.assign(value);
    if (name == "WARC-IP-Address") address.assign(value);
    if (name == "WARC-Date") date.assign(value);
  }
};

/// The host of a URI with an authority; empty where it has none.
std::string_view host_of(std::string_view uri) {
  if (uri.starts_with('<') && uri.ends_with('>')) uri = uri.substr(1, uri.size() - 2);
  const std::size_t begin = uri.find("://");
  if (begin == std::string_view::npos) return {};
  std::string_view rest = uri.substr(begin + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (const std::size_t user = rest.rfind('@'); user != std::string_view::npos)
    rest.remove_prefix(user + 1);
  if (rest.starts_with('[')) return rest.substr(0, rest.find(']') + 1);
  return rest.substr(0, rest.rfind(':'));
}

class WarcTaker final : public LineTaker {
 public:
  explicit WarcTaker(const TakerNeeds& needs) : outlet_(needs.sources, needs.sink) {}

  Status take(std::string_view line, Tally& tally) override {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (tally.offset() < body_end_) return take_body(line, tally);
    if (state_ == State::kHead) return take_head(line, tally);
    tally.pass();
    if (line.empty()) return {};
    if (line.starts_with("WARC/")) {
      state_ = State::kHead;
      fetch_.clear();
      length_.reset();
      is_json_ = false;
      return {};
    }
    tally.unpass();
    tally.reject("a WARC record was expected");
    return {};
  }

  void take_long(Tally& tally) override {
    const bool is_fetched = tally.offset() < body_end_ && !is_metadata_;
    if (is_fetched) return tally.pass();  // whatever it is, it is not read
    tally.reject("line longer than 1 MiB");
  }

  [[nodiscard]] std::string_view fault_at_end() const override {
    return state_ == State::kHead ? "the file ends within the head of a record"
                                  : std::string_view();
  }

 private:
  enum class State : std::uint8_t { kBetween, kHead };

  Status take_head(std::string_view line, Tally& tally) {
    if (!line.empty()) {
      tally.pass();
      read_field(line);
      return {};
    }
    state_ = State::kBetween;
    if (!length_) {
      tally.reject("a record without its Content-Length");
      return {};
    }
    const std::uint64_t begin = tally.offset() + tally.octets();
    body_end_ = *length_ > UINT64_MAX - begin ? UINT64_MAX : begin + *length_;
    is_metadata_ = fetch_.type == "metadata" && is_json_;
    if (is_metadata_) {
      tally.pass();
      return {};
    }
    return take_fetch(tally);
  }

  void read_field(std::string_view line) {
    for (const std::string_view name :
         {"WARC-Type", "WARC-Target-URI", "WARC-IP-Address", "WARC-Date"}) {
      if (const auto value = value_of(line, name)) fetch_.set(name, *value);
    }
    if (const auto value = value_of(line, "Content-Type"))
      is_json_ = value->find("json") != std::string_view::npos;
    if (const auto value = value_of(line, "Content-Length")) {
      std::uint64_t length = 0;
      const auto [end, error] =
          std::from_chars(value->data(), value->data() + value->size(), length);
      if (error == std::errc() && end == value->data() + value->size()) length_ = length;
    }
  }

  /// Of WAT, the body tells the head of the record that it is about; all other bodies tell nothing.
  Status take_body(std::string_view line, Tally& tally) {
    if (!is_metadata_ || !line.starts_with('{')) {
      tally.pass();
      return {};
    }
    is_metadata_ = false;
    ondemand::document document;
    ondemand::object object;
    fetch_.clear();
    if (!begin_object(parser_, line, document, object)) {
      tally.reject("line is no JSON object");
      return {};
    }
    for (auto field : object) {
      std::string_view key;
      ondemand::value value;
      if (field.unescaped_key().get(key) != simdjson::SUCCESS ||
          field.value().get(value) != simdjson::SUCCESS) {
        tally.reject("line is no JSON object");
        return {};
      }
      if (key == "Envelope") read_envelope(value);
    }
    return take_fetch(tally);
  }
  void read_envelope(ondemand::value envelope) {
    for_each_field(envelope, [&](std::string_view name, ondemand::value head) {
      if (name != "WARC-Header-Metadata") return;
      for_each_field(head, [&](std::string_view field, ondemand::value value) {
        fetch_.set(field, read_word(value));
      });
    });
  }

  /// A request and its response tell the same: the response counts.
  Status take_fetch(Tally& tally) {
    if (fetch_.type != "response" && fetch_.type != "revisit") {
      tally.skip("record of a crawl other than a response");
      return {};
    }
    const std::string_view host = host_of(fetch_.uri);
    if (fetch_.address.empty() || host.empty()) {
      tally.skip("response without a host or an address");
      return {};
    }
    const auto address = parse_ip_address(fetch_.address);
    const auto time = parse_moment(fetch_.date);
    if (!address || !time) {
      tally.reject(address ? "WARC-Date is no time between 1970 and 2106"
                           : "WARC-IP-Address is no address");
      return {};
    }
    if (host.starts_with('[') || parse_ip_address(host)) {
      tally.skip("host that is an address");
      return {};
    }
    SPOOR_CHECK(outlet_.begin(*time));
    const std::string_view fault = outlet_.ask(host);
    if (!fault.empty()) {
      tally.reject("the host is no name");
      return {};
    }
    outlet_.add_to_last(address->is_v6 ? RrType::kAaaa : RrType::kA, address->bytes(),
                        std::nullopt);
    outlet_.end(tally);
    return {};
  }

  ondemand::parser parser_;
  ResponseOutlet outlet_;
  State state_ = State::kBetween;
  Fetch fetch_;
  std::optional<std::uint64_t> length_;
  std::uint64_t body_end_ = 0;
  bool is_json_ = false, is_metadata_ = false;
};

}  // namespace

std::unique_ptr<LineTaker> make_warc_taker(const TakerNeeds& needs) {
  return std::make_unique<WarcTaker>(needs);
}

bool looks_like_warc(const FeedHead& head) {
  return head.line.starts_with("WARC/1.") || head.line.starts_with("WARC/0.");
}

}  // namespace spoor::feed
