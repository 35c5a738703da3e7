#ifndef ROLLBOOK_EVENTSTORE_PROJECTION_TEST_FIXTURE_H_
#define ROLLBOOK_EVENTSTORE_PROJECTION_TEST_FIXTURE_H_

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <utility>

#include "base/crypto/random.h"
#include "base/error.h"
#include "base/fake_clock.h"
#include "eventstore/in_memory_event_store.h"
#include "eventstore/projection_host.h"
#include "eventstore/test_support.h"

// A small projection and what its tests have in common.
namespace rollbook::eventstore {

// Rows: stream id -> what comes first, and the type of its last event.
class LastType final : public Projection {
 public:
  explicit LastType(std::string before) : before_(std::move(before)) {}
  absl::Status Apply(const Record& record, ProjectionRows& rows) override {
    if (record.type == "Poison") {
      return base::Error(base::Reason::kDataCorrupted);
    }
    rows.Put(record.stream.id, before_ + record.type);
    return absl::OkStatus();
  }

 private:
  const std::string before_;
};

// Version 1 has the bare type, and 2 a mark before it.
inline ProjectionSpec LastTypeSpec(uint32_t version = 1) {
  return {.name = "last",
          .schema_version = version,
          .make = [version](uint32_t of) -> std::unique_ptr<Projection> {
            if (of > version) return nullptr;
            return std::make_unique<LastType>(of == 1 ? "" : "*");
          }};
}

class ProjectionHostTest : public testing::Test {
 protected:
  std::unique_ptr<ProjectionHost> Start(ProjectionSpec spec = LastTypeSpec()) {
    auto host =
        ProjectionHost::Start(log_.get(), derived_.get(), std::move(spec));
    EXPECT_TRUE(host.ok()) << host.status();
    return *std::move(host);
  }

  void CatchUp(ProjectionHost& host) {
    std::promise<void> reached;
    const uint64_t id =
        host.WaitForHead(log_->Head(), [&reached] { reached.set_value(); });
    reached.get_future().wait();
    host.CancelWait(id);
  }

  std::string Row(const ProjectionHost& host, const std::string& stream) {
    const auto row = derived_->Get(host.rows().prefix + stream);
    return row.ok() && *row ? **row : "";
  }

  size_t AllRows() {
    size_t rows = 0;
    EXPECT_TRUE(derived_
                    ->Scan("", "",
                           [&](std::string_view, std::string_view) {
                             ++rows;
                             return true;
                           })
                    .ok());
    return rows;
  }

  base::FakeClock clock_{Noon()};
  std::unique_ptr<EventStore> log_ =
      MakeInMemoryEventStore(clock_, base::CryptoRandom());
  std::unique_ptr<DerivedStore> derived_ = MakeInMemoryDerivedStore();
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_PROJECTION_TEST_FIXTURE_H_
