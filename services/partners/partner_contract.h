#ifndef ROLLBOOK_SERVICES_PARTNERS_PARTNER_CONTRACT_H_
#define ROLLBOOK_SERVICES_PARTNERS_PARTNER_CONTRACT_H_

#include <string>
#include <string_view>
#include <vector>

namespace rollbook::services {

// What the registry has to know of a REST contract; nothing else of it is
// known on this side of the gateway.
struct ContractTraits {
  enum class Key { kNone, kBearer, kHmac };
  enum class Jwt { kNone, kOptional, kRequired };
  std::string name;
  Key key = Key::kNone;
  Jwt jwt = Jwt::kNone;
  // What a policy may require, by the contract's JSON names.
  std::vector<std::string> fields;
};

// The contracts that partners may have. The composition root makes it from the
// gateway's own list, so that a new contract is told of in one place.
using ContractCatalogue = std::vector<ContractTraits>;

// Null for an unknown contract.
inline const ContractTraits* TraitsOf(const ContractCatalogue& catalogue,
                                      std::string_view contract) {
  for (const ContractTraits& traits : catalogue) {
    if (traits.name == contract) return &traits;
  }
  return nullptr;
}

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PARTNERS_PARTNER_CONTRACT_H_
