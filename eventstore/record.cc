#include "eventstore/record.h"

#include <cstring>

#include "base/bytes.h"
#include "base/crc32c.h"
#include "base/error.h"
#include "eventstore/big_endian.h"
#include "eventstore/record_layout.h"

namespace rollbook::eventstore {
namespace {

absl::Status Damaged(const char* what) {
  return base::ErrorWithText(
      base::Reason::kDataCorrupted,
      std::string("A record of the log is damaged: ") + what);
}

struct Texts {
  std::string_view tenant, id, type, metadata, clear, sealed;

  size_t size() const {
    return tenant.size() + id.size() + type.size() + metadata.size() +
           clear.size() + sealed.size();
  }
};

std::string EncodeBlank(uint16_t schema_version, Version version,
                        const Texts& texts) {
  std::string out(kRecordHeaderSize, '\0');
  out.reserve(kRecordHeaderSize + texts.size() + kRecordCrcSize);
  char* const header = out.data();
  header[kRecordFormatAt] = kRecordFormat;
  StoreBigEndian<uint16_t>(header + kRecordSchemaAt, schema_version);
  StoreBigEndian<uint64_t>(header + kRecordVersionAt, version.value);
  header[kRecordTenantSizeAt] = static_cast<char>(texts.tenant.size());
  header[kRecordIdSizeAt] = static_cast<char>(texts.id.size());
  header[kRecordTypeSizeAt] = static_cast<char>(texts.type.size());
  StoreBigEndian(header + kRecordMetadataSizeAt,
                 static_cast<uint32_t>(texts.metadata.size()));
  StoreBigEndian(header + kRecordClearSizeAt,
                 static_cast<uint32_t>(texts.clear.size()));
  StoreBigEndian(header + kRecordSealedSizeAt,
                 static_cast<uint32_t>(texts.sealed.size()));
  for (const std::string_view text :
       {texts.tenant, texts.id, texts.type, texts.metadata, texts.clear,
        texts.sealed}) {
    out.append(text);
  }
  out.append(kRecordCrcSize, '\0');
  return out;
}

// The body behind the header; false when the sizes do not add up.
bool ReadTexts(std::string_view stored, Record& record) {
  const char* const header = stored.data();
  base::ByteReader reader(stored.substr(
      kRecordHeaderSize, stored.size() - kRecordHeaderSize - kRecordCrcSize));
  const auto small = [&](size_t at) {
    return reader.Bytes(static_cast<uint8_t>(header[at]));
  };
  const auto large = [&](size_t at) {
    return reader.Bytes(LoadBigEndian<uint32_t>(header + at));
  };
  record.stream.tenant.value = small(kRecordTenantSizeAt);
  record.stream.id = small(kRecordIdSizeAt);
  record.type = small(kRecordTypeSizeAt);
  record.metadata = large(kRecordMetadataSizeAt);
  record.clear_payload = large(kRecordClearSizeAt);
  record.sealed_payload = large(kRecordSealedSizeAt);
  return reader.ok() && reader.done();
}

}  // namespace

size_t EncodedRecordSize(const StreamId& stream, const NewEvent& event) {
  return kRecordHeaderSize + stream.tenant.value.size() + stream.id.size() +
         event.type.size() + event.metadata.size() +
         event.clear_payload.size() + event.sealed_payload.size() +
         kRecordCrcSize;
}

std::string EncodeBlankRecord(const StreamId& stream, Version version,
                              const NewEvent& event) {
  return EncodeBlank(
      event.schema_version, version,
      {stream.tenant.value, stream.id, event.type, event.metadata,
       event.clear_payload, event.sealed_payload});
}

void FinishRecord(std::string& record, Position position, Micros time,
                  const base::Hash256& previous_hash) {
  char* const header = record.data();
  StoreBigEndian<uint32_t>(header + kRecordShardAt, position.shard);
  StoreBigEndian<uint64_t>(header + kRecordPositionAt, position.number);
  StoreBigEndian(header + kRecordTimeAt, static_cast<uint64_t>(time));
  std::memcpy(header + kRecordPreviousHashAt, previous_hash.data(),
              previous_hash.size());
  const size_t crc_at = record.size() - kRecordCrcSize;
  StoreBigEndian<uint32_t>(
      header + crc_at,
      base::Crc32c(std::string_view(record).substr(0, crc_at)));
}

std::string EncodeRecord(const Record& record) {
  std::string out = EncodeBlank(
      record.schema_version, record.version,
      {record.stream.tenant.value, record.stream.id, record.type,
       record.metadata, record.clear_payload, record.sealed_payload});
  FinishRecord(out, record.position, MicrosOf(record.time),
               record.previous_hash);
  return out;
}

absl::StatusOr<Record> DecodeRecord(std::string_view stored) {
  if (stored.size() < kRecordHeaderSize + kRecordCrcSize ||
      stored.size() > kMaxRecordBytes) {
    return Damaged("its size");
  }
  const char* const header = stored.data();
  const size_t crc_at = stored.size() - kRecordCrcSize;
  if (LoadBigEndian<uint32_t>(header + crc_at) !=
      base::Crc32c(stored.substr(0, crc_at))) {
    return Damaged("its CRC");
  }
  if (header[kRecordFormatAt] != kRecordFormat || header[kRecordFlagsAt] != 0 ||
      header[kRecordReservedAt] != 0) {
    return Damaged("its format");
  }
  Record record;
  if (!ReadTexts(stored, record)) return Damaged("its form");
  record.schema_version = LoadBigEndian<uint16_t>(header + kRecordSchemaAt);
  record.position.shard = LoadBigEndian<uint32_t>(header + kRecordShardAt);
  record.position.number = LoadBigEndian<uint64_t>(header + kRecordPositionAt);
  record.version.value = LoadBigEndian<uint64_t>(header + kRecordVersionAt);
  record.time = TimeOf(
      static_cast<Micros>(LoadBigEndian<uint64_t>(header + kRecordTimeAt)));
  std::memcpy(record.previous_hash.data(), header + kRecordPreviousHashAt,
              record.previous_hash.size());
  return record;
}

base::Hash256 RecordHash(std::string_view stored) {
  // 0x00 marks a leaf, so that no leaf can pass for an inner node (RFC 6962
  // section 2.1).
  constexpr std::string_view kLeaf("\0", 1);
  return base::Sha256(
      {kLeaf, stored.substr(0, stored.size() - kRecordCrcSize)});
}

}  // namespace rollbook::eventstore
