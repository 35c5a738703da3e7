#include "gateway/contract_registry.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "gateway/contracts/boca_raton/boca_raton.h"
#include "gateway/contracts/capa/capa.h"
#include "gateway/contracts/smartphonekey/smartphonekey.h"
#include "gateway/contracts/wealthyhood/wealthyhood.h"

namespace rollbook::gateway {
namespace {

// Every contract there is. The first one answers what resembles none.
constexpr std::unique_ptr<Contract> (*kMakers[])() = {
    MakeBocaRaton,
    MakeCapa,
    MakeSmartphoneKey,
    MakeWealthyhood,
};

}  // namespace

absl::StatusOr<Contracts> MakeContracts(const std::vector<std::string>& names) {
  Contracts chosen;
  for (const auto& make : kMakers) {
    std::unique_ptr<Contract> contract = make();
    if (names.empty() || std::find(names.begin(), names.end(),
                                   contract->name()) != names.end()) {
      chosen.push_back(std::move(contract));
    }
  }
  for (const std::string& name : names) {
    if (FindContract(chosen, name) == nullptr) {
      return base::ErrorWithText(base::Reason::kInvalidArgument,
                                 "There is no contract named " + name);
    }
  }
  return chosen;
}

const Contract* FindContract(const Contracts& contracts,
                             std::string_view name) {
  for (const std::unique_ptr<Contract>& contract : contracts) {
    if (contract->name() == name) return contract.get();
  }
  return nullptr;
}

}  // namespace rollbook::gateway
