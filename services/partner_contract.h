#ifndef ROLLBOOK_SERVICES_PARTNER_CONTRACT_H_
#define ROLLBOOK_SERVICES_PARTNER_CONTRACT_H_

#include <optional>
#include <string_view>

namespace rollbook::services {

// What kinds of credentials a REST contract has; nothing else of a contract is
// known on this side of the gateway.
struct ContractTraits {
  enum class Key { kNone, kBearer, kHmac };
  enum class Jwt { kNone, kOptional, kRequired };
  std::string_view name;
  Key key;
  Jwt jwt;
};

// nullopt for an unknown contract.
inline std::optional<ContractTraits> TraitsOf(std::string_view contract) {
  using Key = ContractTraits::Key;
  using Jwt = ContractTraits::Jwt;
  constexpr ContractTraits kContracts[] = {
      {"boca-raton", Key::kHmac, Jwt::kNone},
      {"capa", Key::kBearer, Jwt::kNone},
      {"smartphonekey", Key::kBearer, Jwt::kOptional},
      {"wealthyhood", Key::kNone, Jwt::kRequired},
  };
  for (const ContractTraits& traits : kContracts) {
    if (traits.name == contract) return traits;
  }
  return std::nullopt;
}

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PARTNER_CONTRACT_H_
