// SPDX-License-Identifier: Apache-2.0
#include "dns/random_rdata.h"

#include <algorithm>
#include <set>

#include "dns/name.h"

namespace spoor::dns {
namespace {

std::string big_endian(std::uint64_t value, unsigned size) {
  std::string octets;
  for (unsigned i = size; i-- > 0;) octets += static_cast<char>(value >> (8 * i));
  return octets;
}

std::string counted(const std::string& octets) {
  return static_cast<char>(octets.size()) + octets;
}

}  // namespace

std::vector<RrType> types_with_layout() {
  std::vector<RrType> types;
  for (std::uint32_t number = 0; number < kFirstLabelType; ++number) {
    if (layout_of(static_cast<RrType>(number)) != nullptr)
      types.push_back(static_cast<RrType>(number));
  }
  return types;
}

std::string RandomRdata::octets(std::size_t size) {
  std::string out(size, '\0');
  for (char& octet : out) octet = static_cast<char>(below(256));
  return out;
}

std::string RandomRdata::string(std::size_t least, std::size_t most) {
  std::string out = octets(least + below(most - least + 1));
  if (below(2) == 0) {
    for (char& octet : out) octet = static_cast<char>(' ' + below(95));
  }
  return out;
}

std::string RandomRdata::name() {
  constexpr std::string_view kUsual = "abcdefghijklmnopqrstuvwxyz0123456789-_";
  const bool is_odd = below(4) == 0;
  const std::size_t labels = below(8) == 0 ? below(128) : below(5);
  std::string wire;
  for (std::size_t i = 0; i < labels; ++i) {
    const std::size_t size = 1 + (below(16) == 0 ? below(63) : below(12));
    if (wire.size() + size + 2 > kMaxNameOctets) break;
    wire += static_cast<char>(size);
    for (std::size_t j = 0; j < size; ++j) {
      wire += is_odd ? static_cast<char>(to_lower(static_cast<std::uint8_t>(below(256))))
                     : kUsual[below(kUsual.size())];
    }
  }
  return wire + '\0';
}

std::string RandomRdata::with_last_not_zero(std::string octets) {
  if (!octets.empty() && octets.back() == 0) octets.back() = static_cast<char>(1 + below(255));
  return octets;
}

std::string RandomRdata::type_bitmap() {
  std::set<unsigned> windows;
  for (std::size_t i = below(4); i > 0; --i)
    windows.insert(static_cast<unsigned>(below(3) == 0 ? below(256) : below(2)));
  std::string out;
  for (const unsigned window : windows) {
    out += static_cast<char>(window) + counted(with_last_not_zero(octets(1 + below(32))));
  }
  return out;
}

std::string RandomRdata::location() {
  constexpr std::uint64_t kMiddle = 0x80000000;
  const auto angle = [&](std::uint64_t degrees) {
    const std::uint64_t reach = degrees * 3'600'000;
    return big_endian(kMiddle - reach + below(2 * reach + 1), 4);
  };
  std::string sizes;
  for (int i = 0; i < 3; ++i) {
    const std::size_t mantissa = below(10);
    sizes += static_cast<char>(mantissa << 4 | (mantissa == 0 ? 0 : below(10)));
  }
  return '\0' + sizes + angle(90) + angle(180) + octets(4);
}

std::string RandomRdata::address_list() {
  std::string out;
  for (std::size_t i = 1 + below(4); i > 0; --i) {
    const bool is_v6 = below(2) == 0;
    std::string address = with_last_not_zero(octets(below(is_v6 ? 17 : 5)));
    const std::size_t coded = address.size() | (below(2) == 0 ? 0x80U : 0U);
    out += big_endian(is_v6 ? 2 : 1, 2) + static_cast<char>(below(is_v6 ? 129 : 33)) +
           static_cast<char>(coded) + address;
  }
  return out;
}

std::string RandomRdata::svc_value(unsigned key) {
  switch (key) {
    case 1:
      return counted(string(1, 20)) + (below(2) == 0 ? counted("h2") : "");
    case 2:
    case 8:
      return {};
    case 3:
      return octets(2);
    case 4:
      return octets(4 * (1 + below(3)));
    case 6:
      return octets(16 * (1 + below(3)));
    default:
      return string(1, 40);
  }
}

std::string RandomRdata::svc_params() {
  std::set<unsigned> keys;
  for (std::size_t i = below(6); i > 0; --i) {
    keys.insert(static_cast<unsigned>(below(4) == 0 ? 9 + below(65000) : 1 + below(8)));
  }
  if (keys.count(2) != 0) keys.insert(1);
  std::string out;
  if (!keys.empty() && below(3) == 0) {
    const std::string value =
        big_endian(*keys.begin(), 2) + (keys.size() > 1 ? big_endian(*keys.rbegin(), 2) : "");
    out = big_endian(0, 2) + big_endian(value.size(), 2) + value;
  }
  for (const unsigned key : keys) {
    const std::string value = svc_value(key);
    out += big_endian(key, 2) + big_endian(value.size(), 2) + value;
  }
  return out;
}

std::string RandomRdata::field(Field field) {
  constexpr std::string_view kTagLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
  switch (field) {
    case Field::kHost:
    case Field::kMailbox:
      return name();
    case Field::kHosts:
      return below(2) == 0 ? "" : name() + name();
    case Field::kMaybeString:
      return below(2) == 0 ? "" : counted(string(0, 30));
    case Field::kString:
      return counted(string(0, below(8) == 0 ? 255 : 20));
    case Field::kStrings:
      return counted(string(0, 255)) + (below(2) == 0 ? "" : counted(string(0, 20)));
    case Field::kTag: {
      std::string tag(1 + below(15), '\0');
      for (char& letter : tag) letter = kTagLetters[below(kTagLetters.size())];
      return counted(tag);
    }
    case Field::kText:
      return string(0, 300);
    case Field::kSalt:
      return counted(octets(below(20)));
    case Field::kHash:
      return counted(octets(1 + below(32)));
    case Field::kMaybeBase64:
    case Field::kDoaData:
      return octets(below(70));
    case Field::kHex:
    case Field::kBase64:
      return octets(1 + below(70));
    case Field::kNsap:
      return octets(20);
    case Field::kTypeBitmap:
      return type_bitmap();
    case Field::kNxtBitmap:
      return static_cast<char>(below(128)) + with_last_not_zero(octets(1 + below(15)));
    case Field::kLoc:
      return location();
    case Field::kApl:
      return address_list();
    case Field::kWksServices:
      return static_cast<char>(below(256)) + with_last_not_zero(octets(below(30)));
    case Field::kSvcParams:
      return svc_params();
    case Field::kHipHead: {
      const std::string hit = octets(1 + below(30));
      const std::string key = octets(1 + below(200));
      return counted(hit).substr(0, 1) + octets(1) + big_endian(key.size(), 2) + hit + key;
    }
    default:
      break;
  }
  const std::string longest = octets(16);
  const std::size_t size = measure_field(
      field, Bytes(reinterpret_cast<const std::uint8_t*>(longest.data()), 16), nullptr);
  return longest.substr(0, size);
}

std::string RandomRdata::make(RrType type) {
  const Layout& layout = *layout_of(type);
  std::string rdata;
  for (std::size_t i = 0; layout.fields[i] != Field::kEnd; ++i) {
    // Octets that decide about a later field must say something known.
    if (layout.fields[i + 1] == Field::kA6Suffix) {
      rdata += static_cast<char>(below(129));
      continue;
    }
    if (type == RrType::kIpseckey && i == 1) {
      rdata += static_cast<char>(below(4));
      continue;
    }
    if (layout.fields[i] == Field::kRelayType) {
      rdata += static_cast<char>(below(4) | (below(2) == 0 ? 0x80U : 0U));
      continue;
    }
    const auto* begin = reinterpret_cast<const std::uint8_t*>(rdata.data());
    if (layout.fields[i] == Field::kA6Suffix) {
      const unsigned prefix = begin[0];
      std::string suffix = octets((128 - prefix + 7) / 8);
      if (prefix % 8 != 0)
        suffix[0] = static_cast<char>(static_cast<std::uint8_t>(suffix[0]) & 0xFFU >> prefix % 8);
      rdata += suffix;
      continue;
    }
    const Field resolved = resolve_field(layout.fields[i], begin);
    if (resolved != Field::kNothing) rdata += field(resolved);
  }
  return rdata;
}

}  // namespace spoor::dns
