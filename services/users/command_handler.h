#ifndef ROLLBOOK_SERVICES_USERS_COMMAND_HANDLER_H_
#define ROLLBOOK_SERVICES_USERS_COMMAND_HANDLER_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/crypto/hash.h"
#include "base/random.h"
#include "base/worker_pool.h"
#include "domain/commands.h"
#include "domain/profile_rules.h"
#include "eventstore/event_store.h"
#include "rollbook/storage/v1/user_payload.pb.h"
#include "rollbook/user/v1/user.pb.h"
#include "services/keys/key_vault.h"
#include "services/partners/partner_registry.h"
#include "services/stream_queue.h"
#include "services/users/user_cache.h"
#include "services/users/user_reader.h"

namespace rollbook::services {

// A command with everything around it, checked and parsed.
struct Mutation {
  // Absent: CreateUser, of a new stream of `partner`.
  std::optional<UserAddress> address;
  eventstore::TenantId partner;
  domain::Command command;
  domain::ProfileRules rules;
  // The caller's own; never retried.
  std::optional<eventstore::Version> expected_version;

  struct Idempotency {
    std::string source;  // "grpc" or "rest"
    std::string key;
    base::Hash256 fingerprint;
  };
  std::optional<Idempotency> idempotency;
  std::optional<eventstore::ReplayGuard> replay_guard;
  // Of every event: actor, request id, trace.
  storage::v1::EventMetadata metadata;
  // The edge's key: must hold when the events are written.
  std::optional<std::string> key_id;
};

// What every mutation answers with.
struct MutationAnswer {
  user::v1::User user;
  eventstore::Position position;
  bool replayed = false;
  std::string first_request_id;  // with `replayed`
  // Of a user just created: the answer, serialized.
  SharedBytes bytes;
};

// The one place where a command meets the store: load, decide, seal, append;
// on a version conflict again, at most kMaxAttempts times (VERSION_CONFLICT).
// What a request is answered is remembered under its idempotency key in the
// same write: docs/adr/0011. Thread-safe.
class CommandHandler {
 public:
  static constexpr int kMaxAttempts = 3;

  struct Dependencies {  // all must outlive the handler and its commands
    eventstore::EventStore* store = nullptr;
    KeyVault* vault = nullptr;
    PartnerRegistry* partners = nullptr;
    base::WorkerPool* workers = nullptr;
    const base::Clock* clock = nullptr;
    base::Random* random = nullptr;
    UserCache* cache = nullptr;
  };
  using Done = absl::AnyInvocable<void(absl::StatusOr<MutationAnswer>)>;

  explicit CommandHandler(const Dependencies& dependencies);
  ~CommandHandler();

  // Call it on a worker, unless the command creates a user: every other one
  // reads the disk. `done` runs once, on this thread, a worker or the store's
  // completion thread. Errors: Decide's, and
  // USER_NOT_FOUND, EXTERNAL_ID_TAKEN, EMAIL_TAKEN, VERSION_MISMATCH
  // (metadata current_version), VERSION_CONFLICT, IDEMPOTENCY_KEY_REUSED,
  // SIGNATURE_REPLAYED, SIGNATURE_EXPIRED, CREDENTIAL_REVOKED, OVERLOADED and
  // the store's. A remembered refusal carries the metadata replayed=true and
  // first_request_id.
  void Run(Mutation mutation, Done done);

  // What the command would make of the user, without writing; a new user has
  // no id then. Blocks on the disk.
  absl::StatusOr<user::v1::User> Rehearse(const Mutation& mutation) const;

 private:
  friend class CommandRun;

  const Dependencies deps_;
  const UserReader reader_;
  StreamQueue queue_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_COMMAND_HANDLER_H_
