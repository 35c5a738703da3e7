#ifndef ROLLBOOK_GATEWAY_CONTRACT_REGISTRY_H_
#define ROLLBOOK_GATEWAY_CONTRACT_REGISTRY_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/contract.h"

namespace rollbook::gateway {

using Contracts = std::vector<std::unique_ptr<Contract>>;

// The contracts with these names, all of them when there are no names.
// INVALID_ARGUMENT for a name that no contract has.
absl::StatusOr<Contracts> MakeContracts(const std::vector<std::string>& names);

// The contract of that name, or null.
const Contract* FindContract(const Contracts& contracts, std::string_view name);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_CONTRACT_REGISTRY_H_
