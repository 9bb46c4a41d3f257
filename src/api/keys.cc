// SPDX-License-Identifier: Apache-2.0
// Counters of keys, and the ring that finds a key by its digest.
#include "api/keys.h"

#include <algorithm>

#include <openssl/crypto.h>

#include "api/key_digest.h"
#include "record/sightings.h"

namespace spoor::api {

Caller::Caller(KeySpec spec, const Caller& before) : spec_(std::move(spec)) {
  const std::scoped_lock lock(before.mutex_);
  day_ = before.day_;
  used_ = before.used_;
  window_ = before.window_;
  used_in_window_ = before.used_in_window_;
}

bool Caller::may(Scope scope) const noexcept {
  switch (scope) {
    case Scope::kOpen:
      return true;
    case Scope::kRead:
      return spec_.may_read;
    case Scope::kSensor:
      return !spec_.sensor.empty();
    case Scope::kImport:
      break;
  }
  return spec_.may_import;
}

Caller::Taken Caller::take_question(std::uint32_t now_s) {
  const bool has_quota = spec_.quota != kUnlimited;
  const bool has_burst = spec_.burst_size != kUnlimited;
  if (!has_quota && !has_burst) return Taken::kYes;
  const std::scoped_lock lock(mutex_);
  if (const std::uint32_t day = record::day_of(now_s); day != day_) {
    day_ = day;
    used_ = 0;
  }
  // A clock that was set back ends the window too: nobody waits for a time that was wrong.
  if (now_s < window_ || now_s - window_ >= spec_.burst_window_s) {
    window_ = now_s;
    used_in_window_ = 0;
  }
  if (used_ >= spec_.quota) return Taken::kQuotaExhausted;
  if (used_in_window_ >= spec_.burst_size) return Taken::kBurstExhausted;
  ++used_;
  ++used_in_window_;
  return Taken::kYes;
}

QuotaState Caller::quota(std::uint32_t now_s) const {
  QuotaState state;
  const std::uint32_t day = record::day_of(now_s);
  state.reset = (day + 1) * record::kSecondsPerDay;
  state.limit = spec_.quota;
  if (spec_.quota == kUnlimited) return state;
  const std::scoped_lock lock(mutex_);
  state.remaining = spec_.quota - (day == day_ ? std::min(used_, spec_.quota) : 0);
  return state;
}

std::uint32_t Caller::retry_after_s(Taken taken, std::uint32_t now_s) const {
  if (taken == Taken::kQuotaExhausted) return std::max(quota(now_s).reset - now_s, 1U);
  if (taken == Taken::kYes) return 1;
  const std::scoped_lock lock(mutex_);
  const std::uint32_t gone = now_s < window_ ? 0 : now_s - window_;
  return gone < spec_.burst_window_s ? spec_.burst_window_s - gone : 1;
}

std::shared_ptr<const std::vector<std::shared_ptr<Caller>>> KeyRing::callers() const {
  const std::scoped_lock lock(mutex_);
  return callers_;
}

void KeyRing::replace(std::vector<KeySpec> keys) {
  const auto before = callers();
  auto after = std::make_shared<std::vector<std::shared_ptr<Caller>>>();
  after->reserve(keys.size());
  for (KeySpec& spec : keys) {
    const auto same = std::find_if(before->begin(), before->end(), [&](const auto& caller) {
      return caller->spec().digest == spec.digest;
    });
    if (same == before->end()) {
      after->push_back(std::make_shared<Caller>(std::move(spec)));
    } else if ((*same)->spec() == spec) {
      after->push_back(*same);
    } else {
      after->push_back(std::make_shared<Caller>(std::move(spec), **same));
    }
  }
  const std::scoped_lock lock(mutex_);
  callers_ = std::move(after);
}

bool KeyRing::is_open() const {
  return callers()->empty();
}

std::shared_ptr<Caller> KeyRing::find(std::string_view key) const {
  const auto digest = digest_key(key);
  return digest ? find(*digest, false) : nullptr;
}

std::shared_ptr<Caller> KeyRing::find_certificate(std::string_view digest) const {
  std::array<std::uint8_t, 32> octets{};
  if (digest.size() != octets.size()) return nullptr;
  std::copy(digest.begin(), digest.end(), octets.begin());
  return find(octets, true);
}

std::shared_ptr<Caller> KeyRing::find(const std::array<std::uint8_t, 32>& digest,
                                      bool is_certificate) const {
  const auto all = callers();
  // Digests are compared, all of them and whole: how long it takes says nothing about any key.
  std::size_t found = all->size();
  for (std::size_t i = 0; i < all->size(); ++i) {
    const KeySpec& spec = (*all)[i]->spec();
    const bool is_same = CRYPTO_memcmp(digest.data(), spec.digest.data(), digest.size()) == 0;
    found = is_same && spec.is_certificate == is_certificate ? i : found;
  }
  return found < all->size() ? (*all)[found] : nullptr;
}

}  // namespace spoor::api
