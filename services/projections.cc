#include "services/projections.h"

#include <cstddef>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/status_macros.h"
#include "services/positions.h"
#include "services/user_codec.h"
#include "services/user_fold.h"
#include "services/user_seal.h"
#include "services/user_stream.h"

namespace rollbook::services {
namespace {

constexpr std::string_view kSnapshots = "snapshots";
constexpr std::string_view kUserList = "user_list";
constexpr size_t kStepRecords = 1000;
constexpr size_t kMaxParkedStreams = 100;

std::string StreamText(const eventstore::StreamId& stream) {
  const std::string user = UserIdText(stream);
  return stream.tenant.value + "/" +
         (user.empty() ? base::ToHex(stream.id) : user);
}

absl::Status UnknownName() {
  return base::Error(
      base::Reason::kInvalidArgument,
      {{{"name", "ONE_OF", "Must be one of: snapshots, user_list"}}, {}});
}

}  // namespace

Projections::Projections(const Dependencies& dependencies)
    : deps_(dependencies), worker_(/*threads=*/1, /*max_queued=*/1) {}

Projections::~Projections() {
  stop_ = true;
  deps_.list->StopRebuild();
}

std::vector<admin::v1::GetStatusResponse::Projection> Projections::List()
    const {
  std::vector<admin::v1::GetStatusResponse::Projection> all(2);
  auto& list = all[0];
  const auto progress = deps_.list->progress();
  list.set_name(std::string(kUserList));
  list.set_schema_version(kUserListSchemaVersion);
  SetPosition(progress.position, list.mutable_position());
  list.set_parked_records(progress.parked);
  list.set_error(std::string(progress.status.message()));
  list.set_rebuilding(deps_.list->rebuilding());
  if (progress.parked > 0) {
    const auto parked = deps_.list->ParkedStreams(kMaxParkedStreams);
    if (parked.ok()) {
      for (const auto& stream : *parked) {
        list.add_parked_streams(StreamText(stream));
      }
    }
  }
  auto& snapshots = all[1];
  snapshots.set_name(std::string(kSnapshots));
  snapshots.set_schema_version(kStateSchemaVersion);
  SetPosition(deps_.store->Head(), snapshots.mutable_position());
  return all;
}

absl::StatusOr<std::unique_ptr<ProjectionCheck>> Projections::Check(
    const std::string& name) const {
  if (name == kSnapshots) return CheckSnapshots(deps_.store, deps_.vault);
  if (name == kUserList) return CheckUserList(deps_.store, deps_.list);
  return UnknownName();
}

void Projections::Rebuild(const admin::v1::RebuildProjectionRequest& request,
                          Reply<admin::v1::RebuildProjectionResponse> reply) {
  auto shared = std::make_shared<Reply<admin::v1::RebuildProjectionResponse>>(
      std::move(reply));
  const bool submitted =
      worker_.TrySubmit([this, name = request.name(), shared] {
        const absl::Status rebuilt = RebuildNow(name);
        if (!rebuilt.ok()) return (*shared)(rebuilt);
        admin::v1::RebuildProjectionResponse response;
        SetPosition(
            name == kUserList ? deps_.list->position() : deps_.store->Head(),
            response.mutable_position());
        (*shared)(std::move(response));
      });
  if (!submitted) (*shared)(base::Error(base::Reason::kOverloaded));
}

absl::Status Projections::RebuildNow(const std::string& name) {
  if (name == kSnapshots) return RebuildSnapshots();
  if (name == kUserList) return deps_.list->Rebuild();
  return UnknownName();
}

absl::Status Projections::RebuildSnapshots() {
  const auto check = CheckSnapshots(
      deps_.store, deps_.vault,
      [this](const Divergence& divergence) { return Repair(divergence); });
  while (!check->done()) {
    if (stop_) return base::Error(base::Reason::kShuttingDown);
    RETURN_IF_ERROR(check->Step(kStepRecords));
  }
  if (!check->divergence()) return absl::OkStatus();
  return base::Error(base::Reason::kDataCorrupted);
}

absl::Status Projections::Repair(const Divergence& divergence) {
  // Another one says that more than the state is damaged.
  if (divergence.what != "state") return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto key, deps_.vault->DataKey(divergence.stream));
  if (!key) return absl::OkStatus();  // erased meanwhile
  domain::UserState state;
  RETURN_IF_ERROR(FoldUser(
      *deps_.store, divergence.stream, key,
      [&](const eventstore::Record& record, const storage::v1::StoredUserEvent&,
          const domain::UserState& after) {
        if (record.version > divergence.version) {
          return false;
        }
        state = after;
        return true;
      }));
  eventstore::AppendRequest request;
  request.stream = divergence.stream;
  // Another version by now is another state, written with its event.
  request.expected_version = divergence.version;
  request.snapshot = eventstore::NewSnapshot{
      kStateSchemaVersion, false,
      SealState(*key, divergence.stream, divergence.version, EncodeState(state),
                *deps_.random)};
  return deps_.store->AppendAndWait(std::move(request)).status();
}

}  // namespace rollbook::services
