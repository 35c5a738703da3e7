#include "services/users/stored_answer.h"

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "base/reason.h"
#include "base/status_macros.h"
#include "services/timestamps.h"
#include "services/users/user_mapper.h"
#include "services/users/user_seal.h"

namespace rollbook::services {
namespace {

using base::Reason;

// A refusal is stored as its reason's name and, each behind a blank, its facts:
// "USER_UNDER_AGE min_age=18". Neither names nor values have blanks.
std::string RefusalText(const absl::Status& refusal) {
  const Reason reason = base::ReasonOf(refusal).value_or(Reason::kInternal);
  std::string text(base::InfoOf(reason).name);
  for (const auto& [name, value] : base::DetailsOf(refusal).metadata) {
    text.append(" ").append(name).append("=").append(value);
  }
  return text;
}

absl::Status RefusalAgain(const eventstore::StoredAnswer& answer) {
  std::string_view text = answer.reason;
  const auto next = [&text] {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    return word;
  };
  const std::optional<Reason> reason = base::ReasonByName(next());
  if (!reason) return base::Error(Reason::kDataCorrupted);
  base::ErrorDetails details;
  while (!text.empty()) {
    const std::string_view fact = next();
    const size_t equals = std::min(fact.find('='), fact.size() - 1);
    details.metadata.emplace_back(fact.substr(0, equals),
                                  fact.substr(equals + 1));
  }
  details.metadata.emplace_back("replayed", "true");
  details.metadata.emplace_back("first_request_id", answer.request_id);
  return base::Error(*reason, details);
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
  return {RefusalText(refusal), "", request_id};
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
