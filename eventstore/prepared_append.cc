#include "eventstore/prepared_append.h"

#include <algorithm>
#include <utility>

#include "base/status_macros.h"
#include "eventstore/check_request.h"
#include "eventstore/keys.h"
#include "eventstore/record_layout.h"
#include "eventstore/rows.h"

namespace rollbook::eventstore {
namespace {

void PrepareEvents(const AppendRequest& request, PreparedAppend& append) {
  Version version = request.expected_version.value_or(Version{0});
  append.records.reserve(request.events.size());
  for (const NewEvent& event : request.events) {
    ++version.value;
    append.records.push_back(EncodeBlankRecord(request.stream, version, event));
  }
  if (request.snapshot) {
    append.new_snapshot = EncodeBlankSnapshot(*request.snapshot);
  }
}

void PrepareClaims(const AppendRequest& request, PreparedAppend& append) {
  append.claims.reserve(request.claims.size());
  for (const Claim& claim : request.claims) {
    append.claims.push_back(
        {claim.action,
         {Family::kClaims,
          ClaimKey(request.stream.tenant, claim.kind, claim.value_hash),
          std::nullopt}});
  }
}

void PrepareIdempotency(const AppendRequest& request, PreparedAppend& append) {
  if (!request.idempotency) return;
  const IdempotencyEntry& entry = *request.idempotency;
  PreparedIdempotency prepared{
      .row = {Family::kIdempotency,
              IdempotencyName(request.stream.tenant, entry.source, entry.key),
              std::nullopt},
      .fingerprint = entry.fingerprint,
      .new_row = std::nullopt};
  if (entry.answer) {
    prepared.new_row = EncodeBlankIdempotency(entry.fingerprint,
                                              request.stream.id, *entry.answer);
  }
  append.idempotency = std::move(prepared);
}

void PrepareGuard(const AppendRequest& request, PreparedAppend& append) {
  if (!request.replay_guard) return;
  const Micros expires = MicrosOf(request.replay_guard->expires);
  append.guard =
      PreparedGuard{.row = {Family::kReplays,
                            ReplayKey(MinuteOf(expires), request.stream.tenant,
                                      request.replay_guard->signature),
                            std::nullopt},
                    .expires = expires};
}

void PrepareSideWrites(AppendRequest& request, PreparedAppend& append) {
  append.side_writes.reserve(request.side_writes.size());
  for (SideWrite& write : request.side_writes) {
    const bool keys = write.family == SideWrite::Family::kKeys;
    append.side_writes.push_back(
        {.row = {keys ? Family::kKeys : Family::kMeta,
                 keys ? append.snapshot.key : std::move(write.key),
                 std::nullopt},
         .value = std::move(write.value),
         .expected = std::move(write.expected)});
  }
}

absl::Status Find(Dependency& row, const RowReader& rows, ReadTier tier) {
  ASSIGN_OR_RETURN(row.found, rows.Get(row.family, row.key, tier));
  return absl::OkStatus();
}

// An answer lives 24 hours, so today's row is the newer one and yesterday's
// may still be alive.
absl::Status FindAnswer(Dependency& row, const RowReader& rows, uint32_t today,
                        ReadTier tier) {
  ASSIGN_OR_RETURN(row.found, rows.Get(Family::kIdempotency,
                                       IdempotencyKey(today, row.key), tier));
  if (row.found) return absl::OkStatus();
  const uint32_t yesterday = today == 0 ? 0 : today - 1;
  ASSIGN_OR_RETURN(
      row.found,
      rows.Get(Family::kIdempotency, IdempotencyKey(yesterday, row.key), tier));
  return absl::OkStatus();
}

}  // namespace

uint32_t DayOf(Micros time) {
  return static_cast<uint32_t>(std::max<Micros>(time, 0) / kMicrosPerDay);
}

uint32_t MinuteOf(Micros time) {
  return static_cast<uint32_t>(std::max<Micros>(time, 0) / kMicrosPerMinute);
}

absl::StatusOr<PreparedAppend> Prepare(AppendRequest request, Origin origin) {
  RETURN_IF_ERROR(CheckRequest(request, origin));
  PreparedAppend append;
  append.expected_version = request.expected_version;
  append.snapshot = {Family::kSnapshots, StreamKey(request.stream),
                     std::nullopt};
  PrepareEvents(request, append);
  PrepareClaims(request, append);
  PrepareIdempotency(request, append);
  PrepareGuard(request, append);
  PrepareSideWrites(request, append);
  append.stream = std::move(request.stream);
  return append;
}

absl::Status LookUp(PreparedAppend& append, const RowReader& rows, Micros now,
                    ReadTier tier) {
  append.seen_day = DayOf(now);
  if (append.idempotency) {
    RETURN_IF_ERROR(
        FindAnswer(append.idempotency->row, rows, append.seen_day, tier));
  }
  RETURN_IF_ERROR(Find(append.snapshot, rows, tier));
  if (append.snapshot.found) {
    // The state itself is not what any check depends on.
    append.snapshot.found->resize(
        std::min(append.snapshot.found->size(), kSnapshotHeaderSize));
  }
  for (PreparedClaim& claim : append.claims) {
    RETURN_IF_ERROR(Find(claim.row, rows, tier));
  }
  for (PreparedSideWrite& write : append.side_writes) {
    if (write.expected) RETURN_IF_ERROR(Find(write.row, rows, tier));
  }
  if (append.guard && !append.records.empty()) {
    RETURN_IF_ERROR(Find(append.guard->row, rows, tier));
  }
  return absl::OkStatus();
}

}  // namespace rollbook::eventstore
