#ifndef ROLLBOOK_GATEWAY_LIMITS_IP_ADDRESS_H_
#define ROLLBOOK_GATEWAY_LIMITS_IP_ADDRESS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rollbook::gateway {

// An IPv6 address, or an IPv4 address in its IPv6 form (::ffff:a.b.c.d), so
// that a client is the same whichever socket it came by.
struct IpAddress {
  std::array<uint8_t, 16> bytes{};

  // A zone ("%eth0") is dropped. Nullopt for anything else, a host name or a
  // Unix socket's peer among them.
  static std::optional<IpAddress> Parse(std::string_view text);

  bool IsV4() const;
  // The bytes that tell one client from another: all four of IPv4, the first
  // eight of IPv6, because a subscriber has a /64 to choose from.
  std::string_view ClientBytes() const;
};

// A block of addresses: "192.0.2.0/24", "2001:db8::/32", or one address.
class Cidr {
 public:
  static std::optional<Cidr> Parse(std::string_view text);

  bool Contains(const IpAddress& address) const;

 private:
  IpAddress base_;
  int bits_ = 128;
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_LIMITS_IP_ADDRESS_H_
