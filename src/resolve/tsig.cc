// SPDX-License-Identifier: Apache-2.0
#include "resolve/tsig.h"

#include <algorithm>
#include <array>
#include <optional>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "dns/message.h"
#include "dns/wire_reader.h"

namespace spoor::resolve {
namespace {

constexpr std::uint32_t kTsig = 250;
constexpr std::uint32_t kClassAny = 255;
constexpr std::uint16_t kFudge = 300;  // seconds (RFC 8945 section 10)
constexpr unsigned kMostUnsigned = 99;
constexpr std::size_t kCountOfAdditional = 10;  // its place in the header
constexpr std::size_t kMostSecret = 4096;

struct Algorithm {
  TsigAlgorithm algorithm;
  std::string_view text;
  const EVP_MD* (*digest)();
};
constexpr std::array<Algorithm, 3> kAlgorithms{{
    {TsigAlgorithm::kHmacSha256, "hmac-sha256", EVP_sha256},
    {TsigAlgorithm::kHmacSha384, "hmac-sha384", EVP_sha384},
    {TsigAlgorithm::kHmacSha512, "hmac-sha512", EVP_sha512},
}};

const Algorithm& row_of(TsigAlgorithm algorithm) {
  return *std::find_if(kAlgorithms.begin(), kAlgorithms.end(),
                       [&](const Algorithm& each) { return each.algorithm == algorithm; });
}

std::string wire_of(TsigAlgorithm algorithm) {
  const auto name = dns::parse_name(row_of(algorithm).text);
  return std::string(as_chars(name->wire()));
}

void put(std::string& out, std::uint64_t value, unsigned octets) {
  for (unsigned left = octets; left > 0; --left)
    out += static_cast<char>(value >> (8 * (left - 1)) & 0xFFU);
}

std::string hmac(const TsigKey& key, const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  const Bytes octets = as_bytes(text);
  HMAC(row_of(key.algorithm).digest(), key.secret.data(), static_cast<int>(key.secret.size()),
       octets.data(), octets.size(), mac.data(), &size);
  return std::string(as_chars(Bytes(mac).first(size)));
}

/// Time and fudge: what later answers are signed with besides the message.
std::string timers(std::uint64_t time_s, std::uint16_t fudge) {
  std::string out;
  put(out, time_s, 6);
  put(out, fudge, 2);
  return out;
}

/// Section 4.3.3: what the first signatures cover besides the message.
std::string variables(const TsigKey& key, const std::string& times, std::uint16_t error,
                      std::string_view other) {
  std::string out(as_chars(key.name.wire()));
  put(out, kClassAny, 2);
  put(out, 0, 4);
  out += wire_of(key.algorithm);
  out += times;
  put(out, error, 2);
  put(out, other.size(), 2);
  out += other;
  return out;
}

void put_with_length(std::string& out, std::string_view mac) {
  put(out, mac.size(), 2);
  out += mac;
}

/// The TSIG record of an answer.
struct Signature {
  std::size_t at = 0;  // where its record begins in the message
  std::uint64_t time_s = 0;
  std::uint16_t fudge = 0, original_id = 0, error = 0;
  std::string_view mac, other;
};

Error refused(std::string_view what) {
  return {ErrorCode::kDenied, what};
}

/// Its fields; false when it is malformed or of another key.
bool read_fields(dns::WireReader& wire, const TsigKey& key, Signature& out) {
  std::array<std::uint8_t, dns::kMaxNameOctets> algorithm{};
  const std::size_t size =
      dns::read_name_octets(wire, algorithm.data(), dns::Compression::kRefused);
  if (size == 0 || as_chars(Bytes(algorithm).first(size)) != wire_of(key.algorithm)) return false;
  out.time_s = std::uint64_t{wire.u16()} << 32U;
  out.time_s |= wire.u32();
  out.fudge = wire.u16();
  out.mac = as_chars(wire.bytes(wire.u16()));
  out.original_id = wire.u16();
  out.error = wire.u16();
  out.other = as_chars(wire.bytes(wire.u16()));
  return wire.ok();
}

/// The last record of the message, if it is a TSIG. Errors: kDenied when there is one elsewhere, or
/// it cannot be read.
Result<std::optional<Signature>> find_signature(Bytes message, const TsigKey& key) {
  dns::MessageReader reader;
  if (!reader.begin(message)) return refused("a signed message is malformed");
  std::optional<Signature> found;
  dns::RecordInMessage record;
  for (std::size_t at = reader.consumed(); reader.next(record); at = reader.consumed()) {
    if (found) return refused("a record stands behind the signature");
    if (record.type != kTsig) continue;
    if (record.section != dns::Section::kAdditional || record.klass != kClassAny ||
        record.ttl_s != 0 || as_chars(record.owner) != as_chars(key.name.wire()))
      return refused("an answer is signed with another key");
    found.emplace();
    found->at = at;
    dns::WireReader wire(message);
    wire.seek(record.rdata_offset);
    if (!read_fields(wire, key, *found) || wire.pos() != record.rdata_offset + record.rdlength)
      return refused("a signature cannot be read, or is of another algorithm");
  }
  if (reader.failed()) return refused("a signed message is malformed");
  return found;
}

/// The message as it was before it was signed.
std::string unsigned_form(Bytes message, const Signature& signature) {
  std::string out(as_chars(message.first(signature.at)));
  std::string id;
  put(id, signature.original_id, 2);
  out.replace(0, 2, id);
  dns::WireReader count(message);
  count.seek(kCountOfAdditional);
  std::string less;
  put(less, count.u16() - 1U, 2);
  out.replace(kCountOfAdditional, 2, less);
  return out;
}

std::optional<std::string> decode_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0 || text.size() > kMostSecret) return std::nullopt;
  std::string out(text.size() / 4 * 3, '\0');
  const Bytes in = as_bytes(text);
  std::vector<unsigned char> octets(out.size());
  const int size = EVP_DecodeBlock(octets.data(), in.data(), static_cast<int>(in.size()));
  if (size < 0) return std::nullopt;
  const auto padding = static_cast<std::size_t>(std::count(text.end() - 2, text.end(), '='));
  return std::string(as_chars(Bytes(octets).first(static_cast<std::size_t>(size) - padding)));
}

}  // namespace

