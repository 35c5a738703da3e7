#ifndef ROLLBOOK_SERVICES_USERS_USER_STREAM_H_
#define ROLLBOOK_SERVICES_USERS_USER_STREAM_H_

#include <algorithm>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/ids.h"
#include "eventstore/types.h"

// A user's stream: the partner as tenant, "u" and the 16 bytes of the user id
// as id.
namespace rollbook::services {

inline constexpr char kUserStreamPrefix = 'u';

inline eventstore::StreamId UserStream(const std::string& partner_id,
                                       const base::UuidBytes& user_id) {
  eventstore::StreamId stream{{partner_id}, {}};
  stream.id.reserve(1 + user_id.size());
  stream.id.push_back(kUserStreamPrefix);
  stream.id.append(base::AsText(user_id));
  return stream;
}

// nullopt: not a user's stream.
inline std::optional<base::UuidBytes> UserIdOf(
    const eventstore::StreamId& stream) {
  base::UuidBytes user_id;
  if (stream.id.size() != 1 + user_id.size() ||
      stream.id[0] != kUserStreamPrefix) {
    return std::nullopt;
  }
  std::copy(stream.id.begin() + 1, stream.id.end(), user_id.begin());
  return user_id;
}

// Lower-case UUID; empty for a stream that is not a user's.
inline std::string UserIdText(const eventstore::StreamId& stream) {
  const auto user_id = UserIdOf(stream);
  return user_id ? base::FormatUuid(*user_id) : std::string();
}

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_USER_STREAM_H_
