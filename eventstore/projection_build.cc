#include "eventstore/projection_build.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "eventstore/keys.h"
#include "eventstore/projection_checkpoint.h"
#include "eventstore/projection_keys.h"

namespace rollbook::eventstore {
namespace {

constexpr size_t kPageBytes = 4 << 20;

std::string ParkedPrefix(const std::string& name) {
  return ProjectionPrefix(name) + kProjectionParked;
}

}  // namespace

ProjectionBuild::ProjectionBuild(const EventStore* log, DerivedStore* derived,
                                 std::unique_ptr<Projection> projection,
                                 uint32_t schema_version, std::string name)
    : log_(*log),
      derived_(*derived),
      projection_(std::move(projection)),
      schema_version_(schema_version),
      name_(std::move(name)) {}

absl::Status ProjectionBuild::Load() {
  ASSIGN_OR_RETURN(const auto row,
                   derived_.Get(ProjectionCheckpointKey(name_)));
  const auto checkpoint = row ? ParseProjectionCheckpoint(*row) : std::nullopt;
  if (!checkpoint || checkpoint->schema_version != schema_version_ ||
      checkpoint->lineage != log_.Lineage() ||
      checkpoint->position > log_.Head()) {
    return derived_.DeletePrefix(ProjectionPrefix(name_));
  }
  position_ = checkpoint->position;
  return LoadParked();
}

absl::Status ProjectionBuild::LoadParked() {
  const std::string prefix = ParkedPrefix(name_);
  return derived_.Scan(prefix, prefix,
                       [&](std::string_view key, std::string_view) {
                         key.remove_prefix(prefix.size());
                         key.remove_suffix(sizeof(uint64_t));
                         parked_streams_.insert(std::string(key));
                         ++parked_records_;
                         return true;
                       });
}

absl::StatusOr<bool> ProjectionBuild::Step(Position end, size_t max_records) {
  if (position_ >= end) return false;
  const uint64_t left = end.number - position_.number;
  ASSIGN_OR_RETURN(
      const auto records,
      log_.ReadLog(position_,
                   static_cast<size_t>(std::min<uint64_t>(left, max_records)),
                   kPageBytes));
  if (records.empty()) return false;
  ProjectionRows rows(derived_, name_);
  DerivedStore::Changes changes;
  for (const Record& record : records) {
    RETURN_IF_ERROR(ApplyOrPark(record, rows, changes));
  }
  RETURN_IF_ERROR(projection_->Finish(rows));
  rows.Keep();
  position_ = records.back().position;
  changes.merge(rows.TakeKept());
  changes[ProjectionCheckpointKey(name_)] =
      EncodeProjectionCheckpoint({schema_version_, position_, log_.Lineage()});
  RETURN_IF_ERROR(derived_.Write(changes));
  return true;
}

absl::Status ProjectionBuild::ApplyOrPark(const Record& record,
                                          ProjectionRows& rows,
                                          DerivedStore::Changes& changes) {
  std::string stream;
  std::string why;
  if (!parked_streams_.empty()) stream = StreamKey(record.stream);
  if (parked_streams_.contains(stream)) {
    why = "an earlier record of the stream is parked";
  } else if (absl::Status applied = projection_->Apply(record, rows);
             applied.ok()) {
    rows.Keep();
    return absl::OkStatus();
  } else if (base::ReasonOf(applied) == base::Reason::kStoreFailed) {
    return applied;  // not the record's fault
  } else {
    rows.Drop();
    why = std::string(applied.message());
    stream = StreamKey(record.stream);
  }
  std::string key = ParkedPrefix(name_) + stream;
  base::PutBigEndian64(key, record.position.number);
  changes[key] = why;
  parked_streams_.insert(stream);
  ++parked_records_;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<StreamId>> ParkedStreamsOf(
    const DerivedStore& derived, const std::string& name,
    const TenantId* tenant, size_t max_streams) {
  const std::string prefix = ParkedPrefix(name);
  std::string within = prefix;
  if (tenant != nullptr) {
    within.push_back(static_cast<char>(tenant->value.size()));
    within.append(tenant->value);
  }
  std::vector<StreamId> streams;
  RETURN_IF_ERROR(
      derived.Scan(within, within, [&](std::string_view key, std::string_view) {
        key.remove_prefix(prefix.size());
        key.remove_suffix(sizeof(uint64_t));
        const auto stream = ParseStreamKey(key);
        if (stream && (streams.empty() || streams.back() != *stream)) {
          streams.push_back(*stream);
        }
        return streams.size() < max_streams;
      }));
  return streams;
}

}  // namespace rollbook::eventstore
