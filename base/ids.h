#ifndef ROLLBOOK_BASE_IDS_H_
#define ROLLBOOK_BASE_IDS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "base/random.h"

namespace rollbook::base {

// The 16 bytes of a UUID (RFC 9562), in network order.
using UuidBytes = std::array<uint8_t, 16>;

// A random (version 4) UUID.
UuidBytes NewUuid(Random& random);

// A UUID that sorts by when it was made (version 7, RFC 9562 section 5.7): 48
// bits of milliseconds since 1970, then 74 random bits.
UuidBytes NewTimeOrderedUuid(absl::Time now, Random& random);

// 36 characters, lower case: "550e8400-e29b-41d4-a716-446655440000".
std::string FormatUuid(const UuidBytes& uuid);

// Reads the 36-character form in either case, any version; nullopt for
// everything else.
std::optional<UuidBytes> ParseUuid(std::string_view text);

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_IDS_H_
