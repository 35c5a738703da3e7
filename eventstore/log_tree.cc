#include "eventstore/log_tree.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/status_macros.h"
#include "eventstore/projection_keys.h"
#include "eventstore/record.h"
#include "proof/tile.h"

namespace rollbook::eventstore {
namespace {

// On disk (docs/formats/derived.md, "The tree").
constexpr std::string_view kName = "log_tree";
constexpr uint8_t kFormat = 1;

constexpr size_t kPageRecords = 1 << 14;
constexpr size_t kPageBytes = 16 << 20;
// How long small commits gather before the edge is written again.
constexpr absl::Duration kPause = absl::Milliseconds(100);

std::string ProgressKey() {
  return ProjectionPrefix(kName) + kProjectionCheckpoint;
}

std::string TileKey(unsigned level, uint64_t index) {
  std::string key = ProjectionPrefix(kName) + kProjectionRow;
  key.push_back(static_cast<char>(level));
  base::PutBigEndian64(key, index);
  return key;
}

std::string EncodeProgress(uint64_t size, std::string_view lineage) {
  std::string row(1, static_cast<char>(kFormat));
  base::PutBigEndian64(row, size);
  row.append(lineage);
  return row;
}

// The size of the tree; nullopt when the row does not speak of this log.
std::optional<uint64_t> DecodeProgress(std::string_view row,
                                       std::string_view lineage) {
  base::ByteReader reader(row);
  const uint8_t format = reader.U8();
  const uint64_t size = reader.U64();
  if (!reader.ok() || format != kFormat || reader.rest() != lineage) {
    return std::nullopt;
  }
  return size;
}

}  // namespace

absl::StatusOr<std::unique_ptr<LogTree>> LogTree::Start(EventStore* log,
                                                        DerivedStore* derived) {
  std::unique_ptr<LogTree> tree(new LogTree(log, derived));
  ASSIGN_OR_RETURN(const bool loaded, tree->Load());
  if (!loaded) {
    RETURN_IF_ERROR(derived->DeletePrefix(ProjectionPrefix(kName)));
  }
  const Position at{0, tree->builder_.size()};
  {
    base::MutexLock lock(tree->mutex_);
    tree->size_ = at.number;
    tree->root_ = tree->builder_.Root();
  }
  tree->waiters_.Advance(at.number);
  tree->follower_.Start(at);
  return tree;
}

LogTree::LogTree(EventStore* log, DerivedStore* derived)
    : log_(log),
      derived_(derived),
      follower_(
          log, kPause, [this](Position) { return Step(); },
          [this](const LogFollower::Progress& now) {
            if (!now.status.ok()) return waiters_.Close();
            waiters_.Advance(now.position.number);
          }) {}

LogTree::~LogTree() {
  follower_.Stop();
  waiters_.Close();
}

absl::StatusOr<bool> LogTree::Load() {
  ASSIGN_OR_RETURN(const auto row, derived_->Get(ProgressKey()));
  const auto size = row ? DecodeProgress(*row, log_->Lineage()) : std::nullopt;
  if (!size || *size > log_->Head().number) return false;
  std::vector<std::string> edge(proof::kMaxTileLevels);
  for (unsigned level = 0; level < proof::kMaxTileLevels; ++level) {
    if (proof::PartialWidth(*size, level) == 0) continue;
    ASSIGN_OR_RETURN(edge[level],
                     Tile(level, proof::PartialTileIndex(*size, level)));
  }
  auto builder = proof::TileBuilder::Resume(*size, std::move(edge));
  if (!builder) return false;
  builder_ = *std::move(builder);
  return true;
}

absl::StatusOr<Position> LogTree::Step() {
  ASSIGN_OR_RETURN(
      const auto records,
      log_->ReadRawLog({0, builder_.size()}, kPageRecords, kPageBytes));
  DerivedStore::Changes changes;
  for (const std::string& record : records) {
    builder_.Append(RecordHash(record), [&](const proof::TileId& tile,
                                            std::string_view hashes) {
      changes[TileKey(tile.level, tile.index)] = std::string(hashes);
    });
  }
  if (!records.empty()) RETURN_IF_ERROR(Keep(std::move(changes)));
  return Position{0, builder_.size()};
}

absl::Status LogTree::Keep(DerivedStore::Changes full_tiles) {
  DerivedStore::Changes changes = std::move(full_tiles);
  const std::vector<std::string>& edge = builder_.edge();
  for (unsigned level = 0; level < edge.size(); ++level) {
    if (edge[level].empty()) continue;
    changes[TileKey(level, proof::PartialTileIndex(builder_.size(), level))] =
        edge[level];
  }
  changes[ProgressKey()] = EncodeProgress(builder_.size(), log_->Lineage());
  RETURN_IF_ERROR(derived_->Write(changes));
  base::MutexLock lock(mutex_);
  size_ = builder_.size();
  root_ = builder_.Root();
  return absl::OkStatus();
}

LogTree::Head LogTree::head() const {
  absl::Status status = follower_.progress().status;
  base::MutexLock lock(mutex_);
  return {size_, root_, std::move(status)};
}

uint64_t LogTree::WaitForSize(uint64_t size, absl::AnyInvocable<void()> wake) {
  const uint64_t id = waiters_.Add(size, std::move(wake));
  follower_.Hurry(size);
  return id;
}

void LogTree::CancelWait(uint64_t id) { waiters_.Cancel(id); }

absl::StatusOr<std::string> LogTree::Tile(unsigned level,
                                          uint64_t index) const {
  ASSIGN_OR_RETURN(auto row, derived_->Get(TileKey(level, index)));
  return row ? *std::move(row) : std::string();
}

proof::TileReader LogTree::Reader() const {
  return proof::TileReader(
      [this](unsigned level, uint64_t index) { return Tile(level, index); });
}

}  // namespace rollbook::eventstore
