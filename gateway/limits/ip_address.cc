#include "gateway/limits/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace rollbook::gateway {
namespace {

constexpr std::array<uint8_t, 12> kV4Prefix = {0, 0, 0, 0, 0,    0,
                                               0, 0, 0, 0, 0xff, 0xff};
constexpr int kV4PrefixBits = 96;
constexpr int kV4Bits = 32;
constexpr int kBits = 128;
constexpr size_t kSubscriberBytes = 8;

}  // namespace

std::optional<IpAddress> IpAddress::Parse(std::string_view text) {
  const std::string address(text.substr(0, text.find('%')));
  IpAddress result;
  if (inet_pton(AF_INET6, address.c_str(), result.bytes.data()) == 1) {
    return result;
  }
  std::copy(kV4Prefix.begin(), kV4Prefix.end(), result.bytes.begin());
  if (inet_pton(AF_INET, address.c_str(), &result.bytes[kV4Prefix.size()]) ==
      1) {
    return result;
  }
  return std::nullopt;
}

bool IpAddress::IsV4() const {
  return std::equal(kV4Prefix.begin(), kV4Prefix.end(), bytes.begin());
}

std::string_view IpAddress::ClientBytes() const {
  const char* const begin = reinterpret_cast<const char*>(bytes.data());
  return IsV4() ? std::string_view(begin, bytes.size())
                : std::string_view(begin, kSubscriberBytes);
}

std::optional<Cidr> Cidr::Parse(std::string_view text) {
  const size_t slash = text.find('/');
  const auto base = IpAddress::Parse(text.substr(0, slash));
  if (!base) return std::nullopt;
  Cidr cidr;
  cidr.base_ = *base;
  if (slash == std::string_view::npos) return cidr;
  const std::string_view length = text.substr(slash + 1);
  const char* const end = length.data() + length.size();
  int bits = 0;
  const auto parsed = std::from_chars(length.data(), end, bits);
  const bool v4 = text.substr(0, slash).find(':') == std::string_view::npos;
  if (parsed.ec != std::errc() || parsed.ptr != end || bits < 0 ||
      bits > (v4 ? kV4Bits : kBits)) {
    return std::nullopt;
  }
  cidr.bits_ = v4 ? kV4PrefixBits + bits : bits;
  return cidr;
}

bool Cidr::Contains(const IpAddress& address) const {
  const size_t whole = static_cast<size_t>(bits_ / 8);
  if (!std::equal(base_.bytes.begin(), base_.bytes.begin() + whole,
                  address.bytes.begin())) {
    return false;
  }
  const int rest = bits_ % 8;
  if (rest == 0) return true;
  const int mask = 0xff << (8 - rest) & 0xff;
  return (base_.bytes[whole] & mask) == (address.bytes[whole] & mask);
}

}  // namespace rollbook::gateway
