#include "proof/record_view.h"

#include "base/bytes.h"
#include "base/crc32c.h"
#include "proof/merkle.h"

namespace rollbook::proof {
namespace {

constexpr uint8_t kFormat = 1;
constexpr size_t kHeaderBytes = 80;
constexpr size_t kCrcBytes = 4;
constexpr size_t kHashBytes = 32;

}  // namespace

std::optional<RecordView> ViewRecord(std::string_view stored) {
  if (stored.size() < kHeaderBytes + kCrcBytes ||
      stored.size() > kMaxRecordBytes) {
    return std::nullopt;
  }
  base::ByteReader reader(stored.substr(0, stored.size() - kCrcBytes));
  const uint8_t format = reader.U8();
  const uint8_t flags = reader.U8();
  reader.U16();  // the payload's schema version
  const uint32_t shard = reader.U32();
  RecordView record;
  record.position = reader.U64();
  record.version = reader.U64();
  record.time_micros = static_cast<int64_t>(reader.U64());
  record.previous_hash = reader.Bytes(kHashBytes);
  const uint8_t tenant = reader.U8();
  const uint8_t id = reader.U8();
  const uint8_t type = reader.U8();
  const uint8_t reserved = reader.U8();
  const uint32_t metadata = reader.U32();
  const uint32_t clear = reader.U32();
  const uint32_t sealed = reader.U32();
  record.tenant = reader.Bytes(tenant);
  record.id = reader.Bytes(id);
  record.type = reader.Bytes(type);
  record.metadata = reader.Bytes(metadata);
  record.clear_payload = reader.Bytes(clear);
  record.sealed_payload = reader.Bytes(sealed);
  if (!reader.ok() || !reader.done() || format != kFormat || flags != 0 ||
      shard != 0 || reserved != 0 || tenant == 0 || id == 0 || type == 0) {
    return std::nullopt;
  }
  return record;
}

bool HasGoodCrc(std::string_view stored) {
  if (stored.size() < kCrcBytes) return false;
  const size_t at = stored.size() - kCrcBytes;
  return base::ByteReader(stored.substr(at)).U32() ==
         base::Crc32c(stored.substr(0, at));
}

base::Hash256 LeafOfRecord(std::string_view stored) {
  return LeafHash(stored.substr(0, stored.size() - kCrcBytes));
}

}  // namespace rollbook::proof
