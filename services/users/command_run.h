#ifndef ROLLBOOK_SERVICES_USERS_COMMAND_RUN_H_
#define ROLLBOOK_SERVICES_USERS_COMMAND_RUN_H_

#include <memory>
#include <optional>
#include <vector>

#include "domain/events.h"
#include "services/users/command_handler.h"

namespace rollbook::services {

// One command on its way; keeps itself alive until it has answered. Its steps
// run one after the other, on workers and the store's completion thread.
class CommandRun : public std::enable_shared_from_this<CommandRun> {
 public:
  CommandRun(CommandHandler* handler, Mutation mutation,
             CommandHandler::Done done);

  // On a worker.
  void Start();

 private:
  using Outcome = absl::StatusOr<eventstore::AppendOutcome>;

  bool IsCreate() const { return !mutation_.address.has_value(); }

  // On a worker: load, decide, and one of the three below.
  void Attempt();
  absl::StatusOr<LoadedUser> LoadOrMake();
  void Write(const std::vector<domain::Event>& events);
  // Appends the refusal under the idempotency key, if there is one and the
  // refusal is definitive; else looks whether the key knows an answer.
  void Refuse(absl::Status refusal);

  void OnWritten(Outcome outcome);
  // Serializes the answer of a create and keeps it for those who read it.
  void KeepNewUser();
  void OnRefusalWritten(absl::Status refusal, Outcome outcome);
  // The outcomes that mean the same for both. False: not one of them.
  bool HandleCommon(Outcome& outcome);
  void OnVersionMismatch(eventstore::Version current);
  void AttemptOnWorker();
  void Answer(absl::StatusOr<MutationAnswer> answer);

  CommandHandler* const handler_;
  const Mutation mutation_;
  CommandHandler::Done done_;
  StreamQueue::Turn turn_;
  int attempts_ = 0;
  eventstore::StreamId stream_;
  // Of the current attempt.
  std::optional<LoadedUser> user_;
  std::optional<KeyVault::NewDataKey> new_key_;
  std::vector<eventstore::Claim> claims_;
  CredentialGate::Pass pass_;  // until the append has an outcome
  uint64_t cache_epoch_ = 0;   // when it was handed to the store
  MutationAnswer answer_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_COMMAND_RUN_H_
