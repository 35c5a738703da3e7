#include "services/users/command_run.h"

#include <string>
#include <thread>
#include <utility>
#include <variant>

#include "base/error.h"
#include "base/ids.h"
#include "base/status_macros.h"
#include "domain/decide.h"
#include "domain/evolve.h"
#include "rollbook/user/v1/user_service.pb.h"
#include "services/positions.h"
#include "services/timestamps.h"
#include "services/users/append_builder.h"
#include "services/users/stored_answer.h"
#include "services/users/user_mapper.h"
#include "services/users/user_stream.h"

namespace rollbook::services {
namespace {

using base::Reason;
using eventstore::AppendRequest;
using eventstore::StreamId;
using eventstore::Version;

absl::Status VersionMismatchError(Version current) {
  return base::Error(
      Reason::kVersionMismatch,
      {.violations = {},
       .metadata = {{"current_version", std::to_string(current.value)}}});
}

// The store wants a stream even where only its tenant matters.
StreamId NoStream(const eventstore::TenantId& partner) {
  return {partner, std::string(1, kUserStreamPrefix)};
}

eventstore::IdempotencyEntry Entry(
    const Mutation::Idempotency& idempotency,
    std::optional<eventstore::StoredAnswer> answer) {
  return {idempotency.source, idempotency.key, idempotency.fingerprint,
          std::move(answer)};
}

}  // namespace

CommandRun::CommandRun(CommandHandler* handler, Mutation mutation,
                       CommandHandler::Done done)
    : handler_(handler),
      mutation_(std::move(mutation)),
      done_(std::move(done)),
      stream_(NoStream(mutation_.partner)) {}

void CommandRun::Start() {
  if (IsCreate()) return Attempt();
  auto stream = handler_->reader_.Find(*mutation_.address);
  if (!stream.ok()) return Refuse(std::move(stream).status());
  stream_ = *std::move(stream);
  // The turn comes at once, on this worker, or later on a thread that must not
  // block.
  const bool queued = handler_->queue_.Run(
      stream_, [self = shared_from_this(),
                starter = std::this_thread::get_id()](StreamQueue::Turn turn) {
        self->turn_ = std::move(turn);
        if (std::this_thread::get_id() == starter) {
          self->Attempt();
        } else {
          self->AttemptOnWorker();
        }
      });
  if (!queued) Answer(base::Error(Reason::kOverloaded));
}

void CommandRun::AttemptOnWorker() {
  const bool submitted = handler_->deps_.workers->TrySubmit(
      [self = shared_from_this()] { self->Attempt(); });
  if (!submitted) Answer(base::Error(Reason::kOverloaded));
}

absl::StatusOr<LoadedUser> CommandRun::LoadOrMake() {
  const auto& deps = handler_->deps_;
  if (IsCreate()) {
    LoadedUser fresh;
    fresh.stream =
        UserStream(mutation_.partner.value,
                   base::NewTimeOrderedUuid(deps.clock->Now(), *deps.random));
    new_key_ = deps.vault->MakeDataKey(fresh.stream);
    fresh.key = new_key_->key;
    return fresh;
  }
  ASSIGN_OR_RETURN(LoadedUser user, handler_->reader_.Load(stream_));
  if (!IsAddressed(user, *mutation_.address)) {
    return base::Error(Reason::kUserNotFound);
  }
  return user;
}

void CommandRun::Attempt() {
  ++attempts_;
  auto user = LoadOrMake();
  if (!user.ok()) return Refuse(std::move(user).status());
  user_ = *std::move(user);
  stream_ = user_->stream;
  if (mutation_.expected_version &&
      *mutation_.expected_version != user_->version) {
    return Refuse(VersionMismatchError(user_->version));
  }
  auto events = domain::Decide(
      user_->state, mutation_.command,
      {absl::ToCivilDay(handler_->deps_.clock->Now(), absl::UTCTimeZone()),
       mutation_.rules});
  if (!events.ok()) return Refuse(std::move(events).status());
  Write(*events);
}

void CommandRun::Write(const std::vector<domain::Event>& events) {
  const auto& deps = handler_->deps_;
  const domain::UserState after = domain::Fold(events, user_->state);
  answer_ = {};
  answer_.user = ToUser(stream_, after);
  if (!IsCreate()) {
    SetTimestamp(user_->created, answer_.user.mutable_create_time());
  }
  if (events.empty() && !mutation_.idempotency && !mutation_.replay_guard) {
    SetVersion(user_->version, user_->updated, &answer_.user);
    answer_.position = user_->position;
    return Answer(std::move(answer_));
  }
  AppendRequest request =
      BuildAppend(*user_, events, after, new_key_, mutation_.metadata,
                  *deps.vault, *deps.random);
  claims_ = request.claims;
  request.replay_guard = mutation_.replay_guard;
  if (mutation_.idempotency) {
    request.idempotency = Entry(
        *mutation_.idempotency,
        StoreSuccess(answer_.user, stream_, user_->key, *mutation_.idempotency,
                     mutation_.metadata.request_id(), *deps.random));
  }
  if (mutation_.key_id) {
    auto pass = deps.partners->UseCredential(mutation_.partner.value,
                                             *mutation_.key_id);
    if (!pass.ok()) return Answer(std::move(pass).status());
    pass_ = *std::move(pass);
  }
  cache_epoch_ = deps.cache->Epoch(stream_);
  deps.store->Append(std::move(request),
                     [self = shared_from_this()](Outcome outcome) {
                       self->OnWritten(std::move(outcome));
                     });
}

void CommandRun::Refuse(absl::Status refusal) {
  if (!mutation_.idempotency) return Answer(std::move(refusal));
  AppendRequest request;
  request.stream = stream_;
  std::optional<eventstore::StoredAnswer> answer;
  if (IsDefinitive(refusal)) {
    // What was decided holds for the version it was decided on.
    request.expected_version = user_->version;
    answer = StoreRefusal(refusal, mutation_.metadata.request_id());
  }
  request.idempotency = Entry(*mutation_.idempotency, std::move(answer));
  handler_->deps_.store->Append(std::move(request), [self = shared_from_this(),
                                                     refusal](Outcome outcome) {
    self->OnRefusalWritten(refusal, std::move(outcome));
  });
}

void CommandRun::OnWritten(Outcome outcome) {
  pass_.Leave();
  if (HandleCommon(outcome)) return;
  if (const auto* appended = std::get_if<eventstore::Appended>(&*outcome)) {
    if (std::holds_alternative<domain::EraseUser>(mutation_.command)) {
      handler_->deps_.vault->Forget(stream_);
    }
    SetVersion(appended->version, appended->time, &answer_.user);
    if (IsCreate()) {
      SetTimestamp(appended->time, answer_.user.mutable_create_time());
    }
    answer_.position = appended->position;
    if (IsCreate()) KeepNewUser();
    return Answer(std::move(answer_));
  }
  if (const auto* taken = std::get_if<eventstore::ClaimTaken>(&*outcome)) {
    return Refuse(TakenError(claims_[taken->claim]));
  }
  if (std::holds_alternative<eventstore::SignatureSeen>(*outcome)) {
    return Answer(base::Error(Reason::kSignatureReplayed));
  }
  if (std::holds_alternative<eventstore::SignatureExpired>(*outcome)) {
    return Answer(base::Error(Reason::kSignatureExpired));
  }
  // A side write's conflict: a key row under a random new id.
  Answer(base::Error(Reason::kInternal));
}

void CommandRun::KeepNewUser() {
  // CreateUserResponse begins with the members of GetUserResponse, and has no
  // others on a first answer: the same bytes.
  user::v1::GetUserResponse response;
  response.mutable_user()->Swap(&answer_.user);
  SetPosition(answer_.position, response.mutable_position());
  answer_.bytes =
      std::make_shared<const std::string>(response.SerializeAsString());
  response.mutable_user()->Swap(&answer_.user);
  handler_->deps_.cache->Put(stream_, answer_.bytes, cache_epoch_);
}

void CommandRun::OnRefusalWritten(absl::Status refusal, Outcome outcome) {
  if (!HandleCommon(outcome)) Answer(std::move(refusal));
}

bool CommandRun::HandleCommon(Outcome& outcome) {
  if (!outcome.ok()) {
    Answer(std::move(outcome).status());
    return true;
  }
  if (auto* replayed = std::get_if<eventstore::Replayed>(&*outcome)) {
    // Opening it may read the disk.
    const bool submitted = handler_->deps_.workers->TrySubmit(
        [self = shared_from_this(), replayed = std::move(*replayed)] {
          self->Answer(GiveAgain(replayed, *self->mutation_.idempotency,
                                 *self->handler_->deps_.vault));
        });
    if (!submitted) Answer(base::Error(Reason::kOverloaded));
    return true;
  }
  if (std::holds_alternative<eventstore::KeyReused>(*outcome)) {
    Answer(base::Error(Reason::kIdempotencyKeyReused));
    return true;
  }
  if (const auto* mismatch =
          std::get_if<eventstore::VersionMismatch>(&*outcome)) {
    OnVersionMismatch(mismatch->current);
    return true;
  }
  return false;
}

void CommandRun::OnVersionMismatch(Version current) {
  if (mutation_.expected_version) {
    return Answer(VersionMismatchError(current));
  }
  if (attempts_ >= CommandHandler::kMaxAttempts) {
    return Answer(base::Error(Reason::kVersionConflict));
  }
  AttemptOnWorker();
}

void CommandRun::Answer(absl::StatusOr<MutationAnswer> answer) {
  std::move(done_)(std::move(answer));
  turn_.End();
}

}  // namespace rollbook::services
