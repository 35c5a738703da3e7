#include "eventstore/projection_checkpoint.h"

#include "base/bytes.h"

namespace rollbook::eventstore {
namespace {

constexpr uint8_t kFormat = 1;

}  // namespace

std::string EncodeProjectionCheckpoint(const ProjectionCheckpoint& checkpoint) {
  std::string row(1, static_cast<char>(kFormat));
  base::PutBigEndian32(row, checkpoint.schema_version);
  base::PutBigEndian32(row, checkpoint.position.shard);
  base::PutBigEndian64(row, checkpoint.position.number);
  row.append(checkpoint.lineage);
  return row;
}

std::optional<ProjectionCheckpoint> ParseProjectionCheckpoint(
    std::string_view row) {
  base::ByteReader reader(row);
  if (reader.U8() != kFormat) return std::nullopt;
  ProjectionCheckpoint checkpoint;
  checkpoint.schema_version = reader.U32();
  checkpoint.position.shard = reader.U32();
  checkpoint.position.number = reader.U64();
  checkpoint.lineage = reader.rest();
  if (!reader.ok()) return std::nullopt;
  return checkpoint;
}

}  // namespace rollbook::eventstore
