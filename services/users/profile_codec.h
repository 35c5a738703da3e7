#ifndef ROLLBOOK_SERVICES_USERS_PROFILE_CODEC_H_
#define ROLLBOOK_SERVICES_USERS_PROFILE_CODEC_H_

#include "domain/profile.h"
#include "rollbook/storage/v1/user_payload.pb.h"

namespace rollbook::services {

// The profile as stored. The external id is not part of it: it stands beside
// the profile in every message.
void StoreProfile(const domain::Profile& profile,
                  storage::v1::StoredProfile& out);

// The way back; takes the texts out of `stored`.
domain::Profile TakeProfile(storage::v1::StoredProfile& stored);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_PROFILE_CODEC_H_
