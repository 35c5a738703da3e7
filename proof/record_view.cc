#include "proof/record_view.h"

#include "base/crc32c.h"
#include "proof/merkle.h"

namespace rollbook::proof {
namespace {

constexpr uint8_t kFormat = 1;
constexpr size_t kFlagsAt = 1;
constexpr size_t kShardAt = 4;
constexpr size_t kPositionAt = 8;
constexpr size_t kVersionAt = 16;
constexpr size_t kTimeAt = 24;
constexpr size_t kPreviousHashAt = 32;
constexpr size_t kHashBytes = 32;
constexpr size_t kTextSizesAt = 64;  // tenant, id, type: a byte each
constexpr size_t kReservedAt = 67;
constexpr size_t kPartSizesAt = 68;  // metadata, clear, sealed: four each
constexpr size_t kHeaderBytes = 80;
constexpr size_t kCrcBytes = 4;

uint8_t Byte(std::string_view stored, size_t at) {
  return static_cast<uint8_t>(stored[at]);
}

template <typename Unsigned>
Unsigned BigEndian(std::string_view stored, size_t at) {
  Unsigned value = 0;
  for (size_t i = 0; i < sizeof(value); ++i) {
    value = static_cast<Unsigned>(value << 8 | Byte(stored, at + i));
  }
  return value;
}

}  // namespace

std::optional<RecordView> ViewRecord(std::string_view stored) {
  if (stored.size() < kHeaderBytes + kCrcBytes ||
      stored.size() > kMaxRecordBytes) {
    return std::nullopt;
  }
  RecordView record;
  record.position = BigEndian<uint64_t>(stored, kPositionAt);
  record.version = BigEndian<uint64_t>(stored, kVersionAt);
  record.time_micros =
      static_cast<int64_t>(BigEndian<uint64_t>(stored, kTimeAt));
  record.previous_hash = stored.substr(kPreviousHashAt, kHashBytes);
  std::string_view rest =
      stored.substr(0, stored.size() - kCrcBytes).substr(kHeaderBytes);
  bool fits = true;
  const auto take = [&](size_t size) {
    fits = fits && size <= rest.size();
    const std::string_view part = rest.substr(0, size);
    rest.remove_prefix(part.size());
    return part;
  };
  record.tenant = take(Byte(stored, kTextSizesAt));
  record.id = take(Byte(stored, kTextSizesAt + 1));
  record.type = take(Byte(stored, kTextSizesAt + 2));
  record.metadata = take(BigEndian<uint32_t>(stored, kPartSizesAt));
  record.clear_payload = take(BigEndian<uint32_t>(stored, kPartSizesAt + 4));
  record.sealed_payload = take(BigEndian<uint32_t>(stored, kPartSizesAt + 8));
  if (!fits || !rest.empty() || Byte(stored, 0) != kFormat ||
      Byte(stored, kFlagsAt) != 0 || Byte(stored, kReservedAt) != 0 ||
      BigEndian<uint32_t>(stored, kShardAt) != 0 || record.tenant.empty() ||
      record.id.empty() || record.type.empty()) {
    return std::nullopt;
  }
  return record;
}

bool HasGoodCrc(std::string_view stored) {
  if (stored.size() < kCrcBytes) return false;
  const size_t at = stored.size() - kCrcBytes;
  return BigEndian<uint32_t>(stored, at) == base::Crc32c(stored.substr(0, at));
}

base::Hash256 LeafOfRecord(std::string_view stored) {
  return LeafHash(stored.substr(0, stored.size() - kCrcBytes));
}

}  // namespace rollbook::proof
