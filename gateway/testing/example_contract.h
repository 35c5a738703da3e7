#ifndef ROLLBOOK_GATEWAY_TESTING_EXAMPLE_CONTRACT_H_
#define ROLLBOOK_GATEWAY_TESTING_EXAMPLE_CONTRACT_H_

#include <memory>

#include "gateway/contract.h"

namespace rollbook::gateway {

// The contract that docs/adding-a-contract.md builds: POST /people with a key
// in X-Example-Key. Not served; its test is.
std::unique_ptr<Contract> MakeExample();

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_TESTING_EXAMPLE_CONTRACT_H_
