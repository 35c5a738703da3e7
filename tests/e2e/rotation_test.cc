// Rotation of secrets under load: no request fails.

#include <atomic>
#include <map>
#include <thread>

#include "base/mutex.h"
#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

constexpr int kClients = 3;
constexpr int kRotations = 4;
// Of each client, with each of the secrets.
constexpr int kRequestsPerSecret = 10;

class Rotation : public EndToEnd {
 protected:
  // What the partner's machines sign with. A new key is taken up by each of
  // them at its own time.
  PartnerKey Current() {
    base::MutexLock lock(mutex_);
    return current_;
  }
  void Use(const PartnerKey& key) {
    base::MutexLock lock(mutex_);
    current_ = key;
    for (auto& count : since_use_) count = 0;
  }
  bool AllHaveUsedIt() const {
    return std::all_of(
        since_use_.begin(), since_use_.end(),
        [](const auto& count) { return count >= kRequestsPerSecret; });
  }

  // One machine of the partner: writes and reads until it is told to stop.
  void RunClient(int number) {
    for (int i = 0; !stop_; ++i) {
      const PartnerKey key = Current();
      const std::string id = std::to_string(number) + "-" + std::to_string(i);
      Count(Send(CreateCall(ExampleUser(id)), key).status);
      Count(Send(GetCall(id), key).status);
      ++since_use_[static_cast<size_t>(number)];
    }
  }

  void Count(int status) {
    base::MutexLock lock(mutex_);
    ++statuses_[status];
  }

  std::atomic<bool> stop_ = false;
  base::Mutex mutex_;
  PartnerKey current_;
  std::map<int, int> statuses_;
  std::array<std::atomic<int>, kClients> since_use_{};
};

INSTANTIATE_TEST_SUITE_P(, Rotation,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(Rotation, UnderLoadNoRequestFails) {
  Use(acme_);
  const std::string key_id =
      Cli({"key", "list", "--partner", "acme"})[0]["keyId"];
  std::vector<std::thread> clients;
  clients.reserve(kClients);
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([this, i] { RunClient(i); });
  }
  EXPECT_TRUE(Eventually([&] { return AllHaveUsedIt(); }));
  for (int i = 0; i < kRotations; ++i) {
    const Json made =
        Cli({"key", "rotate", "--partner", "acme", "--overlap", "24h"});
    const PartnerKey fresh = {made["apiKey"], made["hmacSecret"]};
    // The partner tries the new secret before it relies on it: a gateway of
    // its own hears of it a moment later.
    EXPECT_TRUE(Eventually(
        [&] { return Send(GetCall("nobody"), fresh).status == 404; }));
    Use(fresh);
    EXPECT_TRUE(Eventually([&] { return AllHaveUsedIt(); }));
    Cli({"key", "revoke", "--partner", "acme", "--key", key_id,
         "--old_secrets_only"});
  }
  stop_ = true;
  for (std::thread& client : clients) client.join();
  EXPECT_THAT(statuses_, testing::UnorderedElementsAre(
                             testing::Pair(201, testing::Gt(0)),
                             testing::Pair(200, testing::Gt(0))));
  EXPECT_EQ(Send(GetCall("nobody"), acme_).status, 401);
}

}  // namespace
}  // namespace rollbook::tests
