#include "eventstore/rocksdb/expiry.h"

#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/status_macros.h"
#include "eventstore/keys.h"
#include "eventstore/prepared_append.h"
#include "eventstore/rocksdb/status.h"
#include "rocksdb/convenience.h"

namespace rollbook::eventstore {
namespace {

absl::StatusOr<uint32_t> OldestBucket(const Database& database, Family family) {
  ASSIGN_OR_RETURN(const std::optional<std::string> key,
                   database.FirstKey(family));
  return key ? base::ByteReader(*key).U32() : 0;
}

void DropUpTo(uint32_t limit, uint32_t& kept, Family family, BatchSink& sink) {
  if (limit <= kept) return;
  // From where the last deletion ended: overlapping ones would add up.
  sink.DeleteRange(family, BucketKey(kept), BucketKey(limit));
  kept = limit;
}

absl::Status Reclaim(Database& database, Family family) {
  ASSIGN_OR_RETURN(const std::optional<std::string> first,
                   database.FirstKey(family));
  if (!first) return absl::OkStatus();
  const std::string limit = first->substr(0, sizeof(uint32_t));
  const rocksdb::Slice last(limit);
  return FromRocksDb(rocksdb::DeleteFilesInRange(
      &database.db(), database.handle(family), nullptr, &last,
      /*include_end=*/false));
}

}  // namespace

absl::StatusOr<Expiry> Expiry::Open(const Database& database) {
  Expiry expiry;
  ASSIGN_OR_RETURN(expiry.kept_day_,
                   OldestBucket(database, Family::kIdempotency));
  ASSIGN_OR_RETURN(expiry.kept_minute_,
                   OldestBucket(database, Family::kReplays));
  return expiry;
}

void Expiry::AddTo(BatchSink& sink, Micros now) {
  // An answer lives 24 hours: yesterday's may be alive, older ones are not.
  const uint32_t today = DayOf(now);
  DropUpTo(today == 0 ? 0 : today - 1, kept_day_, Family::kIdempotency, sink);
  DropUpTo(MinuteOf(now), kept_minute_, Family::kReplays, sink);
}

absl::Status ReclaimExpired(Database& database) {
  RETURN_IF_ERROR(Reclaim(database, Family::kIdempotency));
  return Reclaim(database, Family::kReplays);
}

}  // namespace rollbook::eventstore
