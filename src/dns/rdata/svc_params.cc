// SPDX-License-Identifier: Apache-2.0
#include "dns/rdata/svc_params.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

#include "base/ip_address.h"
#include "dns/rdata/character_string.h"
#include "dns/rdata/encoding.h"
#include "dns/rdata/text_reader.h"

namespace spoor::dns {
namespace {

/// The IANA registry of service parameter keys.
enum SvcKey : std::uint16_t {
  kMandatory = 0,
  kAlpn = 1,
  kNoDefaultAlpn = 2,
  kPort = 3,
  kIpv4hint = 4,
  kEch = 5,
  kIpv6hint = 6,
  kDohpath = 7,
  kOhttp = 8,
};
constexpr std::array<std::string_view, 9> kKeyNames{"mandatory", "alpn",     "no-default-alpn",
                                                    "port",      "ipv4hint", "ech",
                                                    "ipv6hint",  "dohpath",  "ohttp"};

/// What text may hold; real records have fewer than ten. Longer lists are kept, and shown as hex.
constexpr std::size_t kMaxParams = 256;

std::uint16_t read_u16(Bytes octets, std::size_t at) noexcept {
  return static_cast<std::uint16_t>(octets[at] << 8 | octets[at + 1]);
}

struct SvcParam {
  std::uint16_t key = 0;
  Bytes value;
};

/// The parameter that `octets` begins with, taken off it; false when it does not fit.
bool take_param(Bytes& octets, SvcParam& param) noexcept {
  if (octets.size() < 4 || octets.size() - 4 < read_u16(octets, 2)) return false;
  param.key = read_u16(octets, 0);
  param.value = octets.subspan(4, read_u16(octets, 2));
  octets = octets.subspan(4 + param.value.size());
  return true;
}

/// RFC 9460 section 8: keys in strictly rising order, "mandatory" not among them.
bool is_key_list(Bytes value) noexcept {
  if (value.empty() || value.size() % 2 != 0) return false;
  unsigned last = kMandatory;
  for (std::size_t i = 0; i < value.size(); i += 2) {
    if (read_u16(value, i) <= last) return false;
    last = read_u16(value, i);
  }
  return true;
}

/// RFC 9460 section 7.1.1: one or more identifiers, none of them empty.
bool is_alpn_list(Bytes value) noexcept {
  std::size_t pos = 0;
  while (pos < value.size() && value[pos] != 0) pos += value[pos] + 1U;
  return !value.empty() && pos == value.size();
}

bool fits_key(const SvcParam& param) noexcept {
  const std::size_t size = param.value.size();
  switch (param.key) {
    case kMandatory:
      return is_key_list(param.value);
    case kAlpn:
      return is_alpn_list(param.value);
    case kNoDefaultAlpn:
    case kOhttp:
      return size == 0;
    case kPort:
      return size == 2;
    case kIpv4hint:
      return size != 0 && size % 4 == 0;
    case kIpv6hint:
      return size != 0 && size % 16 == 0;
    case kEch:
    case kDohpath:
      return size != 0;
    default:
      return true;
  }
}

bool has_key(Bytes octets, unsigned key) noexcept {
  SvcParam param;
  while (take_param(octets, param)) {
    if (param.key == key) return true;
  }
  return false;
}

std::size_t count_params(Bytes octets) noexcept {
  std::size_t count = 0;
  for (SvcParam param; take_param(octets, param);) ++count;
  return count;
}

/// RFC 9460 sections 7.1.1 and 8: whether no-default-alpn comes with alpn, and each mandatory key
/// is there.
bool is_consistent(Bytes octets) noexcept {
  if (has_key(octets, kNoDefaultAlpn) && !has_key(octets, kAlpn)) return false;
  SvcParam first;
  Bytes rest = octets;
  if (!take_param(rest, first) || first.key != kMandatory) return true;
  for (std::size_t i = 0; i + 2 <= first.value.size(); i += 2) {
    if (!has_key(rest, read_u16(first.value, i))) return false;
  }
  return true;
}

void append_key(std::string& out, unsigned key) {
  if (key < kKeyNames.size()) {
    out += kKeyNames[key];
  } else {
    out += "key";
    out += std::to_string(key);
  }
}

/// A comma or backslash inside an identifier is escaped twice: for the list, then for the string
/// (appendix A.1).
void append_alpn(std::string& out, Bytes value) {
  std::string list;
  for (std::size_t pos = 0; pos < value.size(); pos += value[pos] + 1U) {
    if (pos != 0) list += ',';
    for (const std::uint8_t octet : value.subspan(pos + 1, value[pos])) {
      if (octet == ',' || octet == '\\') list += '\\';
      list += static_cast<char>(octet);
    }
  }
  append_quoted(out, as_bytes(list));
}

void append_addresses(std::string& out, Bytes value, std::size_t size) {
  for (std::size_t pos = 0; pos < value.size(); pos += size) {
    if (pos != 0) out += ',';
    append_ip_text(out, value.subspan(pos, size));
  }
}

void append_value(std::string& out, const SvcParam& param) {
  switch (param.key) {
    case kMandatory:
      for (std::size_t i = 0; i < param.value.size(); i += 2) {
        if (i != 0) out += ',';
        append_key(out, read_u16(param.value, i));
      }
      return;
    case kAlpn:
      return append_alpn(out, param.value);
    case kPort:
      out += std::to_string(read_u16(param.value, 0));
      return;
    case kIpv4hint:
      return append_addresses(out, param.value, 4);
    case kIpv6hint:
      return append_addresses(out, param.value, 16);
    case kEch:
      return append_base64(out, param.value);
    default:
      return append_quoted(out, param.value);
  }
}

/// The number of a key's name or `keyNNN` without leading zeros (section 2.1); 65536 when it is
/// none.
unsigned parse_key(std::string_view text) noexcept {
  constexpr unsigned kNone = 65536;
  for (unsigned i = 0; i < kKeyNames.size(); ++i) {
    if (kKeyNames[i] == text) return i;
  }
  if (text.substr(0, 3) != "key" || text.size() < 4 || (text[3] == '0' && text.size() > 4))
    return kNone;
  unsigned number = 0;
  const auto [stop, error] = std::from_chars(text.data() + 3, text.data() + text.size(), number);
  return error == std::errc{} && stop == text.data() + text.size() && number < kNone ? number
                                                                                     : kNone;
}

/// Takes the next item off a list with commas; `\,` and `\\` are resolved into `item`. False when
/// the item is empty or longer than `room`.
bool take_item(std::string_view& list, std::uint8_t* item, std::size_t room,
               std::size_t& size) noexcept {
  size = 0;
  std::size_t i = 0;
  for (; i < list.size() && list[i] != ','; ++i) {
    if (list[i] == '\\' && ++i == list.size()) return false;
    if (size == room) return false;
    item[size++] = static_cast<std::uint8_t>(list[i]);
  }
  const bool is_last = i == list.size();
  list.remove_prefix(is_last ? i : i + 1);
  return size != 0 && (is_last || !list.empty());  // "a," ends in an empty item
}

bool read_key_list(RdataTextReader& in, std::string_view list) noexcept {
  std::array<std::uint16_t, kMaxParams> keys{};
  std::size_t count = 0;
  std::array<std::uint8_t, 32> item;
  std::size_t size = 0;
  do {
    if (!take_item(list, item.data(), item.size(), size))
      return in.fail("mandatory wants a list of keys");
    const unsigned key = parse_key(as_chars(Bytes(item).first(size)));
    if (key > 65535 || count == keys.size()) return in.fail("mandatory wants a list of keys");
    keys[count++] = static_cast<std::uint16_t>(key);
  } while (!list.empty());
  std::sort(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(count));
  for (std::size_t i = 0; i < count; ++i) {
    if (!in.put_number(keys[i], 2)) return false;
  }
  return true;
}

bool read_alpn(RdataTextReader& in, std::string_view list) noexcept {
  std::array<std::uint8_t, 255> item;
  std::size_t size = 0;
  do {
    if (!take_item(list, item.data(), item.size(), size))
      return in.fail("alpn wants identifiers of 1 to 255 octets");
    if (!in.put_number(size, 1) || !in.put(Bytes(item).first(size))) return false;
  } while (!list.empty());
  return true;
}

bool read_addresses(RdataTextReader& in, std::string_view list, bool want_v6) noexcept {
  std::array<std::uint8_t, 64> item;
  std::size_t size = 0;
  do {
    if (!take_item(list, item.data(), item.size(), size))
      return in.fail("an address hint wants addresses");
    const auto address = parse_ip_address(as_chars(Bytes(item).first(size)));
    if (!address || address->is_v6 != want_v6)
      return in.fail("an address hint wants addresses of its family");
    if (!in.put(address->bytes())) return false;
  } while (!list.empty());
  return true;
}

/// `value` has its string escapes resolved already.
bool read_value(RdataTextReader& in, unsigned key, Bytes value) noexcept {
  const std::string_view text = as_chars(value);
  switch (key) {
    case kMandatory:
      return read_key_list(in, text);
    case kAlpn:
      return read_alpn(in, text);
    case kNoDefaultAlpn:
    case kOhttp:
      return text.empty() || in.fail("this key takes no value");
    case kIpv4hint:
      return read_addresses(in, text, false);
    case kIpv6hint:
      return read_addresses(in, text, true);
    case kPort: {
      std::uint16_t port = 0;
      const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), port);
      if (error != std::errc{} || stop != text.data() + text.size())
        return in.fail("a port was expected");
      return in.put_number(port, 2);
    }
    case kEch: {
      const std::size_t size = decode_base64(text, in.next(), in.room());
      if (size == kBadEncoding || size == 0) return in.fail("ech wants base64");
      in.take(size);
      return true;
    }
    default:
      return in.put(value);
  }
}

