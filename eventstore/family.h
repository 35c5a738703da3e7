#ifndef ROLLBOOK_EVENTSTORE_FAMILY_H_
#define ROLLBOOK_EVENTSTORE_FAMILY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rollbook::eventstore {

// The kinds of rows of a store (docs/formats/storage.md, "Families").
enum class Family : uint8_t {
  kLog,
  kStreams,
  kSnapshots,
  kClaims,
  kIdempotency,
  kReplays,
  kKeys,
  kMeta,
};

// Names on disk, in the order of the enum. They must not change.
inline constexpr std::array<std::string_view, 8> kFamilyNames = {
    "log",         "streams", "snapshots", "claims",
    "idempotency", "replays", "keys",      "meta"};

inline constexpr size_t kFamilyCount = kFamilyNames.size();

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_FAMILY_H_
