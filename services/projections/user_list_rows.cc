#include "services/projections/user_list_rows.h"

#include "base/bytes.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "services/users/user_codec.h"
#include "services/users/user_stream.h"

namespace rollbook::services {
namespace {

using domain::UserStatus;
using eventstore::ProjectionRows;
using eventstore::Record;
using eventstore::StreamId;

// On disk: must not change.
constexpr char kByCreation = 'l';
constexpr char kByStatus = 's';

constexpr size_t kEventsPerRead = 100;

// Where the row of a user is.
struct Place {
  uint64_t created_at = 0;
  UserStatus status{};
};

std::string PartnerPrefix(char kind, const eventstore::TenantId& partner) {
  std::string key(1, kind);
  PutText8(key, partner.value);
  return key;
}

std::string StatusPrefix(const eventstore::TenantId& partner,
                         UserStatus status) {
  std::string key = PartnerPrefix(kByStatus, partner);
  key.push_back(static_cast<char>(status));
  return key;
}

std::string ListKey(const StreamId& stream, const Place& place) {
  std::string key = StatusPrefix(stream.tenant, place.status);
  base::PutBigEndian64(key, place.created_at);
  return key;
}

absl::StatusOr<UserStatus> StatusIn(const Record& record) {
  ASSIGN_OR_RETURN(const auto event,
                   MergeEvent(record.schema_version, record.clear_payload, ""));
  const auto status = UserStatus(event.status());
  if (!domain::IsKnown(status)) {
    return base::Error(base::Reason::kDataCorrupted);
  }
  return status;
}

// Version 2: a row per user, whoever it is by now.
class CreatedUsers final : public eventstore::Projection {
 public:
  absl::Status Apply(const Record& record, ProjectionRows& rows) override {
    if (record.type == "UserCreated" && UserIdOf(record.stream)) {
      std::string key = PartnerPrefix(kByCreation, record.stream.tenant);
      base::PutBigEndian64(key, record.position.number);
      rows.Put(key, record.stream.id);
    }
    return absl::OkStatus();
  }
};

// Version 3: by status, and erased users are gone. Where a user's row is, when
// it has to move, the user's own events say: most never move, and a row more
// for each would cost every create.
class PresentUsers final : public eventstore::Projection {
 public:
  explicit PresentUsers(const eventstore::EventStore* log) : log_(*log) {}

  absl::Status Apply(const Record& record, ProjectionRows& rows) override {
    if (!UserIdOf(record.stream)) return absl::OkStatus();
    if (record.type == "UserCreated") return Add(record, rows);
    if (record.type == "UserStatusChanged") return Move(record, rows);
    if (record.type == "UserErased") return Remove(record, rows);
    return absl::OkStatus();
  }

 private:
  static absl::Status Add(const Record& record, ProjectionRows& rows) {
    ASSIGN_OR_RETURN(const UserStatus status, StatusIn(record));
    rows.Put(ListKey(record.stream, {record.position.number, status}),
             record.stream.id);
    return absl::OkStatus();
  }

  absl::Status Move(const Record& record, ProjectionRows& rows) const {
    ASSIGN_OR_RETURN(const UserStatus status, StatusIn(record));
    ASSIGN_OR_RETURN(Place place, PlaceBefore(record));
    rows.Delete(ListKey(record.stream, place));
    place.status = status;
    rows.Put(ListKey(record.stream, place), record.stream.id);
    return absl::OkStatus();
  }

  absl::Status Remove(const Record& record, ProjectionRows& rows) const {
    ASSIGN_OR_RETURN(const Place place, PlaceBefore(record));
    rows.Delete(ListKey(record.stream, place));
    return absl::OkStatus();
  }

  absl::StatusOr<Place> PlaceBefore(const Record& record) const {
    Place place;
    eventstore::Version next{1};
    while (next < record.version) {
      ASSIGN_OR_RETURN(const auto events,
                       log_.ReadStream(record.stream, next, kEventsPerRead));
      if (events.empty()) return base::Error(base::Reason::kDataCorrupted);
      for (const Record& event : events) {
        if (event.version >= record.version) return place;
        if (event.type == "UserCreated") {
          place.created_at = event.position.number;
        }
        if (event.type == "UserCreated" || event.type == "UserStatusChanged") {
          ASSIGN_OR_RETURN(place.status, StatusIn(event));
        }
      }
      next.value = events.back().version.value + 1;
    }
    return place;
  }

  const eventstore::EventStore& log_;
};

}  // namespace

std::vector<std::string> UserListPrefixes(
    uint32_t schema_version, const eventstore::TenantId& partner,
    const std::optional<UserStatus>& status) {
  if (schema_version == kUserListWithoutStatuses) {
    return {PartnerPrefix(kByCreation, partner)};
  }
  if (status) return {StatusPrefix(partner, *status)};
  std::vector<std::string> prefixes;
  for (int any = 1; domain::IsKnown(UserStatus(any)); ++any) {
    prefixes.push_back(StatusPrefix(partner, UserStatus(any)));
  }
  return prefixes;
}

std::unique_ptr<eventstore::Projection> MakeUserListProjection(
    const eventstore::EventStore* log, uint32_t schema_version) {
  if (schema_version == kUserListWithoutStatuses) {
    return std::make_unique<CreatedUsers>();
  }
  if (schema_version == kUserListWithoutStatuses + 1) {
    return std::make_unique<PresentUsers>(log);
  }
  return nullptr;
}

ProjectionRow DescribeUserListRow(std::string_view key,
                                  std::string_view value) {
  base::ByteReader reader(key);
  const char kind = static_cast<char>(reader.U8());
  StreamId stream{{std::string(reader.Bytes(reader.U8()))}, {}};
  std::string what = "listed";
  if (kind == kByStatus) {
    what += " as " + std::string(domain::Name(UserStatus(reader.U8())));
  }
  const uint64_t created_at = reader.U64();
  if (!reader.ok() || (kind != kByCreation && kind != kByStatus)) {
    return UnknownRow(key, value);
  }
  stream.id = value;
  std::string user = UserIdText(stream);
  if (user.empty()) user = base::ToHex(value);
  return {std::move(stream), what + ", position " + std::to_string(created_at),
          std::move(user)};
}

}  // namespace rollbook::services
