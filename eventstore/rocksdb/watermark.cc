#include "eventstore/rocksdb/watermark.h"

#include <algorithm>
#include <memory>
#include <string_view>

#include "base/bytes.h"
#include "base/crc32c.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "eventstore/rocksdb/status.h"
#include "eventstore/rocksdb/synced_files.h"

namespace rollbook::eventstore {
namespace {

constexpr std::string_view kMagic = "rollbook-watermark-1\n";
constexpr size_t kLineageBytes = 32;
constexpr char kFileName[] = "watermark";
constexpr char kBackupFileName[] = "backup";

absl::StatusOr<std::optional<Watermark>> ReadFrom(rocksdb::Env& env,
                                                  const std::string& path) {
  if (env.FileExists(path).IsNotFound()) return std::nullopt;
  std::string bytes;
  RETURN_IF_ERROR(FromRocksDb(rocksdb::ReadFileToString(&env, path, &bytes)));
  ASSIGN_OR_RETURN(Watermark watermark, DecodeWatermark(bytes));
  return watermark;
}

}  // namespace

std::string EncodeWatermark(const Watermark& watermark) {
  std::string bytes(kMagic);
  bytes += watermark.lineage;
  base::PutBigEndian32(bytes, watermark.head.shard);
  base::PutBigEndian64(bytes, watermark.head.number);
  bytes += base::AsText(watermark.head_hash);
  base::PutBigEndian32(bytes, base::Crc32c(bytes));
  return bytes;
}

absl::StatusOr<Watermark> DecodeWatermark(std::string_view bytes) {
  base::ByteReader reader(bytes);
  const bool is_ours = reader.Bytes(kMagic.size()) == kMagic;
  Watermark watermark;
  watermark.lineage = reader.Bytes(kLineageBytes);
  watermark.head.shard = reader.U32();
  watermark.head.number = reader.U64();
  const std::string_view hash = reader.Bytes(watermark.head_hash.size());
  std::copy(hash.begin(), hash.end(), watermark.head_hash.begin());
  const uint32_t crc = reader.U32();
  if (!is_ours || !reader.ok() || !reader.done() ||
      crc != base::Crc32c(bytes.substr(0, bytes.size() - sizeof(crc)))) {
    return base::ErrorWithText(base::Reason::kDataCorrupted,
                               "The watermark file is damaged");
  }
  return watermark;
}

absl::StatusOr<KnownHead> ReadKnownHead(rocksdb::Env& env,
                                        const std::string& directory) {
  KnownHead known;
  ASSIGN_OR_RETURN(known.watermark, ReadFrom(env, directory + "/" + kFileName));
  if (known.watermark) return known;
  ASSIGN_OR_RETURN(known.watermark,
                   ReadFrom(env, directory + "/" + kBackupFileName));
  known.is_backup = known.watermark.has_value();
  return known;
}

absl::Status WriteWatermark(rocksdb::Env& env, const std::string& directory,
                            const Watermark& watermark) {
  return ReplaceFile(env, directory, kFileName, EncodeWatermark(watermark));
}

absl::Status WriteBackupMark(rocksdb::Env& env, const std::string& directory,
                             const Watermark& watermark) {
  return ReplaceFile(env, directory, kBackupFileName,
                     EncodeWatermark(watermark));
}

}  // namespace rollbook::eventstore
