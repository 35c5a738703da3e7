#include "services/projections/projections.h"

#include <cstddef>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/status_macros.h"
#include "services/positions.h"
#include "services/projections/snapshot_comparison.h"
#include "services/users/user_codec.h"
#include "services/users/user_seal.h"
#include "services/users/user_stream.h"

namespace rollbook::services {
namespace {

constexpr std::string_view kSnapshots = "snapshots";
constexpr size_t kStepRecords = 1000;
constexpr size_t kMaxParkedStreams = 100;

std::string StreamText(const eventstore::StreamId& stream) {
  const std::string user = UserIdText(stream);
  return stream.tenant.value + "/" +
         (user.empty() ? base::ToHex(stream.id) : user);
}

using Row = admin::v1::GetStatusResponse::Projection;

Row RowOf(FollowedProjection& projection) {
  const eventstore::ProjectionHost& host = projection.host();
  const auto live = host.rows();
  const auto progress = live.runner->progress();
  Row row;
  row.set_name(projection.name());
  row.set_schema_version(live.schema_version);
  SetPosition(progress.position, row.mutable_position());
  row.set_parked_records(progress.parked);
  const absl::Status& why =
      progress.status.ok() ? host.upgrade_status() : progress.status;
  row.set_error(std::string(why.message()));
  if (const auto rebuilding = host.rebuilding()) {
    row.set_rebuilding(true);
    SetPosition(rebuilding->position, row.mutable_rebuilt_to());
    row.set_rebuilt_schema_version(rebuilding->schema_version);
  }
  row.set_degraded(host.Degraded(live, nullptr).value_or(true));
  if (progress.parked > 0) {
    const auto parked = live.runner->ParkedStreams(nullptr, kMaxParkedStreams);
    if (parked.ok()) {
      for (const auto& stream : *parked) {
        row.add_parked_streams(StreamText(stream));
      }
    }
  }
  return row;
}

}  // namespace

Projections::Projections(const Dependencies& dependencies)
    : deps_(dependencies), worker_(/*threads=*/1, /*max_queued=*/1) {}

Projections::~Projections() {
  stop_ = true;
  for (FollowedProjection* const followed : deps_.followed) {
    followed->host().Stop();
  }
}

std::vector<Row> Projections::List() const {
  std::vector<Row> all;
  for (FollowedProjection* const followed : deps_.followed) {
    all.push_back(RowOf(*followed));
  }
  Row& snapshots = all.emplace_back();
  snapshots.set_name(std::string(kSnapshots));
  snapshots.set_schema_version(kStateSchemaVersion);
  SetPosition(deps_.store->Head(), snapshots.mutable_position());
  return all;
}

FollowedProjection* Projections::Find(const std::string& name) const {
  for (FollowedProjection* const followed : deps_.followed) {
    if (followed->name() == name) return followed;
  }
  return nullptr;
}

absl::Status Projections::UnknownName() const {
  std::string names(kSnapshots);
  for (FollowedProjection* const followed : deps_.followed) {
    names.append(", ").append(followed->name());
  }
  return base::Error(base::Reason::kInvalidArgument,
                     {{{"name", "ONE_OF", "Must be one of: " + names}}, {}});
}

absl::StatusOr<std::unique_ptr<ProjectionCheck>> Projections::Check(
    const std::string& name) const {
  if (name == kSnapshots) return CheckSnapshots(deps_.store, deps_.vault);
  FollowedProjection* const followed = Find(name);
  if (followed == nullptr) return UnknownName();
  return CheckRows(*followed);
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
        const FollowedProjection* const followed = Find(name);
        SetPosition(
            followed != nullptr ? followed->position() : deps_.store->Head(),
            response.mutable_position());
        (*shared)(std::move(response));
      });
  if (!submitted) (*shared)(base::Error(base::Reason::kOverloaded));
}

absl::Status Projections::RebuildNow(const std::string& name) {
  if (name == kSnapshots) return RebuildSnapshots();
  FollowedProjection* const followed = Find(name);
  return followed != nullptr ? followed->host().Rebuild() : UnknownName();
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
  ASSIGN_OR_RETURN(
      const FoldedUser folded,
      FoldUpTo(divergence.stream, divergence.version, key, *deps_.store));
  eventstore::AppendRequest request;
  request.stream = divergence.stream;
  // Another version by now is another state, written with its event.
  request.expected_version = divergence.version;
  request.snapshot = eventstore::NewSnapshot{
      kStateSchemaVersion, false,
      SealState(*key, divergence.stream, divergence.version,
                EncodeState(folded.state), *deps_.random)};
  return deps_.store->AppendAndWait(std::move(request)).status();
}

}  // namespace rollbook::services
