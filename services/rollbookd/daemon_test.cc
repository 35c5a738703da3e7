#include "services/rollbookd/daemon.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>

#include "base/crypto/random.h"
#include "base/testing/temp_dir.h"
#include "rollbook/admin/v1/admin_service.grpc.pb.h"
#include "services/rollbookd/master_key_maker.h"

namespace rollbook::services {
namespace {

using testing::HasSubstr;

// Flags of a small daemon of this test's own.
Flags SmallDaemon() {
  Flags flags;
  flags.data_dir = base::NewTempPath("data");
  flags.master_key_file = flags.data_dir + ".key";
  flags.grpc_listen = "127.0.0.1:0";
  flags.http_listen = "127.0.0.1:0";
  flags.admin_listen = "127.0.0.1:0";
  flags.block_cache_mb = 8;
  flags.memtable_mb = 1;
  flags.min_free_disk_mb = 1;
  flags.workers = 2;
  EXPECT_TRUE(
      MakeMasterKeyFile(flags.master_key_file, base::CryptoRandom()).ok());
  return flags;
}

absl::StatusOr<std::unique_ptr<Daemon>> Start(const Flags& flags) {
  return Daemon::Start(flags, [] {});
}

std::string RefusalOf(const Flags& flags) {
  return std::string(Start(flags).status().message());
}

TEST(Daemon, ServesItsStatusOnTheSocketAndStartsAgain) {
  const Flags flags = SmallDaemon();
  std::string lineage;
  for (int round = 0; round < 2; ++round) {
    auto daemon = Start(flags);
    ASSERT_TRUE(daemon.ok()) << daemon.status();
    const auto stub = admin::v1::AdminService::NewStub(
        grpc::CreateChannel("unix:" + flags.data_dir + "/rollbook.sock",
                            grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    admin::v1::GetStatusResponse status;
    ASSERT_TRUE(stub->GetStatus(&context, {}, &status).ok());
    EXPECT_TRUE(status.accepting_writes());
    EXPECT_EQ(status.projections_size(), 3);
    if (round == 0) lineage = status.lineage();
    EXPECT_EQ(status.lineage(), lineage);
    (*daemon)->Drain(absl::Seconds(5));
  }
}

TEST(Daemon, RefusesADirectoryThatIsInUse) {
  const Flags flags = SmallDaemon();
  const auto first = Start(flags);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(RefusalOf(flags), HasSubstr(flags.data_dir));
}

TEST(Daemon, RefusesAMasterKeyThatIsNotTheStores) {
  Flags flags = SmallDaemon();
  ASSERT_TRUE(Start(flags).ok());
  flags.master_key_file += ".other";
  ASSERT_TRUE(
      MakeMasterKeyFile(flags.master_key_file, base::CryptoRandom()).ok());
  EXPECT_THAT(RefusalOf(flags), HasSubstr("master key"));
}

TEST(Daemon, RefusesAMasterKeyThatOthersMayRead) {
  const Flags flags = SmallDaemon();
  chmod(flags.master_key_file.c_str(), 0644);
  EXPECT_THAT(RefusalOf(flags), HasSubstr("chmod 600"));
}

TEST(MasterKeyMaker, NeverOverwrites) {
  const Flags flags = SmallDaemon();
  EXPECT_THAT(
      std::string(MakeMasterKeyFile(flags.master_key_file, base::CryptoRandom())
                      .message()),
      HasSubstr("never overwritten"));
  struct stat file {};
  ASSERT_EQ(stat(flags.master_key_file.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600u);
}

}  // namespace
}  // namespace rollbook::services
