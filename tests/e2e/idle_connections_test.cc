// Ten thousand clients that say nothing, or next to nothing.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

constexpr size_t kIdle = 10'000;
constexpr rlim_t kDescriptors = kIdle + 500;
// Of the server's memory, for each of them.
constexpr size_t kMaxBytesEach = 16 << 10;

// What the kernel says of a process under this name; empty: nothing.
std::string StatusOf(const std::string& pid, const std::string& name) {
  std::ifstream status("/proc/" + pid + "/status");
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with(name + ":\t")) continue;
    return line.substr(line.find_first_not_of(" \t", name.size() + 1));
  }
  return "";
}

size_t ResidentBytes(const std::string& pid) {
  const std::string text = StatusOf(pid, "VmRSS");
  return text.empty() ? 0 : std::stoul(text) * 1024;
}

// The child of this process whose name begins with this (the kernel keeps 15
// letters of it).
std::string PidOfChild(const std::string& name) {
  std::string self = std::to_string(getpid());
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::string pid = entry.path().filename();
    if (StatusOf(pid, "PPid") != self) continue;
    if (StatusOf(pid, "Name").starts_with(name.substr(0, 15))) return pid;
  }
  ADD_FAILURE() << "no " << name;
  return self;
}

// Connections that are closed together.
class Crowd {
 public:
  ~Crowd() {
    for (const int fd : sockets_) close(fd);
  }

  bool Join(uint16_t port, std::string_view first_bytes) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return false;
    sockets_.push_back(fd);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return connect(fd, reinterpret_cast<const sockaddr*>(&address),
                   sizeof(address)) == 0 &&
           send(fd, first_bytes.data(), first_bytes.size(), MSG_NOSIGNAL) ==
               static_cast<ssize_t>(first_bytes.size());
  }

 private:
  std::vector<int> sockets_;
};

class IdleConnections : public EndToEnd {};

INSTANTIATE_TEST_SUITE_P(, IdleConnections,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(IdleConnections, TenThousandDoNoHarm) {
  rlimit limit;
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  if (limit.rlim_max < kDescriptors) {
    GTEST_SKIP() << "this machine allows " << limit.rlim_max << " descriptors";
  }
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  ASSERT_EQ(Send(CreateCall(ExampleUser("before"))).status, 201);
  const std::string server = PidOfChild(
      GetParam() == Arrangement::kInProcess ? "rollbookd" : "rollbook-gateway");
  const size_t before = ResidentBytes(server);
  Crowd crowd;
  for (size_t i = 0; i < kIdle; ++i) {
    // Half of them have begun a request that does not go on.
    ASSERT_TRUE(crowd.Join(service_.http_port(), i % 2 == 0 ? "" : "POST /v1"))
        << i;
  }
  for (int i = 0; i < 20; ++i) {
    const std::string id = std::to_string(i);
    EXPECT_EQ(Send(CreateCall(ExampleUser(id))).status, 201);
    EXPECT_EQ(Send(GetCall(id)).status, 200);
  }
  EXPECT_LT(ResidentBytes(server), before + kIdle * kMaxBytesEach);
}

}  // namespace
}  // namespace rollbook::tests
