#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_WATERMARK_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_WATERMARK_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/crypto/hash.h"
#include "eventstore/types.h"
#include "rocksdb/env.h"

// How far the log is known to have gone, in a file beside the database: a WAL
// that was cut exactly between two records opens without complaint, and only
// somebody else can tell (docs/formats/storage.md, "Watermark").
namespace rollbook::eventstore {

struct Watermark {
  std::string lineage;  // 32 hexadecimal characters
  Position head;
  base::Hash256 head_hash{};

  friend bool operator==(const Watermark&, const Watermark&) = default;
};

std::string EncodeWatermark(const Watermark& watermark);

// DATA_CORRUPTED when it is not what EncodeWatermark made.
absl::StatusOr<Watermark> DecodeWatermark(std::string_view bytes);

// What a data directory says of its log.
struct KnownHead {
  std::optional<Watermark> watermark;  // nullopt: there is no such file
  // It is that of a backup, which may not go on under its log's name: others
  // have seen what came after it.
  bool is_backup = false;
};
absl::StatusOr<KnownHead> ReadKnownHead(rocksdb::Env& env,
                                        const std::string& directory);

// Replaces the file; on disk when it returns.
absl::Status WriteWatermark(rocksdb::Env& env, const std::string& directory,
                            const Watermark& watermark);

// The same for the directory of a backup: a file named `backup`, which counts
// where there is no watermark.
absl::Status WriteBackupMark(rocksdb::Env& env, const std::string& directory,
                             const Watermark& watermark);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_WATERMARK_H_
