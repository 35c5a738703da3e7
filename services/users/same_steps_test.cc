// Another partner's user is read and changed in the same steps as nobody: what
// is asked of the store is the same, one by one, so there is nothing to time.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "services/test_world.h"

namespace rollbook::services {
namespace {

using eventstore::Position;
using eventstore::ReadTier;
using eventstore::StreamId;
using eventstore::TenantId;

// Another store, and what it was asked for commands and reads of users.
class RecordingStore final : public eventstore::EventStore {
 public:
  explicit RecordingStore(eventstore::EventStore* store) : store_(store) {}

  std::vector<std::string> TakeSteps() { return std::exchange(steps_, {}); }

  void Append(eventstore::AppendRequest request, AppendCallback done) override {
    steps_.push_back("append " + std::to_string(request.events.size()) + " " +
                     std::to_string(request.claims.size()));
    store_->Append(std::move(request), std::move(done));
  }
  absl::StatusOr<std::optional<eventstore::StreamState>> Load(
      const StreamId& stream, ReadTier tier) const override {
    return Note("load", tier, store_->Load(stream, tier));
  }
  absl::StatusOr<std::optional<std::string>> GetKey(
      const StreamId& stream) const override {
    return Note("key", ReadTier::kMayBlock, store_->GetKey(stream));
  }
  absl::StatusOr<std::optional<StreamId>> FindClaim(
      const TenantId& tenant, std::string_view kind,
      const base::Hash256& value_hash, ReadTier tier) const override {
    return Note("claim", tier,
                store_->FindClaim(tenant, kind, value_hash, tier));
  }

  // ---- What no user's command or read needs -------------------------------
  absl::StatusOr<std::optional<std::string>> GetMeta(
      std::string_view key) const override {
    return store_->GetMeta(key);
  }
  absl::StatusOr<std::vector<std::pair<std::string, std::string>>> ScanMeta(
      std::string_view prefix) const override {
    return store_->ScanMeta(prefix);
  }
  absl::StatusOr<std::vector<std::pair<StreamId, std::string>>> ScanKeys(
      const std::optional<StreamId>& after, size_t max_rows) const override {
    return store_->ScanKeys(after, max_rows);
  }
  absl::StatusOr<std::vector<eventstore::Record>> ReadStream(
      const StreamId& stream, eventstore::Version from,
      size_t max_records) const override {
    return store_->ReadStream(stream, from, max_records);
  }
  absl::StatusOr<std::vector<eventstore::Record>> ReadLog(
      Position after, size_t max_records, size_t max_bytes) const override {
    return store_->ReadLog(after, max_records, max_bytes);
  }
  absl::StatusOr<std::vector<std::string>> ReadRawLog(
      Position after, size_t max_records, size_t max_bytes) const override {
    return store_->ReadRawLog(after, max_records, max_bytes);
  }
  absl::Status VisitRawLog(
      Position after,
      absl::FunctionRef<bool(std::string_view)> visit) const override {
    return store_->VisitRawLog(after, visit);
  }
  absl::StatusOr<Position> PositionBefore(absl::Time time) const override {
    return store_->PositionBefore(time);
  }
  Position Head() const override { return store_->Head(); }
  absl::StatusOr<Position> ConfirmHead() override {
    return store_->ConfirmHead();
  }
  absl::Time HeadTime() const override { return store_->HeadTime(); }
  uint64_t WaitForHead(Position position,
                       absl::AnyInvocable<void()> wake) override {
    return store_->WaitForHead(position, std::move(wake));
  }
  void CancelWait(uint64_t id) override { store_->CancelWait(id); }
  bool ObserveAppends(eventstore::AppendObserver* observer) override {
    return store_->ObserveAppends(observer);
  }
  std::string Lineage() const override { return store_->Lineage(); }
  eventstore::StoreStats Stats() const override { return store_->Stats(); }

 private:
  template <typename T>
  T Note(const std::string& what, ReadTier tier, T answer) const {
    const bool found = answer.ok() && answer->has_value();
    steps_.push_back(what +
                     (tier == ReadTier::kMayBlock ? " disk" : " memory") +
                     (found ? " found" : " nothing"));
    return answer;
  }

  eventstore::EventStore* const store_;
  // One call is under way at a time, and its answer is waited for.
  mutable std::vector<std::string> steps_;
};

// "globex" asks about the users of "acme".
class SameSteps : public testing::Test {
 protected:
  SameSteps() {
    admin::v1::CreatePartnerRequest globex;
    globex.set_partner_id("globex");
    globex.set_contract("boca-raton");
    globex_ = world_.CreatePartner(globex)->credential().key_id();
    foreign_ = *world_.Create(JaneDoe("theirs"));
  }
  // A worker that has just answered still holds parts that know the store.
  ~SameSteps() override { world_.workers.reset(); }

