#include "services/rollbookd/partner_contracts.h"

#include <string>

#include "gateway/contract_registry.h"

namespace rollbook::services {
namespace {

ContractTraits::Key ToKey(gateway::KeyKind kind) {
  switch (kind) {
    case gateway::KeyKind::kNone:
      return ContractTraits::Key::kNone;
    case gateway::KeyKind::kBearer:
      return ContractTraits::Key::kBearer;
    case gateway::KeyKind::kHmac:
      return ContractTraits::Key::kHmac;
  }
  return ContractTraits::Key::kNone;
}

ContractTraits::Jwt ToJwt(gateway::TokenUse use) {
  switch (use) {
    case gateway::TokenUse::kNone:
      return ContractTraits::Jwt::kNone;
    case gateway::TokenUse::kOptional:
      return ContractTraits::Jwt::kOptional;
    case gateway::TokenUse::kRequired:
      return ContractTraits::Jwt::kRequired;
  }
  return ContractTraits::Jwt::kNone;
}

}  // namespace

ContractCatalogue PartnerContracts() {
  ContractCatalogue catalogue;
  // No names mean all, which cannot fail.
  const gateway::Contracts contracts = *gateway::MakeContracts({});
  for (const auto& contract : contracts) {
    catalogue.push_back(
        {std::string(contract->name()), ToKey(contract->key_kind()),
         ToJwt(contract->token_use()), contract->field_names()});
  }
  return catalogue;
}

}  // namespace rollbook::services
