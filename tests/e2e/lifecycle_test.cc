// How the daemons start, refuse to start, and stop.

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "base/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

using testing::HasSubstr;

class Refusals : public testing::Test {
 protected:
  Refusals() { MakeKey(key_file_); }

  static void MakeKey(const std::string& path) {
    const auto made =
        RunToEnd(BinaryPath("rollbookd"), {"--make_master_key", path});
    EXPECT_TRUE(made.ok() && made->exit.code == 0);
  }

  // Starts rollbookd, which has to end by itself, not well, and say why in
  // one line that begins with its name.
  std::string Refusal(const std::vector<std::string>& more,
                      const std::string& key_file) const {
    std::vector<std::string> arguments = {"--data_dir",
                                          data_dir_,
                                          "--master_key_file",
                                          key_file,
                                          "--min_free_disk_mb=1",
                                          "--grpc_listen=127.0.0.1:0",
                                          "--admin_listen=127.0.0.1:0"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto finished = RunToEnd(BinaryPath("rollbookd"), arguments);
    EXPECT_TRUE(finished.ok()) << finished.status();
    if (!finished.ok()) return "";
    EXPECT_EQ(finished->exit.code, 1);
    EXPECT_THAT(finished->err, HasSubstr("rollbookd: "));
    return finished->err;
  }

  std::string Refusal(const std::vector<std::string>& more = {}) const {
    return Refusal(more, key_file_);
  }

  const base::TempDir directory_;
  const std::string data_dir_ = directory_.path() + "/data";
  const std::string key_file_ = data_dir_ + ".key";
};

TEST_F(Refusals, AMissingMasterKey) {
  const std::string missing = directory_.path() + "/missing";
  EXPECT_THAT(Refusal({}, missing),
              testing::AllOf(HasSubstr(missing), HasSubstr("cannot be read")));
}

TEST_F(Refusals, AMasterKeyThatOthersMayRead) {
  chmod(key_file_.c_str(), 0644);
  EXPECT_THAT(Refusal(), HasSubstr("chmod 600"));
}

TEST_F(Refusals, TheMasterKeyOfAnotherStore) {
  {
    Service service({.data_dir = data_dir_});
    ASSERT_TRUE(service.Start().ok());
    ASSERT_TRUE(service.Stop().ok());
  }
  const std::string other = directory_.path() + "/other.key";
  MakeKey(other);
  EXPECT_THAT(Refusal({}, other), HasSubstr("master key"));
}

TEST_F(Refusals, ADataDirectoryInUse) {
  Service service({.data_dir = data_dir_});
  ASSERT_TRUE(service.Start().ok());
  EXPECT_THAT(Refusal(),
              testing::AllOf(HasSubstr(data_dir_), HasSubstr("in use")));
  // The one that was there first is none the worse for it.
  EXPECT_TRUE(service.CreatePartner("acme").ok());
}

TEST_F(Refusals, ADirectoryOfSomethingElse) {
  std::filesystem::create_directories(data_dir_ + "/store");
  WriteFile(data_dir_ + "/store/photo.jpg", "x");
  EXPECT_THAT(Refusal(), HasSubstr("not a store of Rollbook"));
}

TEST_F(Refusals, APortInUse) {
  Service service;
  ASSERT_TRUE(service.Start().ok());
  for (const auto& [flag, port] :
       {std::pair{"--http_listen=", service.http_port()},
        std::pair{"--grpc_listen=", service.grpc_port()},
        std::pair{"--admin_listen=", service.admin_port()}}) {
    const std::string address = "127.0.0.1:" + std::to_string(port);
    EXPECT_THAT(Refusal({flag + address}), HasSubstr(address));
  }
}

TEST_F(Refusals, FlagsThatMakeNoSense) {
  EXPECT_THAT(Refusal({"--no_such_flag"}), HasSubstr("no_such_flag"));
  EXPECT_THAT(Refusal({"--contracts=nonsense", "--http_listen=127.0.0.1:0"}),
              HasSubstr("nonsense"));
  EXPECT_THAT(Refusal({"--grpc_listen=0.0.0.0:0"}), HasSubstr("0.0.0.0"));
}

TEST_F(Refusals, AMasterKeyIsNeverOverwritten) {
  const std::string before = ReadFile(key_file_);
  const auto again =
      RunToEnd(BinaryPath("rollbookd"), {"--make_master_key", key_file_});
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->exit.code, 1);
  EXPECT_EQ(ReadFile(key_file_), before);
}

