#include "eventstore/recent_rows.h"

#include <algorithm>
#include <cstring>

namespace rollbook::eventstore {
namespace {

constexpr size_t kChunkBytes = 16 << 10;

}  // namespace

RecentRows::RecentRows(Limits limits, uint64_t last_group)
    : limits_(limits), last_forgotten_(last_group) {}

void RecentRows::BeginGroup(uint64_t group) {
  if (!groups_.empty() && groups_.back().number == group) return;
  // Never the group that is being built: its own rows must be seen.
  while (!groups_.empty() && (rows_ > limits_.rows || bytes_ > limits_.bytes)) {
    Forget();
  }
  groups_.emplace_back().number = group;
}

void RecentRows::Put(Family family, std::string_view key,
                     std::optional<std::string_view> value) {
  Group& group = groups_.back();
  const Key stored_key{family, Copy(group, key)};
  if (value) value = Copy(group, *value);
  group.keys.push_back(stored_key);
  ++rows_;
  const auto [row, inserted] =
      newest_.try_emplace(stored_key, Row{group.number, value});
  if (inserted) return;
  // The old key's bytes belong to a group that is forgotten sooner.
  newest_.erase(row);
  newest_.emplace(stored_key, Row{group.number, value});
}

const std::optional<std::string_view>* RecentRows::Find(
    Family family, std::string_view key) const {
  const auto row = newest_.find(Key{family, key});
  return row == newest_.end() ? nullptr : &row->second.value;
}

bool RecentRows::CoversSince(uint64_t group) const {
  return group >= last_forgotten_;
}

std::string_view RecentRows::Copy(Group& group, std::string_view bytes) {
  if (bytes.size() > group.chunk_left) {
    const size_t size = std::max(kChunkBytes, bytes.size());
    group.chunks.push_back(std::make_unique_for_overwrite<char[]>(size));
    group.chunk_next = group.chunks.back().get();
    group.chunk_left = size;
    group.bytes += size;
    bytes_ += size;
  }
  char* const at = group.chunk_next;
  // An empty view may have no address.
  if (!bytes.empty()) std::memcpy(at, bytes.data(), bytes.size());
  group.chunk_next += bytes.size();
  group.chunk_left -= bytes.size();
  return {at, bytes.size()};
}

void RecentRows::Forget() {
  const Group& oldest = groups_.front();
  for (const Key& key : oldest.keys) {
    const auto row = newest_.find(key);
    if (row != newest_.end() && row->second.group == oldest.number) {
      newest_.erase(row);
    }
  }
  rows_ -= oldest.keys.size();
  bytes_ -= oldest.bytes;
  last_forgotten_ = oldest.number;
  groups_.pop_front();
}

}  // namespace rollbook::eventstore
