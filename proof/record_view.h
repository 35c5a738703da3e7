#ifndef ROLLBOOK_PROOF_RECORD_VIEW_H_
#define ROLLBOOK_PROOF_RECORD_VIEW_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/crypto/hash.h"

namespace rollbook::proof {

// A record of the log as it lies on disk (docs/formats/storage.md, "Record"),
// read in place. A second reader beside the store's own, on purpose: who
// checks a log does not ask the program that wrote it.
struct RecordView {
  uint64_t position = 0;
  uint64_t version = 0;
  int64_t time_micros = 0;
  std::string_view previous_hash;  // 32 bytes
  // The stream: tenant and id, each behind one byte of length.
  std::string_view tenant;
  std::string_view id;
  std::string_view type;
  std::string_view metadata;
  std::string_view clear_payload;
  std::string_view sealed_payload;
};

inline constexpr size_t kMaxRecordBytes = 65'536;

// nullopt for bytes that are no record. Does not look at the CRC.
std::optional<RecordView> ViewRecord(std::string_view stored);

bool HasGoodCrc(std::string_view stored);

// SHA-256(0x00 || all bytes but the CRC); `stored` has at least four bytes.
base::Hash256 LeafOfRecord(std::string_view stored);

}  // namespace rollbook::proof

#endif  // ROLLBOOK_PROOF_RECORD_VIEW_H_