TEST_F(Refusals, AGatewayThatCannotServe) {
  Service service;
  ASSERT_TRUE(service.Start().ok());
  const std::string taken = "127.0.0.1:" + std::to_string(service.http_port());
  const std::string backend = "--backend=unix:" + service.grpc_socket();
  for (const auto& [arguments, why] :
       std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{backend, "--http_listen=" + taken}, taken},
           {{backend, "--http_listen=127.0.0.1:0", "--contracts=nonsense"},
            "nonsense"},
           {{"--backend=192.0.2.1:1", "--http_listen=127.0.0.1:0"},
            "--backend_insecure"},
           {{backend, "--http_listen=127.0.0.1:0", "--tls_cert=/missing",
             "--tls_key=/missing"},
            "/missing"},
           {{"--http_listen=127.0.0.1:0"}, "--backend"}}) {
    const auto finished = RunToEnd(BinaryPath("rollbook-gateway"), arguments);
    ASSERT_TRUE(finished.ok()) << why << ": " << finished.status();
    EXPECT_NE(finished->exit.code, 0);
    EXPECT_THAT(finished->err, HasSubstr(why));
  }
}

using Stopping = EndToEnd;
INSTANTIATE_TEST_SUITE_P(, Stopping,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(Stopping, SigtermLetsRequestsFinishAndEndsWell) {
  // Writers that go on until they are told to go away.
  std::atomic<int> created = 0;
  std::atomic<int> other = 0;
  std::vector<std::thread> writers;
  writers.reserve(4);
  for (int writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&, writer] {
      HttpClient client = Connect();
      for (int i = 0;; ++i) {
        const std::string id = std::to_string(writer) + "." + std::to_string(i);
        const auto answer =
            client.Call(Signed(CreateCall(ExampleUser(id)), acme_));
        if (!answer.ok()) return;  // closed while idle
        (answer->status == 201 ? created : other) += 1;
        if (answer->Header("Connection") == "close") return;
      }
    });
  }
  EXPECT_TRUE(Eventually([&] { return created >= 20; }));
  const auto exit = GetParam() == Arrangement::kInProcess
                        ? service_.Stop()
                        : service_.StopGateway();
  for (std::thread& thread : writers) thread.join();
  ASSERT_TRUE(exit.ok()) << exit.status();
  EXPECT_EQ(exit->code, 0);
  EXPECT_EQ(other, 0);
}

TEST_P(Stopping, AnIdleConnectionDoesNotHoldUpTheEnd) {
  HttpClient client = Connect();
  ASSERT_TRUE(client.Call(Signed(GetCall("42"), acme_)).ok());
  const auto exit = GetParam() == Arrangement::kInProcess
                        ? service_.Stop()
                        : service_.StopGateway();
  ASSERT_TRUE(exit.ok()) << exit.status();
  EXPECT_EQ(exit->code, 0);
  EXPECT_TRUE(client.ServerCloses());
}

TEST_P(Stopping, TheBackendStopsUnderAGatewayAndComesBack) {
  const auto exit = service_.Stop();
  ASSERT_TRUE(exit.ok()) << exit.status();
  EXPECT_EQ(exit->code, 0);
  ASSERT_TRUE(service_.Start().ok());
  EXPECT_TRUE(Eventually([&] {
    const auto answer =
        Connect().Call(Signed(CreateCall(ExampleUser(NewUuidText())), acme_));
    return answer.ok() && answer->status == 201;
  }));
}