  template <typename Response, typename Call>
  std::vector<std::string> StepsOf(absl::StatusCode code, Call call) {
    store_.TakeSteps();
    const auto answer = World::Await<Response>(call);
    EXPECT_EQ(answer.status().code(), code) << answer.status();
    return store_.TakeSteps();
  }

  // By the partner's own id when there is no user id.
  static void Name(const std::string& user_id, const std::string& external_id,
                   user::v1::UserRef& ref) {
    if (user_id.empty()) {
      ref.set_external_id(external_id);
    } else {
      ref.set_user_id(user_id);
    }
  }

  std::vector<std::string> Get(const std::string& user_id,
                               const std::string& external_id) {
    user::v1::GetUserRequest request;
    request.set_partner_id("globex");
    Name(user_id, external_id, *request.mutable_user());
    return StepsOf<user::v1::GetUserResponse>(
        absl::StatusCode::kNotFound, [&](auto reply) {
          users_.GetUser(World::Service(), request, std::move(reply));
        });
  }

  // As the gateway sends it, with an idempotency key or without.
  std::vector<std::string> Update(const std::string& user_id,
                                  const std::string& external_id,
                                  const std::string& key) {
    user::v1::UpdateUserRequest request;
    request.set_partner_id("globex");
    Name(user_id, external_id, *request.mutable_user());
    request.mutable_profile()->mutable_address()->set_city("Ottawa");
    request.mutable_edge()->set_request_id("req-1");
    request.mutable_edge()->set_key_id(globex_);
    if (!key.empty()) {
      request.mutable_edge()->set_idempotency_key(key);
      request.mutable_edge()->set_fingerprint(std::string(32, 'f'));
    }
    return StepsOf<user::v1::UpdateUserResponse>(
        absl::StatusCode::kNotFound, [&](auto reply) {
          users_.UpdateUser(World::Gateway(), request, std::move(reply));
        });
  }

  std::vector<std::string> Create(const std::string& external_id) {
    user::v1::CreateUserRequest request = JaneDoe(external_id);
    request.set_partner_id("globex");
    return StepsOf<user::v1::CreateUserResponse>(
        absl::StatusCode::kOk, [&](auto reply) {
          users_.CreateUser(World::Service(), request, std::move(reply));
        });
  }

  World world_;
  std::string globex_;  // its key
  user::v1::CreateUserResponse foreign_;
  RecordingStore store_{world_.store.get()};
  const std::unique_ptr<KeyVault> vault_ =
      *KeyVault::Open(&store_, base::Key256(), &base::CryptoRandom());
  UserRegister users_{UserRegister::Dependencies{
      &store_, vault_.get(), world_.partners.get(), &world_.list,
      world_.workers.get(), &world_.clock, &base::CryptoRandom(),
      [](const std::string& text) { return text; }}};
};

TEST_F(SameSteps, ReadingAnotherPartnersUserIsReadingNobody) {
  EXPECT_EQ(Get("", "theirs"), Get("", "nobodys"));
  EXPECT_EQ(Get(foreign_.user().user_id(), ""), Get(NewRequestId(), ""));
  EXPECT_THAT(Get("", "theirs"), testing::Each(testing::EndsWith(" nothing")));
}

TEST_F(SameSteps, ChangingAnotherPartnersUserIsChangingNobody) {
  EXPECT_EQ(Update("", "theirs", ""), Update("", "nobodys", ""));
  EXPECT_EQ(Update(foreign_.user().user_id(), "", ""),
            Update(NewRequestId(), "", ""));
  EXPECT_EQ(Update("", "theirs", NewRequestId()),
            Update("", "nobodys", NewRequestId()));
}

TEST_F(SameSteps, AnIdThatAnotherPartnerUsesIsFree) {
  EXPECT_EQ(Create("theirs"), Create("nobodys"));
}

TEST_F(SameSteps, TheirOwnUserTakesOthers) {
  const auto nobody = Get("", "mine");
  Create("mine");
  user::v1::GetUserRequest request;
  request.set_partner_id("globex");
  request.mutable_user()->set_external_id("mine");
  EXPECT_NE(StepsOf<user::v1::GetUserResponse>(
                absl::StatusCode::kOk,
                [&](auto reply) {
                  users_.GetUser(World::Service(), request, std::move(reply));
                }),
            nobody);
}

}  // namespace
}  // namespace rollbook::services
