#include "services/users/user_reader.h"

#include <utility>

#include "base/error.h"
#include "base/status_macros.h"
#include "domain/claims.h"
#include "services/users/user_codec.h"
#include "services/users/user_seal.h"

namespace rollbook::services {
namespace {

using base::Reason;
using eventstore::ReadTier;
using eventstore::StreamId;

}  // namespace

absl::StatusOr<StreamId> UserReader::Find(const UserAddress& address,
                                          ReadTier tier) const {
  if (address.stream) return *address.stream;
  // Whether an id was claimed with or without regard to case is known only to
  // its user: the exact form first, then the lowered one.
  const std::string exact =
      domain::ExternalIdClaimValue(address.external_id, false);
  const std::string lowered =
      domain::ExternalIdClaimValue(address.external_id, true);
  for (const std::string* value : {&exact, &lowered}) {
    ASSIGN_OR_RETURN(
        auto stream,
        store_->FindClaim(address.partner, domain::kExternalIdClaim,
                          vault_->ClaimHash(address.partner,
                                            domain::kExternalIdClaim, *value),
                          tier));
    if (stream) return *std::move(stream);
    if (exact == lowered) break;
  }
  return base::Error(Reason::kUserNotFound);
}

absl::StatusOr<LoadedUser> UserReader::Load(const StreamId& stream,
                                            ReadTier tier) const {
  // The key first: whose key is not in memory needs a worker anyway.
  ASSIGN_OR_RETURN(const auto key, vault_->DataKey(stream, tier));
  if (!key) return base::Error(Reason::kUserNotFound);
  ASSIGN_OR_RETURN(const auto row, store_->Load(stream, tier));
  if (!row || row->erased) return base::Error(Reason::kUserNotFound);
  ASSIGN_OR_RETURN(const std::string bytes,
                   OpenState(*key, stream, row->version, row->sealed_state));
  ASSIGN_OR_RETURN(domain::UserState state,
                   DecodeState(row->state_schema, bytes));
  return LoadedUser{stream,       row->version,     row->position, row->created,
                    row->updated, std::move(state), *key};
}

absl::StatusOr<LoadedUser> UserReader::Read(const UserAddress& address,
                                            ReadTier tier) const {
  ASSIGN_OR_RETURN(const StreamId stream, Find(address, tier));
  auto user = Load(stream, tier);
  if (user.ok() && !IsAddressed(*user, address)) {
    user = base::Error(Reason::kUserNotFound);
  }
  return user;
}

bool IsAddressed(const LoadedUser& user, const UserAddress& address) {
  if (address.stream) return true;
  const auto& external_id = user.state.profile.external_id;
  const bool ignore_case = user.state.external_id_ignores_case;
  return external_id &&
         domain::ExternalIdClaimValue(external_id->text(), ignore_case) ==
             domain::ExternalIdClaimValue(address.external_id, ignore_case);
}

}  // namespace rollbook::services