Result<TsigKey> parse_tsig_key(std::string_view text) {
  constexpr std::string_view kExpected =
      "expected [hmac-sha256:]NAME:BASE64, with hmac-sha256, hmac-sha384 or hmac-sha512";
  TsigKey key;
  const std::size_t last = text.rfind(':');
  if (last == std::string_view::npos) return Error{ErrorCode::kInvalid, kExpected};
  std::string_view name = text.substr(0, last);
  if (const std::size_t first = name.find(':'); first != std::string_view::npos) {
    const auto* const row =
        std::find_if(kAlgorithms.begin(), kAlgorithms.end(),
                     [&](const Algorithm& each) { return each.text == name.substr(0, first); });
    if (row == kAlgorithms.end()) return Error{ErrorCode::kInvalid, kExpected};
    key.algorithm = row->algorithm;
    name.remove_prefix(first + 1);
  }
  auto parsed = dns::parse_name(name);
  auto secret = decode_base64(text.substr(last + 1));
  if (!parsed || name.empty() || !secret || secret->empty())
    return Error{ErrorCode::kInvalid, kExpected};
  key.name = *parsed;
  key.secret = *std::move(secret);
  return key;
}

TsigSession::TsigSession(TsigKey key) : key_(std::move(key)) {}

void TsigSession::sign(std::vector<std::uint8_t>& query, std::uint64_t now_s) {
  const std::string message(as_chars(query));
  const std::string times = timers(now_s, kFudge);
  mac_ = hmac(key_, message + variables(key_, times, 0, {}));
  std::string record(as_chars(key_.name.wire()));
  put(record, kTsig, 2);
  put(record, kClassAny, 2);
  put(record, 0, 4);
  std::string rdata = wire_of(key_.algorithm) + times;
  put_with_length(rdata, mac_);
  rdata += message.substr(0, 2);  // the original id
  put(rdata, 0, 4);               // no error, nothing else
  put_with_length(record, rdata);
  const Bytes octets = as_bytes(record);
  query.insert(query.end(), octets.begin(), octets.end());
  ++query[kCountOfAdditional + 1];
}

Status TsigSession::check(Bytes message, std::uint64_t now_s) {
  SPOOR_TRY(const auto signature, find_signature(message, key_));
  if (!signature) {
    if (!has_answer_)
      return refused("the first answer is not signed: the key may be unknown there");
    if (++unsigned_ > kMostUnsigned) return refused("too many answers go without a signature");
    pending_ += as_chars(message);
    return {};
  }
  if (signature->error != 0) return refused("the server does not take the key");
  std::string covered;
  put_with_length(covered, mac_);
  covered += pending_;
  covered += unsigned_form(message, *signature);
  const std::string times = timers(signature->time_s, signature->fudge);
  covered += has_answer_ ? times : variables(key_, times, signature->error, signature->other);
  const std::string mac = hmac(key_, covered);
  if (mac.size() != signature->mac.size() ||
      CRYPTO_memcmp(mac.data(), signature->mac.data(), mac.size()) != 0)
    return refused("a signature does not fit its message");
  const std::uint64_t apart =
      signature->time_s > now_s ? signature->time_s - now_s : now_s - signature->time_s;
  if (apart > signature->fudge)
    return refused("a signature is of another time: compare the clocks");
  mac_ = mac;
  pending_.clear();
  unsigned_ = 0;
  has_answer_ = true;
  return {};
}

}  // namespace spoor::resolve
