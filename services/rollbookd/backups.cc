#include "services/rollbookd/backups.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/time/time.h"
#include "base/error.h"
#include "base/log.h"
#include "base/status_macros.h"
#include "services/positions.h"
#include "services/timestamps.h"
#include "services/violations.h"

namespace rollbook::services {
namespace {

constexpr size_t kMaxNameLength = 64;

// No way out of the directory, nothing hidden, nothing to quote in a shell.
bool IsName(const std::string& name) {
  return !name.empty() && name.size() <= kMaxNameLength && name[0] != '.' &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '.' || c == '_' || c == '-';
         });
}

std::string NameOf(absl::Time time) {
  return absl::FormatTime("%Y%m%dT%H%M%SZ", time, absl::UTCTimeZone());
}

}  // namespace

Backups::Backups(std::string directory, Make make, const base::Clock* clock)
    : directory_(std::move(directory)), make_(std::move(make)), clock_(clock) {}

absl::StatusOr<admin::v1::CreateBackupResponse> Backups::Create(
    const admin::v1::CreateBackupRequest& request) {
  const std::string name =
      request.name().empty() ? NameOf(clock_->Now()) : request.name();
  if (!IsName(name)) {
    Violations violations;
    violations.Add("name", "FORMAT",
                   "Must be 1 to 64 letters, digits, dots, underscores and "
                   "dashes, without a dot in front");
    return violations.status();
  }
  if (busy_.exchange(true)) {
    return base::ErrorWithText(base::Reason::kOverloaded,
                               "another backup is being made");
  }
  const std::string directory = directory_ + "/" + name;
  const absl::StatusOr<eventstore::Backup> made = make_(directory);
  busy_ = false;
  RETURN_IF_ERROR(made.status());
  base::Log(base::LogLevel::kInfo, "backup_made",
            {{"directory", directory},
             {"position", made->head.number},
             {"bytes", made->bytes}});
  admin::v1::CreateBackupResponse response;
  response.set_directory(directory);
  SetPosition(made->head, response.mutable_position());
  if (made->head.number > 0) {
    SetTimestamp(made->time, response.mutable_time());
  }
  response.set_bytes(made->bytes);
  return response;
}

}  // namespace rollbook::services
