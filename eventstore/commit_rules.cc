#include "eventstore/commit_rules.h"

#include <optional>
#include <string_view>
#include <utility>

#include "base/status_macros.h"
#include "eventstore/big_endian.h"
#include "eventstore/keys.h"
#include "eventstore/record.h"
#include "eventstore/record_layout.h"
#include "eventstore/rows.h"

namespace rollbook::eventstore {
namespace {

using MaybeOutcome = std::optional<AppendOutcome>;

std::optional<std::string_view> Current(const Dependency& row,
                                        const GroupContext& group) {
  if (const auto* recent = group.recent.Find(row.family, row.key)) {
    return *recent;
  }
  if (row.found) return std::string_view(*row.found);
  return std::nullopt;
}

void Write(Family family, std::string_view key,
           std::optional<std::string_view> value, GroupContext& group) {
  if (value) {
    group.sink.Put(family, key, *value);
  } else {
    group.sink.Delete(family, key);
  }
  group.recent.Put(family, key, value);
}

// ---- The checks -------------------------------------------------------------

absl::StatusOr<MaybeOutcome> CheckIdempotency(const PreparedAppend& append,
                                              const GroupContext& group) {
  if (!append.idempotency) return std::nullopt;
  const auto row = Current(append.idempotency->row, group);
  if (!row) return std::nullopt;
  ASSIGN_OR_RETURN(const IdempotencyHeader header,
                   DecodeIdempotencyHeader(*row));
  if (header.expires <= group.now) return std::nullopt;
  if (header.fingerprint != append.idempotency->fingerprint) {
    return KeyReused{};
  }
  ASSIGN_OR_RETURN(Replayed replayed,
                   DecodeReplayed(append.stream.tenant, *row));
  return replayed;
}

MaybeOutcome CheckClaims(const PreparedAppend& append,
                         const GroupContext& group) {
  for (size_t i = 0; i < append.claims.size(); ++i) {
    if (append.claims[i].action != Claim::Action::kTake) continue;
    const auto holder = Current(append.claims[i].row, group);
    if (holder && *holder != append.stream.id) {
      return ClaimTaken{i, {append.stream.tenant, std::string(*holder)}};
    }
  }
  return std::nullopt;
}

MaybeOutcome CheckSideWrites(const PreparedAppend& append,
                             const GroupContext& group) {
  for (size_t i = 0; i < append.side_writes.size(); ++i) {
    const PreparedSideWrite& write = append.side_writes[i];
    if (!write.expected) continue;
    const auto current = Current(write.row, group);
    const bool holds = write.expected->empty()
                           ? !current
                           : current && *current == *write.expected;
    if (!holds) return SideWriteConflict{i};
  }
  return std::nullopt;
}

MaybeOutcome CheckGuard(const PreparedAppend& append,
                        const GroupContext& group) {
  if (!append.guard || append.records.empty()) return std::nullopt;
  if (Current(append.guard->row, group)) return SignatureSeen{};
  if (append.guard->expires <= group.now) return SignatureExpired{};
  return std::nullopt;
}

// ---- The rows ---------------------------------------------------------------

void WriteEvents(PreparedAppend& append, SnapshotHeader& stream,
                 GroupContext& group) {
  for (std::string& record : append.records) {
    // The stream's last event is in its snapshot row; the index takes it when
    // another follows, so that a stream of one event has no row there.
    if (stream.version != Version{0}) {
      group.sink.Put(Family::kStreams,
                     StreamVersionKey(append.snapshot.key, stream.version),
                     LogKey(stream.position.number));
    }
    ++group.end.head.number;
    ++stream.version.value;
    FinishRecord(record, group.end.head, group.now, stream.last_hash);
    stream.last_hash = RecordHash(record);
    stream.position = group.end.head;
    group.sink.Put(Family::kLog, LogKey(group.end.head.number), record);
  }
  if (append.records.empty()) return;
  if (stream.created == kNever) stream.created = group.now;
  stream.updated = group.now;
  group.end.time = group.now;
  group.end.hash = stream.last_hash;
}

void WriteSnapshot(PreparedAppend& append, const SnapshotHeader& stream,
                   GroupContext& group) {
  if (!append.new_snapshot) return;
  FinishSnapshot(*append.new_snapshot, stream);
  group.sink.Put(Family::kSnapshots, append.snapshot.key, *append.new_snapshot);
  group.recent.Put(
      Family::kSnapshots, append.snapshot.key,
      std::string_view(*append.new_snapshot).substr(0, kSnapshotHeaderSize));
}

void WriteClaims(const PreparedAppend& append, GroupContext& group) {
  for (const PreparedClaim& claim : append.claims) {
    const auto holder = Current(claim.row, group);
    const bool ours = holder && *holder == append.stream.id;
    if (claim.action == Claim::Action::kTake) {
      if (ours) continue;
      Write(Family::kClaims, claim.row.key, append.stream.id, group);
    } else if (ours) {
      Write(Family::kClaims, claim.row.key, std::nullopt, group);
    }
  }
}

void WriteAnswer(PreparedAppend& append, const Appended& appended,
                 GroupContext& group) {
  if (!append.idempotency || !append.idempotency->new_row) return;
  std::string& row = *append.idempotency->new_row;
  FinishIdempotency(row, {.fingerprint = {},
                          .expires = group.now + kIdempotencyLifetime,
                          .position = appended.position,
                          .version = appended.version,
                          .time = MicrosOf(appended.time)});
  const std::string& name = append.idempotency->row.key;
  group.sink.Put(Family::kIdempotency, IdempotencyKey(DayOf(group.now), name),
                 row);
  group.recent.Put(Family::kIdempotency, name, row);
}

void WriteSignature(const PreparedAppend& append, const Appended& appended,
                    GroupContext& group) {
  // An expired one cannot pass again, and its minute may be gone already.
  if (!append.guard || append.guard->expires <= group.now) return;
  Write(Family::kReplays, append.guard->row.key,
        LogKey(appended.position.number), group);
}

void WriteSideWrites(const PreparedAppend& append, GroupContext& group) {
  for (const PreparedSideWrite& write : append.side_writes) {
    Write(write.row.family, write.row.key, write.value, group);
  }
}

}  // namespace

absl::StatusOr<AppendOutcome> Commit(PreparedAppend& append,
                                     GroupContext& group) {
  ASSIGN_OR_RETURN(MaybeOutcome refusal, CheckIdempotency(append, group));
  if (refusal) return *std::move(refusal);

  SnapshotHeader stream;
  if (const auto row = Current(append.snapshot, group)) {
    ASSIGN_OR_RETURN(stream, DecodeSnapshotHeader(*row));
  }
  if (append.expected_version && *append.expected_version != stream.version) {
    return VersionMismatch{stream.version};
  }
  refusal = CheckClaims(append, group);
  if (!refusal) refusal = CheckSideWrites(append, group);
  if (!refusal) refusal = CheckGuard(append, group);
  if (refusal) return *std::move(refusal);

  WriteEvents(append, stream, group);
  const Appended appended{
      .position = append.records.empty() ? group.end.head : stream.position,
      .version = stream.version,
      .time = TimeOf(stream.updated)};
  WriteSnapshot(append, stream, group);
  WriteClaims(append, group);
  WriteAnswer(append, appended, group);
  WriteSignature(append, appended, group);
  WriteSideWrites(append, group);
  return appended;
}

}  // namespace rollbook::eventstore
