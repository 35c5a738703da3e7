#ifndef ROLLBOOK_EVENTSTORE_RECORD_H_
#define ROLLBOOK_EVENTSTORE_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/crypto/hash.h"
#include "eventstore/types.h"

namespace rollbook::eventstore {

// A record larger than this, as stored, is refused (RECORD_TOO_LARGE).
inline constexpr size_t kMaxRecordBytes = 64 << 10;

// One committed event. The store looks into none of the three byte strings:
// `metadata` and `clear_payload` stay readable for ever, `sealed_payload` only
// as long as the stream's data key exists.
struct Record {
  Position position;
  StreamId stream;
  Version version;
  std::string type;  // "UserCreated"; 1 to 64 bytes
  uint16_t schema_version = 1;
  absl::Time time;              // whole microseconds, never decreasing
  base::Hash256 previous_hash;  // of the stream's previous record, or zeros
  std::string metadata;
  std::string clear_payload;
  std::string sealed_payload;

  friend bool operator==(const Record&, const Record&) = default;
};

// The bytes of docs/formats/storage.md: header, body, CRC32C at the end.
std::string EncodeRecord(const Record& record);

// DATA_CORRUPTED when the CRC or the form is wrong.
absl::StatusOr<Record> DecodeRecord(std::string_view stored);

// SHA-256(0x00 || record bytes as stored, without the CRC): the RFC 6962 leaf.
base::Hash256 RecordHash(std::string_view stored);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_RECORD_H_
