// Lists and counts through the real binaries: what they show, how they are
// checked, and that they are read while rows of a new version are built.

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "eventstore/rocksdb/derived_store.h"
#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

using eventstore::DerivedStore;

class Projections : public EndToEnd {
 protected:
  Projections() : EndToEnd(ServiceOptions{}) {}

  std::string Create(const std::string& external_id) {
    const HttpAnswer answer = Send(CreateCall(ExampleUser(external_id)));
    EXPECT_EQ(answer.status, 201);
    return Cli({"user", "get", "--partner", "acme", "--external_id",
                external_id})["userId"];
  }

  void Approve(const std::string& user_id) {
    Cli({"user", "status", user_id, "--partner", "acme", "--action", "approve",
         "--reason", "documents checked"});
  }

  // External ids, in the order of the list.
  std::vector<std::string> List(const std::vector<std::string>& flags) {
    std::vector<std::string> arguments = {"user", "list", "--partner", "acme"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    std::vector<std::string> ids;
    for (const Json& user : Cli(arguments)) ids.push_back(user["externalId"]);
    return ids;
  }

  Json Projection(const std::string& name) {
    for (const Json& projection : Cli({"projections", "list"})) {
      if (projection["name"] == name) return projection;
    }
    return {};
  }

  // The count of today's events of a type.
  uint64_t Today(const std::string& type) {
    uint64_t count = 0;
    for (const Json& row : Cli({"stats", "daily", "--partner", "acme"})) {
      if (row["type"] == type) count += row["count"].get<uint64_t>();
    }
    return count;
  }

  // Changes the derived rows of the stopped service.
  void ChangeRows(const DerivedStore::Changes& changes) {
    auto derived = eventstore::OpenRocksDbDerivedStore(service_.data_dir());
    ASSERT_TRUE(derived.ok()) << derived.status();
    ASSERT_TRUE((*derived)->Write(changes).ok());
  }
};

TEST_F(Projections, ListUsersByStatusAndTime) {
  for (const char* const id : {"1", "2", "3"}) Approve(Create(id));
  const std::string erased = Create("4");
  Create("5");
  const std::string created = Cli(
      {"user", "get", "--partner", "acme", "--external_id", "2"})["createTime"];
  Cli({"user", "erase", erased, "--reason", "asked for it", "--ticket", "T-1"});
  EXPECT_TRUE(Eventually([&] {
    return List({}) == std::vector<std::string>{"1", "2", "3", "5"};
  }));
  EXPECT_THAT(List({"--status", "active"}),
              testing::ElementsAre("1", "2", "3"));
  EXPECT_THAT(List({"--status", "active", "--created_from", created}),
              testing::ElementsAre("2", "3"));
  EXPECT_THAT(List({"--created_to", created}), testing::ElementsAre("1"));
}

TEST_F(Projections, CountEventsByDay) {
  Approve(Create("1"));
  Create("2");
  EXPECT_TRUE(Eventually([&] {
    return Today("UserCreated") == 2 && Today("UserStatusChanged") == 1;
  }));
  const Json all = Cli({"stats", "daily", "--to", "2020-01-01"});
  EXPECT_TRUE(all.is_array() && all.empty());
  const auto wrong = service_.Cli({"stats", "daily", "--from", "yesterday"});
  ASSERT_TRUE(wrong.ok());
  EXPECT_EQ(wrong->exit.code, 1);
  EXPECT_EQ(ParseJson(wrong->err)["error"]["fields"][0]["field"], "from_date");
}

TEST_F(Projections, AreVerifiedAndRebuiltAndACorruptedRowIsNamed) {
  Approve(Create("1"));
  ASSERT_TRUE(Eventually([&] { return Today("UserStatusChanged") == 1; }));
  const Json sound = Cli({"projections", "verify"});
  ASSERT_EQ(sound.size(), 3u);
  for (const Json& result : sound) EXPECT_EQ(result["ok"], true) << result;
  ASSERT_TRUE(service_.Stop().ok());
  std::string key;
  {
    auto derived = eventstore::OpenRocksDbDerivedStore(service_.data_dir());
    ASSERT_TRUE(derived.ok());
    const std::string name = "daily_counts";
    const std::string prefix =
        static_cast<char>(name.size()) + name + "rd\x04" + "acme";
    ASSERT_TRUE((*derived)
                    ->Scan(prefix, prefix,
                           [&](std::string_view row, std::string_view) {
                             key = row;
                             return false;
                           })
                    .ok());
  }
  std::string seven;
  base::PutBigEndian64(seven, 7);
  ChangeRows({{key, seven}});
  ASSERT_TRUE(service_.Start().ok());
  const auto verified = service_.Cli({"projections", "verify", "daily_counts"});
  ASSERT_TRUE(verified.ok());
  EXPECT_EQ(verified->exit.code, 1);
  const Json found = ParseJson(verified->out)[0]["firstDivergence"];
  EXPECT_EQ(found["partnerId"], "acme");
  EXPECT_EQ(found["found"], "7");
  EXPECT_EQ(found["expected"], "1");
  EXPECT_THAT(found["what"].get<std::string>(),
              testing::EndsWith(" KeyCreated"));
  Cli({"projections", "rebuild", "daily_counts"});
  EXPECT_EQ(Cli({"projections", "verify", "daily_counts"})[0]["ok"], true);
}

// The list as the version before this one left it.
TEST_F(Projections, AreReadWhileRowsOfANewVersionAreBuilt) {
  Approve(Create("1"));
  Create("2");
  ASSERT_TRUE(Eventually([&] { return List({}).size() == 2; }));
  ASSERT_TRUE(service_.Stop().ok());
  const std::string prefix = std::string(1, 9) + "user_list";
  DerivedStore::Changes old;
  {
    auto derived = eventstore::OpenRocksDbDerivedStore(service_.data_dir());
    ASSERT_TRUE(derived.ok());
    ASSERT_TRUE((*derived)
                    ->Scan(prefix, prefix,
                           [&](std::string_view key, std::string_view value) {
                             const char kind = key[prefix.size()];
                             if (kind == 'c') {
                               std::string row(value);
                               row[4] = 2;  // the schema version's last byte
                               old[std::string(key)] = row;
                               return true;
                             }
                             old[std::string(key)] = std::nullopt;
                             if (key[prefix.size() + 1] == 's') {
                               // All in one list: without the status.
                               std::string listed(key);
                               listed[prefix.size() + 1] = 'l';
                               listed.erase(listed.size() - 9, 1);
                               old[listed] = std::string(value);
                             }
                             return true;
                           })
                    .ok());
  }
  ChangeRows(old);
  ASSERT_TRUE(service_.Start().ok());
  do {
    EXPECT_THAT(List({}), testing::ElementsAre("1", "2"));
    EXPECT_THAT(List({"--status", "active"}), testing::ElementsAre("1"));
  } while (Projection("user_list")["schemaVersion"] != 3);
  EXPECT_EQ(Projection("user_list")["degraded"], false);
  EXPECT_THAT(List({"--status", "active"}), testing::ElementsAre("1"));
  EXPECT_EQ(Cli({"projections", "verify", "user_list"})[0]["ok"], true);
}

}  // namespace
}  // namespace rollbook::tests
