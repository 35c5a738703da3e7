#ifndef ROLLBOOK_EVENTSTORE_RECORD_LAYOUT_H_
#define ROLLBOOK_EVENTSTORE_RECORD_LAYOUT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/crypto/hash.h"
#include "eventstore/append.h"
#include "eventstore/stored_time.h"
#include "eventstore/types.h"

// How a record's bytes lie (docs/formats/storage.md, "Record"). The offsets
// must not change.
namespace rollbook::eventstore {

inline constexpr uint8_t kRecordFormat = 1;

inline constexpr size_t kRecordFormatAt = 0;
inline constexpr size_t kRecordFlagsAt = 1;
inline constexpr size_t kRecordSchemaAt = 2;
inline constexpr size_t kRecordShardAt = 4;
inline constexpr size_t kRecordPositionAt = 8;
inline constexpr size_t kRecordVersionAt = 16;
inline constexpr size_t kRecordTimeAt = 24;
inline constexpr size_t kRecordPreviousHashAt = 32;
inline constexpr size_t kRecordTenantSizeAt = 64;
inline constexpr size_t kRecordIdSizeAt = 65;
inline constexpr size_t kRecordTypeSizeAt = 66;
inline constexpr size_t kRecordReservedAt = 67;
inline constexpr size_t kRecordMetadataSizeAt = 68;
inline constexpr size_t kRecordClearSizeAt = 72;
inline constexpr size_t kRecordSealedSizeAt = 76;
inline constexpr size_t kRecordHeaderSize = 80;
inline constexpr size_t kRecordCrcSize = 4;

// How many bytes the event will take as a record of this stream.
size_t EncodedRecordSize(const StreamId& stream, const NewEvent& event);

// A record whose position, time, previous hash and CRC are still blank: made
// on a caller's thread.
std::string EncodeBlankRecord(const StreamId& stream, Version version,
                              const NewEvent& event);

// Fills in what was blank: done by the committer.
void FinishRecord(std::string& record, Position position, Micros time,
                  const base::Hash256& previous_hash);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_RECORD_LAYOUT_H_
