#ifndef ROLLBOOK_EVENTSTORE_CONFORMANCE_H_
#define ROLLBOOK_EVENTSTORE_CONFORMANCE_H_

#include <memory>
#include <string>

#include "base/fake_clock.h"
#include "eventstore/event_store.h"
#include "eventstore/test_support.h"
#include "gtest/gtest.h"

// The suite that every implementation of EventStore passes. Each file
// conformance_*_test.cc holds one part of the promises of event_store.h, and
// runs on each implementation by name.
namespace rollbook::eventstore {

class Conformance : public testing::TestWithParam<std::string> {
 protected:
  Conformance();

  EventStore& store() { return *store_; }

  base::TempDir directory_;
  base::FakeClock clock_{Noon()};
  std::unique_ptr<EventStore> store_;
};

std::string ImplementationName(
    const testing::TestParamInfo<std::string>& implementation);

// Runs a part of the suite on every implementation.
#define ROLLBOOK_RUN_CONFORMANCE(suite)                                        \
  INSTANTIATE_TEST_SUITE_P(All, suite, testing::Values("InMemory", "RocksDb"), \
                           ImplementationName)

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_CONFORMANCE_H_
