#include "proof/tile.h"

#include <charconv>
#include <cstring>
#include <vector>

#include "proof/merkle.h"

namespace rollbook::proof {
namespace {

constexpr std::string_view kPrefix = "tile/";
constexpr std::string_view kPartial = ".p/";
constexpr size_t kDigits = 3;
// 2^64 has 20 digits: seven groups.
constexpr size_t kMaxGroups = 7;

std::string Group(uint64_t value) {
  std::string digits = std::to_string(value);
  return std::string(kDigits - digits.size(), '0') + digits;
}

// Decimal, no sign, no leading zero.
std::optional<uint64_t> ParseNumber(std::string_view text) {
  uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
  if (text.size() > 1 && text[0] == '0') return std::nullopt;
  return value;
}

// "x001/x234/067"
std::optional<uint64_t> ParseIndex(std::string_view text) {
  uint64_t index = 0;
  for (size_t groups = 1; groups <= kMaxGroups; ++groups) {
    const bool last = !text.starts_with('x');
    if (!last) text.remove_prefix(1);
    uint64_t value = 0;
    if (text.size() < kDigits) return std::nullopt;
    for (const char c : text.substr(0, kDigits)) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + static_cast<uint64_t>(c - '0');
    }
    if (index > (UINT64_MAX - value) / 1000) return std::nullopt;
    index = index * 1000 + value;
    text.remove_prefix(kDigits);
    if (last) return text.empty() ? std::optional(index) : std::nullopt;
    if (!text.starts_with('/') || index == 0) return std::nullopt;
    text.remove_prefix(1);
  }
  return std::nullopt;
}

}  // namespace

std::string TilePath(const TileId& tile) {
  std::string index = Group(tile.index % 1000);
  for (uint64_t rest = tile.index / 1000; rest > 0; rest /= 1000) {
    index.insert(0, "x" + Group(rest % 1000) + "/");
  }
  std::string path =
      std::string(kPrefix) + std::to_string(tile.level) + "/" + index;
  if (tile.width != kTileWidth) {
    path += std::string(kPartial) + std::to_string(tile.width);
  }
  return path;
}

std::optional<TileId> ParseTilePath(std::string_view path) {
  if (!path.starts_with(kPrefix)) return std::nullopt;
  path.remove_prefix(kPrefix.size());
  TileId tile;
  if (const size_t at = path.find(kPartial); at != path.npos) {
    const auto width = ParseNumber(path.substr(at + kPartial.size()));
    if (!width || *width == 0 || *width >= kTileWidth) return std::nullopt;
    tile.width = static_cast<unsigned>(*width);
    path = path.substr(0, at);
  }
  const size_t slash = path.find('/');
  if (slash == path.npos) return std::nullopt;
  const auto level = ParseNumber(path.substr(0, slash));
  const auto index = ParseIndex(path.substr(slash + 1));
  if (!level || *level > 63 || !index) return std::nullopt;
  tile.level = static_cast<unsigned>(*level);
  tile.index = *index;
  return tile;
}

base::Hash256 HashInTile(std::string_view tile, size_t at) {
  base::Hash256 hash;
  std::memcpy(hash.data(), tile.data() + at * kHashBytes, kHashBytes);
  return hash;
}

base::Hash256 HashOverTile(std::string_view tile, size_t first, size_t count) {
  std::vector<base::Hash256> hashes(count);
  for (size_t i = 0; i < count; ++i) hashes[i] = HashInTile(tile, first + i);
  for (; count > 1; count /= 2) {
    for (size_t i = 0; i < count / 2; ++i) {
      hashes[i] = NodeHash(hashes[2 * i], hashes[2 * i + 1]);
    }
  }
  return hashes[0];
}

}  // namespace rollbook::proof