/// A parameter read and where its octets stand in the output, to be sorted.
struct ReadParam {
  unsigned key = 0;
  std::size_t offset = 0;
  std::size_t size = 0;
};

/// One `key[=value]`, written as key, length, value behind what `in` holds.
bool read_param(RdataTextReader& in, std::uint8_t* scratch, ReadParam& param) noexcept {
  const std::string_view word = in.parameter();
  if (!in.ok()) return false;
  const std::size_t equals = word.find('=');
  param.key = parse_key(word.substr(0, equals));
  if (param.key > 65535) return in.fail("an unknown service parameter key");
  std::size_t size = 0;
  if (equals != std::string_view::npos) {
    size = unescape(word.substr(equals + 1), scratch, kMaxRdataOctets);
    if (size == kMisfit) return in.fail("a malformed escape in a service parameter");
  }
  param.offset = in.used();
  if (!in.put_number(param.key, 2) || !in.put_number(0, 2)) return false;
  if (!read_value(in, param.key, Bytes(scratch, size))) return false;
  param.size = in.used() - param.offset;
  std::uint8_t* length = in.next() - param.size + 2;
  length[0] = static_cast<std::uint8_t>((param.size - 4) >> 8);
  length[1] = static_cast<std::uint8_t>(param.size - 4);
  return true;
}

}  // namespace

