#ifndef ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_OBJECT_ID_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_OBJECT_ID_H_

#include <string>

#include "absl/time/time.h"
#include "base/random.h"

namespace rollbook::gateway::wealthyhood {

// A new ObjectId in the form that clients know: 24 lower-case hex digits, the
// second of its making (4 bytes, big-endian) and then 8 random bytes, so that
// any number of gateways make different ones.
std::string NewObjectId(absl::Time now, base::Random& random);

}  // namespace rollbook::gateway::wealthyhood

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_OBJECT_ID_H_
