#include "base/ids.h"

#include <algorithm>
#include <cstddef>

#include "base/bytes.h"

namespace rollbook::base {
namespace {

// Where the dashes stand in the 36-character form.
constexpr std::array<size_t, 4> kDashes = {8, 13, 18, 23};

constexpr size_t kTimestampBytes = 6;

UuidBytes RandomUuid(uint8_t version, Random& random) {
  UuidBytes uuid;
  random.Fill(uuid);
  uuid[6] = static_cast<uint8_t>((uuid[6] & 0x0f) | (version << 4));
  uuid[8] = static_cast<uint8_t>((uuid[8] & 0x3f) | 0x80);
  return uuid;
}

}  // namespace

UuidBytes NewUuid(Random& random) { return RandomUuid(4, random); }

UuidBytes NewTimeOrderedUuid(absl::Time now, Random& random) {
  UuidBytes uuid = RandomUuid(7, random);
  auto milliseconds = static_cast<uint64_t>(absl::ToUnixMillis(now));
  for (size_t i = kTimestampBytes; i-- > 0; milliseconds >>= 8) {
    uuid[i] = static_cast<uint8_t>(milliseconds);
  }
  return uuid;
}

std::string FormatUuid(const UuidBytes& uuid) {
  std::string text = ToHex(AsText(uuid));
  for (const size_t dash : kDashes) text.insert(dash, 1, '-');
  return text;
}

std::optional<UuidBytes> ParseUuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::string hex;
  hex.reserve(32);
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash =
        std::find(kDashes.begin(), kDashes.end(), i) != kDashes.end();
    if (!dash) {
      hex.push_back(text[i]);
    } else if (text[i] != '-') {
      return std::nullopt;
    }
  }
  const std::optional<std::string> bytes = FromHex(hex);
  if (!bytes) return std::nullopt;
  UuidBytes uuid;
  std::copy(bytes->begin(), bytes->end(), uuid.begin());
  return uuid;
}

}  // namespace rollbook::base
