#include "eventstore/rows.h"

#include <cstring>

#include "base/bytes.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "eventstore/big_endian.h"

namespace rollbook::eventstore {
namespace {

constexpr char kSnapshotFormat = 1;
constexpr char kErasedFlag = 1;
constexpr size_t kSnapshotFlagsAt = 1;
constexpr size_t kSnapshotSchemaAt = 2;
constexpr size_t kSnapshotShardAt = 4;
constexpr size_t kSnapshotVersionAt = 8;
constexpr size_t kSnapshotPositionAt = 16;
constexpr size_t kSnapshotCreatedAt = 24;
constexpr size_t kSnapshotUpdatedAt = 32;
constexpr size_t kSnapshotLastHashAt = 40;
static_assert(kSnapshotLastHashAt + sizeof(base::Hash256) ==
              kSnapshotHeaderSize);

constexpr char kIdempotencyFormat = 1;
constexpr size_t kIdempotencyShardAt = 4;
constexpr size_t kIdempotencyPositionAt = 8;
constexpr size_t kIdempotencyVersionAt = 16;
constexpr size_t kIdempotencyTimeAt = 24;
constexpr size_t kIdempotencyExpiresAt = 32;
constexpr size_t kIdempotencyFingerprintAt = 40;
constexpr size_t kIdempotencyHeaderSize =
    kIdempotencyFingerprintAt + sizeof(base::Hash256);

absl::Status Damaged(const char* row) {
  return base::ErrorWithText(base::Reason::kDataCorrupted,
                             std::string(row) + " is damaged");
}

void StoreTime(char* out, Micros time) {
  StoreBigEndian(out, static_cast<uint64_t>(time));
}

Micros LoadTime(const char* in) {
  return static_cast<Micros>(LoadBigEndian<uint64_t>(in));
}

void PutText(std::string& out, std::string_view text) {
  out.push_back(static_cast<char>(text.size()));
  out.append(text);
}

}  // namespace

std::string EncodeBlankSnapshot(const NewSnapshot& snapshot) {
  std::string row(kSnapshotHeaderSize, '\0');
  row.reserve(kSnapshotHeaderSize + snapshot.sealed_state.size());
  row[0] = kSnapshotFormat;
  if (snapshot.erased) row[kSnapshotFlagsAt] = kErasedFlag;
  StoreBigEndian<uint16_t>(row.data() + kSnapshotSchemaAt,
                           snapshot.state_schema);
  row.append(snapshot.sealed_state);
  return row;
}

void FinishSnapshot(std::string& row, const SnapshotHeader& header) {
  char* const out = row.data();
  StoreBigEndian<uint32_t>(out + kSnapshotShardAt, header.position.shard);
  StoreBigEndian<uint64_t>(out + kSnapshotVersionAt, header.version.value);
  StoreBigEndian<uint64_t>(out + kSnapshotPositionAt, header.position.number);
  StoreTime(out + kSnapshotCreatedAt, header.created);
  StoreTime(out + kSnapshotUpdatedAt, header.updated);
  std::memcpy(out + kSnapshotLastHashAt, header.last_hash.data(),
              header.last_hash.size());
}

absl::StatusOr<SnapshotHeader> DecodeSnapshotHeader(std::string_view row) {
  if (row.size() < kSnapshotHeaderSize || row[0] != kSnapshotFormat ||
      (row[kSnapshotFlagsAt] & ~kErasedFlag) != 0) {
    return Damaged("A snapshot");
  }
  const char* const in = row.data();
  SnapshotHeader header;
  header.erased = (in[kSnapshotFlagsAt] & kErasedFlag) != 0;
  header.state_schema = LoadBigEndian<uint16_t>(in + kSnapshotSchemaAt);
  header.position.shard = LoadBigEndian<uint32_t>(in + kSnapshotShardAt);
  header.version.value = LoadBigEndian<uint64_t>(in + kSnapshotVersionAt);
  header.position.number = LoadBigEndian<uint64_t>(in + kSnapshotPositionAt);
  header.created = LoadTime(in + kSnapshotCreatedAt);
  header.updated = LoadTime(in + kSnapshotUpdatedAt);
  std::memcpy(header.last_hash.data(), in + kSnapshotLastHashAt,
              header.last_hash.size());
  return header;
}

absl::StatusOr<StreamState> DecodeSnapshot(std::string_view row) {
  ASSIGN_OR_RETURN(const SnapshotHeader header, DecodeSnapshotHeader(row));
  return StreamState{
      .version = header.version,
      .position = header.position,
      .last_hash = header.last_hash,
      .created = TimeOf(header.created),
      .updated = TimeOf(header.updated),
      .state_schema = header.state_schema,
      .erased = header.erased,
      .sealed_state = std::string(row.substr(kSnapshotHeaderSize))};
}

std::string EncodeBlankIdempotency(const base::Hash256& fingerprint,
                                   std::string_view stream_id,
                                   const StoredAnswer& answer) {
  std::string row(kIdempotencyHeaderSize, '\0');
  row.reserve(kIdempotencyHeaderSize + 3 + answer.reason.size() +
              answer.request_id.size() + stream_id.size() +
              answer.sealed_body.size());
  row[0] = kIdempotencyFormat;
  std::memcpy(row.data() + kIdempotencyFingerprintAt, fingerprint.data(),
              fingerprint.size());
  PutText(row, answer.reason);
  PutText(row, answer.request_id);
  PutText(row, stream_id);
  row.append(answer.sealed_body);
  return row;
}

void FinishIdempotency(std::string& row, const IdempotencyHeader& header) {
  char* const out = row.data();
  StoreBigEndian<uint32_t>(out + kIdempotencyShardAt, header.position.shard);
  StoreBigEndian<uint64_t>(out + kIdempotencyPositionAt,
                           header.position.number);
  StoreBigEndian<uint64_t>(out + kIdempotencyVersionAt, header.version.value);
  StoreTime(out + kIdempotencyTimeAt, header.time);
  StoreTime(out + kIdempotencyExpiresAt, header.expires);
}

absl::StatusOr<IdempotencyHeader> DecodeIdempotencyHeader(
    std::string_view row) {
  if (row.size() < kIdempotencyHeaderSize || row[0] != kIdempotencyFormat) {
    return Damaged("A stored answer");
  }
  const char* const in = row.data();
  IdempotencyHeader header;
  header.position.shard = LoadBigEndian<uint32_t>(in + kIdempotencyShardAt);
  header.position.number = LoadBigEndian<uint64_t>(in + kIdempotencyPositionAt);
  header.version.value = LoadBigEndian<uint64_t>(in + kIdempotencyVersionAt);
  header.time = LoadTime(in + kIdempotencyTimeAt);
  header.expires = LoadTime(in + kIdempotencyExpiresAt);
  std::memcpy(header.fingerprint.data(), in + kIdempotencyFingerprintAt,
              header.fingerprint.size());
  return header;
}

absl::StatusOr<Replayed> DecodeReplayed(const TenantId& tenant,
                                        std::string_view row) {
  ASSIGN_OR_RETURN(const IdempotencyHeader header,
                   DecodeIdempotencyHeader(row));
  base::ByteReader reader(row.substr(kIdempotencyHeaderSize));
  Replayed replayed{.answer = {},
                    .stream = {tenant, ""},
                    .position = header.position,
                    .version = header.version,
                    .time = TimeOf(header.time)};
  replayed.answer.reason = reader.Bytes(reader.U8());
  replayed.answer.request_id = reader.Bytes(reader.U8());
  replayed.stream.id = reader.Bytes(reader.U8());
  replayed.answer.sealed_body = reader.rest();
  if (!reader.ok()) return Damaged("A stored answer");
  return replayed;
}

}  // namespace rollbook::eventstore
