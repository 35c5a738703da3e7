#include "services/stored_answer.h"

#include <optional>
#include <utility>

#include "base/error.h"
#include "base/reason.h"
#include "base/status_macros.h"
#include "services/timestamps.h"
#include "services/user_mapper.h"
#include "services/user_seal.h"

namespace rollbook::services {
namespace {

using base::Reason;

absl::Status RefusalAgain(const eventstore::StoredAnswer& answer) {
  const std::optional<Reason> reason = base::ReasonByName(answer.reason);
  if (!reason) return base::Error(Reason::kDataCorrupted);
  return base::Error(*reason,
                     {.violations = {},
                      .metadata = {{"replayed", "true"},
                                   {"first_request_id", answer.request_id}}});
}

}  // namespace

bool IsDefinitive(const absl::Status& refusal) {
  const std::optional<Reason> reason = base::ReasonOf(refusal);
  if (!reason) return false;
  switch (*reason) {
    case Reason::kExternalIdTaken:
    case Reason::kEmailTaken:
    case Reason::kUserUnderAge:
    case Reason::kUserClosed:
    case Reason::kTransitionNotAllowed:
      return true;
    default:
      return false;
  }
}

eventstore::StoredAnswer StoreRefusal(const absl::Status& refusal,
                                      const std::string& request_id) {
  const Reason reason = base::ReasonOf(refusal).value_or(Reason::kInternal);
  return {std::string(base::InfoOf(reason).name), "", request_id};
}

eventstore::StoredAnswer StoreSuccess(const user::v1::User& user,
                                      const eventstore::StreamId& stream,
                                      const base::Key256& key,
                                      const Mutation::Idempotency& idempotency,
                                      const std::string& request_id,
                                      base::Random& random) {
  return {"",
          SealAnswer(key, stream, idempotency.source, idempotency.key,
                     user.SerializeAsString(), random),
          request_id};
}

absl::StatusOr<MutationAnswer> GiveAgain(
    const eventstore::Replayed& replayed,
    const Mutation::Idempotency& idempotency, const KeyVault& vault) {
  const eventstore::StoredAnswer& answer = replayed.answer;
  if (!answer.reason.empty()) return RefusalAgain(answer);
  ASSIGN_OR_RETURN(const auto key, vault.DataKey(replayed.stream));
  if (!key) return base::Error(Reason::kUserNotFound);
  ASSIGN_OR_RETURN(const std::string body,
                   OpenAnswer(*key, replayed.stream, idempotency.source,
                              idempotency.key, answer.sealed_body));
  MutationAnswer again;
  if (!again.user.ParseFromString(body)) {
    return base::Error(Reason::kDataCorrupted);
  }
  SetVersion(replayed.version, replayed.time, &again.user);
  if (!again.user.has_create_time()) {
    SetTimestamp(replayed.time, again.user.mutable_create_time());
  }
  again.position = replayed.position;
  again.replayed = true;
  again.first_request_id = answer.request_id;
  return again;
}

}  // namespace rollbook::services
