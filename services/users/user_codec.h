#ifndef ROLLBOOK_SERVICES_USERS_USER_CODEC_H_
#define ROLLBOOK_SERVICES_USERS_USER_CODEC_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "domain/events.h"
#include "domain/user.h"
#include "rollbook/storage/v1/user_payload.pb.h"

// Between the domain and the bytes at rest (docs/formats/payloads.md). The one
// place that knows both, and the one place where older versions of events and
// states become current ones. Pure functions.
namespace rollbook::services {

// Of what is written now. Older ones are read for ever.
inline constexpr uint16_t kEventSchemaVersion = 1;
inline constexpr uint16_t kStateSchemaVersion = 1;

// An event's two parts: `clear` holds nothing personal, `personal` is what is
// to be sealed.
struct EncodedEvent {
  std::string clear;
  std::string personal;
};
EncodedEvent EncodeEvent(const domain::Event& event);

// The two parts as one message. An empty `personal` is allowed: what is left
// of an event of an erased user. DATA_CORRUPTED.
absl::StatusOr<storage::v1::StoredUserEvent> MergeEvent(
    uint16_t schema_version, std::string_view clear, std::string_view personal);

// The event of a type name and its merged parts. DATA_CORRUPTED for a type,
// version or number that this program does not know.
absl::StatusOr<domain::Event> DecodeEvent(std::string_view type,
                                          storage::v1::StoredUserEvent stored);

std::string EncodeState(const domain::UserState& state);

// DATA_CORRUPTED.
absl::StatusOr<domain::UserState> DecodeState(uint16_t schema_version,
                                              std::string_view bytes);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_USER_CODEC_H_
