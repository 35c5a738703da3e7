#include "eventstore/conformance.h"

#include <utility>

#include "base/crypto/random.h"
#include "eventstore/in_memory_event_store.h"

namespace rollbook::eventstore {

Conformance::Conformance() {
  if (GetParam() == "InMemory") {
    store_ = MakeInMemoryEventStore(clock_, base::CryptoRandom());
    return;
  }
  auto store = OpenRocksDbEventStore(SmallStore(directory_.path(), clock_));
  if (!store.ok()) {
    // Nothing of the test can run.
    ADD_FAILURE() << store.status();
    std::abort();
  }
  store_ = *std::move(store);
}

std::string ImplementationName(
    const testing::TestParamInfo<std::string>& implementation) {
  return implementation.param;
}

}  // namespace rollbook::eventstore