TEST_P(Stopping, TheAdminListenerSaysHowItIs) {
  const auto get = [&](const std::string& path) {
    const auto answer =
        HttpClient(service_.admin_port()).Call({.target = path});
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *answer : HttpAnswer{};
  };
  EXPECT_EQ(get("/healthz").status, 200);
  EXPECT_EQ(get("/readyz").status, 200);
  Send(CreateCall(ExampleUser("42")));
  const HttpAnswer metrics = get("/metrics");
  EXPECT_EQ(metrics.status, 200);
  EXPECT_THAT(metrics.body, HasSubstr("rollbook_"));
  EXPECT_EQ(get("/other").status, 404);
}

TEST_P(Stopping, NoLogLineHoldsPersonalDataOrSecrets) {
  ASSERT_EQ(Send(CreateCall(ExampleUser("known-only-to-acme"))).status, 201);
  ASSERT_EQ(Send(GetCall("known-only-to-acme")).status, 200);
  ASSERT_TRUE(service_.Stop().ok());
  const std::string log = service_.Log();
  for (const std::string& secret :
       {std::string("known-only-to-acme"), std::string("jane.doe"),
        std::string("Toronto"), acme_.api_key, acme_.hmac_secret}) {
    EXPECT_THAT(log, testing::Not(HasSubstr(secret)));
  }
  for (const Json& line : ParseJsonLines(log)) {
    EXPECT_TRUE(line.contains("ts") && line.contains("event"));
  }
}

class Ending : public testing::Test {
 protected:
  Ending() : service_({.rollbookd_flags = {"--drain_seconds=3"}}) {}

  void SetUp() override {
    ASSERT_TRUE(service_.Start().ok());
    const auto acme = service_.CreatePartner("acme");
    ASSERT_TRUE(acme.ok()) << acme.status();
    acme_ = *acme;
  }

  int Create() {
    const auto answer =
        HttpClient(service_.http_port())
            .Call(Signed(CreateCall(ExampleUser(NewUuidText())), acme_));
    return answer.ok() ? answer->status : 0;
  }

  // Bytes in the files of the write-ahead log.
  uintmax_t LogBytes() const {
    uintmax_t bytes = 0;
    for (const auto& file :
         std::filesystem::directory_iterator(service_.data_dir() + "/store")) {
      if (file.path().extension() == ".log") bytes += file.file_size();
    }
    return bytes;
  }

  Service service_;
  PartnerKey acme_;
};

TEST_F(Ending, AStoreThatCannotWriteAnswers503AndThenExitsWith3) {
  // More than rollbookd writes to its own log meanwhile.
  while (LogBytes() < 64 << 10) ASSERT_EQ(Create(), 201);
  const rlimit no_growth = {LogBytes(), RLIM_INFINITY};
  ASSERT_EQ(prlimit(service_.pid(), RLIMIT_FSIZE, &no_growth, nullptr), 0);
  EXPECT_EQ(Create(), 503);
  EXPECT_EQ(HttpClient(service_.admin_port())
                .Call({.target = "/readyz"})
                .value_or(HttpAnswer{})
                .status,
            503);
  const auto exit = service_.WaitForEnd();
  ASSERT_TRUE(exit.ok()) << exit.status();
  EXPECT_EQ(exit->code, 3);
  EXPECT_THAT(service_.Log(), HasSubstr("\"event\":\"store_failed\""));
  // What was acknowledged is there.
  ASSERT_TRUE(service_.Start().ok());
  EXPECT_EQ(Create(), 201);
}

TEST_F(Ending, ASecondSignalEndsItAtOnce) {
  // Half a request keeps the drain waiting.
  HttpClient client(service_.http_port());
  ASSERT_TRUE(client.Send("POST /v1/users HTTP/1.1\r\n").ok());
  service_.Signal(SIGTERM);
  ASSERT_TRUE(Eventually([&] {
    return service_.Log().find("\"event\":\"stopping\"") != std::string::npos;
  }));
  service_.Signal(SIGTERM);
  const auto exit = service_.WaitForEnd();
  ASSERT_TRUE(exit.ok()) << exit.status();
  EXPECT_EQ(exit->signal, SIGTERM);
}

}  // namespace
}  // namespace rollbook::tests