bool are_svc_params(Bytes octets) noexcept {
  SvcParam param;
  for (int last = -1; !octets.empty(); last = param.key) {
    if (!take_param(octets, param) || param.key <= last || !fits_key(param)) return false;
  }
  return true;
}

bool append_svc_params(std::string& out, Bytes octets) {
  if (count_params(octets) > kMaxParams || !is_consistent(octets)) return false;
  SvcParam param;
  for (bool is_first = true; take_param(octets, param); is_first = false) {
    if (!is_first) out += ' ';
    append_key(out, param.key);
    if (param.value.empty()) continue;
    out += '=';
    append_value(out, param);
  }
  return true;
}

bool read_svc_params(RdataTextReader& in) noexcept {
  if (in.at_end()) return in.ok();
  std::array<ReadParam, kMaxParams> params;
  std::size_t count = 0;
  const std::size_t start = in.used();
  const auto unsorted = std::make_unique_for_overwrite<std::uint8_t[]>(kMaxRdataOctets);
  std::uint8_t* scratch = unsorted.get();
  while (!in.at_end()) {
    if (count == kMaxParams) return in.fail("more than 256 service parameters");
    if (!read_param(in, scratch, params[count])) return false;
    ++count;
  }
  const auto end = params.begin() + static_cast<std::ptrdiff_t>(count);
  std::sort(params.begin(), end,
            [](const ReadParam& a, const ReadParam& b) { return a.key < b.key; });
  const std::size_t size = in.used() - start;
  std::memcpy(scratch, in.octets() + start, size);
  in.rewind(start);
  for (auto param = params.begin(); param != end; ++param) {
    if (!in.put(Bytes(scratch + (param->offset - start), param->size))) return false;
  }
  const Bytes written(in.octets() + start, size);
  if (!are_svc_params(written))
    return in.fail("a service parameter twice, or a value that does not fit its key");
  return is_consistent(written) || in.fail("a mandatory service parameter is missing");
}

}  // namespace spoor::dns
