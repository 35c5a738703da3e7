#ifndef ROLLBOOK_SERVICES_PROJECTIONS_USER_LIST_ROWS_H_
#define ROLLBOOK_SERVICES_PROJECTIONS_USER_LIST_ROWS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/enums.h"
#include "eventstore/event_store.h"
#include "eventstore/projection.h"
#include "eventstore/types.h"
#include "services/projections/followed_projection.h"

// The rows of the projection "user_list" (docs/formats/derived.md).
namespace rollbook::services {

inline constexpr uint32_t kUserListWithoutStatuses = 2;

// What the keys of a partner's users begin with, in rows of a version: of one
// status, or of all. The creation position follows, the value is the id of the
// user's stream. Rows without statuses are those of all users.
std::vector<std::string> UserListPrefixes(
    uint32_t schema_version, const eventstore::TenantId& partner,
    const std::optional<domain::UserStatus>& status);

// Keeps rows of a version; nullptr for one that is not known. `log` is the one
// that is followed and must outlive the projection.
std::unique_ptr<eventstore::Projection> MakeUserListProjection(
    const eventstore::EventStore* log, uint32_t schema_version);

ProjectionRow DescribeUserListRow(std::string_view key, std::string_view value);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PROJECTIONS_USER_LIST_ROWS_H_
