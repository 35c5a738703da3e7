#ifndef ROLLBOOK_EVENTSTORE_PROJECTION_KEYS_H_
#define ROLLBOOK_EVENTSTORE_PROJECTION_KEYS_H_

#include <string>
#include <string_view>

// How the derived store is divided (docs/formats/derived.md): length and name
// of the projection, one of the letters below, and the rest of the key.
namespace rollbook::eventstore {

inline constexpr char kProjectionCheckpoint = 'c';
inline constexpr char kProjectionParked = 'p';
inline constexpr char kProjectionRow = 'r';

inline std::string ProjectionPrefix(std::string_view name) {
  std::string prefix(1, static_cast<char>(name.size()));
  prefix.append(name);
  return prefix;
}

inline std::string ProjectionCheckpointKey(std::string_view name) {
  return ProjectionPrefix(name) + kProjectionCheckpoint;
}

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_PROJECTION_KEYS_H_
