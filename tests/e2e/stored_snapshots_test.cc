// A stopped store's current states are compared with what its events come to.

#include <string>
#include <vector>

#include "base/ids.h"
#include "eventstore/rocksdb/rocksdb_event_store.h"
#include "gmock/gmock.h"
#include "services/users/user_stream.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

class StoredSnapshots : public EndToEnd {
 protected:
  StoredSnapshots() : EndToEnd(ServiceOptions{}) {}

  struct Found {
    int exit = -1;
    Json verdict;
  };
  Found Verify(bool with_master_key) const {
    std::vector<std::string> arguments = {"audit",      "verify",
                                          "--data_dir", service_.data_dir(),
                                          "--output",   "json"};
    if (with_master_key) {
      arguments.insert(arguments.end(),
                       {"--master_key_file", service_.master_key_file()});
    }
    const auto finished = RunToEnd(BinaryPath("rollbook"), arguments);
    EXPECT_TRUE(finished.ok());
    return {finished->exit.code, ParseJson(finished->out)};
  }
};

TEST_F(StoredSnapshots, AreWhatTheirEventsComeTo) {
  std::vector<std::string> users;
  for (const char* const id : {"1", "2", "3"}) {
    ASSERT_EQ(Send(CreateCall(ExampleUser(id))).status, 201);
    users.push_back(Cli(
        {"user", "get", "--partner", "acme", "--external_id", id})["userId"]);
  }
  Cli({"user", "erase", users[0], "--reason", "asked for it", "--ticket",
       "T-1"});
  const uint64_t position = History(users[1])[0].position().number();
  ASSERT_TRUE(service_.Stop().ok());
  EXPECT_EQ(Verify(true).exit, 0);
  EXPECT_EQ(Verify(false).exit, 0);
  {
    eventstore::RocksDbOptions options;
    options.directory = service_.data_dir();
    auto store = eventstore::OpenRocksDbEventStore(std::move(options));
    ASSERT_TRUE(store.ok()) << store.status();
    eventstore::AppendRequest request;
    request.stream = services::UserStream("acme", *base::ParseUuid(users[1]));
    request.expected_version = eventstore::Version{1};
    request.snapshot = eventstore::NewSnapshot{1, false, "another state"};
    ASSERT_TRUE((*store)->AppendAndWait(std::move(request)).ok());
  }
  // The header is right: only who has the key can tell.
  EXPECT_EQ(Verify(false).exit, 0);
  const Found found = Verify(true);
  EXPECT_EQ(found.exit, 1);
  EXPECT_EQ(found.verdict["firstBadPosition"], position);
  EXPECT_EQ(found.verdict["problems"][0]["kind"], "snapshot");
  EXPECT_THAT(found.verdict["problems"][0]["detail"].get<std::string>(),
              testing::HasSubstr(users[1]));
}

}  // namespace
}  // namespace rollbook::tests
