#ifndef ROLLBOOK_GATEWAY_MAPPING_TIMESTAMP_TEXT_H_
#define ROLLBOOK_GATEWAY_MAPPING_TIMESTAMP_TEXT_H_

#include <string>

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace rollbook::gateway {

// UTC in whole seconds with a Z (contract section 5): "2026-03-14T15:45:00Z".
inline std::string TimestampText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ",
                          absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_MAPPING_TIMESTAMP_TEXT_H_
