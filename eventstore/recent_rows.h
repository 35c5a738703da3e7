#ifndef ROLLBOOK_EVENTSTORE_RECENT_ROWS_H_
#define ROLLBOOK_EVENTSTORE_RECENT_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "absl/strings/string_view.h"
#include "eventstore/family.h"

namespace rollbook::eventstore {

// The rows of the last commit groups, as those groups left them, deletions
// included. A look-up made at group S is still right where no group behind S
// wrote the row, and this says so without touching the disk.
//
// Bounded: whole groups are forgotten, oldest first. Only the committer's
// thread uses it.
class RecentRows {
 public:
  struct Limits {
    size_t rows = 1 << 17;
    size_t bytes = 64 << 20;
  };

  // `last_group` is the group committed last before this process.
  RecentRows(Limits limits, uint64_t last_group);

  // What a group's rows are from now on. Views stay valid until the group is
  // forgotten.
  void BeginGroup(uint64_t group);
  void Put(Family family, std::string_view key,
           std::optional<std::string_view> value);

  // The newest value (nullopt inside: deleted), or nullptr when no remembered
  // group wrote the row.
  const std::optional<std::string_view>* Find(Family family,
                                              std::string_view key) const;

  // Whether every group behind `group` is remembered.
  bool CoversSince(uint64_t group) const;

 private:
  using Key = std::pair<Family, std::string_view>;
  // Clients choose parts of some keys, so the hash must have a seed that they
  // cannot know; std::hash has none.
  struct KeyHash {
    size_t operator()(const Key& key) const {
      return absl::Hash<std::pair<Family, absl::string_view>>()(
          {key.first, {key.second.data(), key.second.size()}});
    }
  };
  struct Row {
    uint64_t group = 0;
    std::optional<std::string_view> value;
  };
  struct Group {
    uint64_t number = 0;
    size_t bytes = 0;
    std::vector<Key> keys;
    std::vector<std::unique_ptr<char[]>> chunks;
    size_t chunk_left = 0;
    char* chunk_next = nullptr;
  };

  std::string_view Copy(Group& group, std::string_view bytes);
  void Forget();

  const Limits limits_;
  uint64_t last_forgotten_;
  size_t rows_ = 0;
  size_t bytes_ = 0;
  std::deque<Group> groups_;
  absl::flat_hash_map<Key, Row, KeyHash> newest_;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_RECENT_ROWS_H_
