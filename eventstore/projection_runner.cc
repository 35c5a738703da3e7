#include "eventstore/projection_runner.h"

#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "base/bytes.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "eventstore/keys.h"
#include "eventstore/projection_keys.h"

namespace rollbook::eventstore {
namespace {

constexpr size_t kPageRecords = 1000;
constexpr size_t kPageBytes = 4 << 20;
constexpr uint8_t kCheckpointFormat = 1;

// How long records gather when nobody waits for them: a step for each commit
// group costs more in waking up than in work.
constexpr absl::Duration kGather = absl::Milliseconds(5);

struct Checkpoint {
  uint32_t schema_version = 0;
  Position position;
  std::string lineage;
};

std::optional<Checkpoint> DecodeCheckpoint(std::string_view bytes) {
  base::ByteReader reader(bytes);
  if (reader.U8() != kCheckpointFormat) return std::nullopt;
  Checkpoint checkpoint;
  checkpoint.schema_version = reader.U32();
  checkpoint.position.shard = reader.U32();
  checkpoint.position.number = reader.U64();
  checkpoint.lineage = reader.rest();
  if (!reader.ok()) return std::nullopt;
  return checkpoint;
}

std::string CheckpointKey(const Projection& projection) {
  return ProjectionPrefix(projection.name()) + kProjectionCheckpoint;
}

std::string ParkedPrefix(const Projection& projection) {
  return ProjectionPrefix(projection.name()) + kProjectionParked;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ProjectionRunner>> ProjectionRunner::Start(
    EventStore* log, DerivedStore* derived,
    std::unique_ptr<Projection> projection) {
  std::unique_ptr<ProjectionRunner> runner(
      new ProjectionRunner(log, derived, std::move(projection)));
  RETURN_IF_ERROR(runner->Load());
  runner->thread_ = std::thread([self = runner.get()] { self->Run(); });
  return runner;
}

ProjectionRunner::ProjectionRunner(EventStore* log, DerivedStore* derived,
                                   std::unique_ptr<Projection> projection)
    : log_(log), derived_(derived), projection_(std::move(projection)) {}

ProjectionRunner::~ProjectionRunner() {
  {
    base::MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.NotifyAll();
  if (thread_.joinable()) thread_.join();
  waiters_.Close();
}

absl::Status ProjectionRunner::Load() {
  ASSIGN_OR_RETURN(const auto row, derived_->Get(CheckpointKey(*projection_)));
  const auto checkpoint = row ? DecodeCheckpoint(*row) : std::nullopt;
  if (!checkpoint ||
      checkpoint->schema_version != projection_->schema_version() ||
      checkpoint->lineage != log_->Lineage() ||
      checkpoint->position > log_->Head()) {
    return StartOver();
  }
  applied_ = checkpoint->position;
  const std::string prefix = ParkedPrefix(*projection_);
  RETURN_IF_ERROR(derived_->Scan(prefix, prefix,
                                 [&](std::string_view key, std::string_view) {
                                   key.remove_prefix(prefix.size());
                                   key.remove_suffix(sizeof(uint64_t));
                                   parked_streams_.insert(std::string(key));
                                   ++parked_records_;
                                   return true;
                                 }));
  base::MutexLock lock(mutex_);
  progress_ = {applied_, parked_records_, absl::OkStatus()};
  waiters_.Advance(applied_.number);
  return absl::OkStatus();
}

absl::Status ProjectionRunner::StartOver() {
  applied_ = {};
  return derived_->DeletePrefix(ProjectionPrefix(projection_->name()));
}

void ProjectionRunner::Run() {
  for (;;) {
    {
      base::MutexLock lock(mutex_);
      if (stopping_) return;
    }
    const absl::StatusOr<bool> moved = Step();
    if (!moved.ok()) {
      // Neither the log nor the derived rows can be trusted to be read again:
      // stand still, visibly.
      base::MutexLock lock(mutex_);
      progress_.status = moved.status();
      return;
    }
    if (!*moved) SleepUntilHeadMoves();
  }
}

absl::StatusOr<bool> ProjectionRunner::Step() {
  ASSIGN_OR_RETURN(const auto records,
                   log_->ReadLog(applied_, kPageRecords, kPageBytes));
  if (records.empty()) return false;
  ProjectionRows rows(*derived_, projection_->name());
  DerivedStore::Changes changes;
  for (const Record& record : records) {
    RETURN_IF_ERROR(ApplyOrPark(record, rows, changes));
  }
  applied_ = records.back().position;
  changes.merge(rows.TakeKept());
  changes[CheckpointKey(*projection_)] = EncodeCheckpoint();
  RETURN_IF_ERROR(derived_->Write(changes));
  {
    base::MutexLock lock(mutex_);
    progress_.position = applied_;
    progress_.parked = parked_records_;
  }
  waiters_.Advance(applied_.number);
  return true;
}

absl::Status ProjectionRunner::ApplyOrPark(const Record& record,
                                           ProjectionRows& rows,
                                           DerivedStore::Changes& changes) {
  const std::string stream = StreamKey(record.stream);
  std::string why;
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
  }
  std::string key = ParkedPrefix(*projection_) + stream;
  base::PutBigEndian64(key, record.position.number);
  changes[key] = why;
  parked_streams_.insert(stream);
  ++parked_records_;
  return absl::OkStatus();
}

void ProjectionRunner::SleepUntilHeadMoves() {
  {
    base::MutexLock lock(mutex_);
    hurry_ = false;
  }
  const Position next{applied_.shard, applied_.number + 1};
  const uint64_t id = log_->WaitForHead(next, [this] {
    base::MutexLock lock(mutex_);
    woken_ = true;
    wake_.NotifyAll();
  });
  {
    base::MutexLock lock(mutex_);
    while (!woken_ && !stopping_) wake_.Wait(mutex_);
    woken_ = false;
    const absl::Time gathered = absl::Now() + kGather;
    while (!hurry_ && !stopping_ && absl::Now() < gathered) {
      wake_.WaitFor(mutex_, gathered - absl::Now());
    }
  }
  log_->CancelWait(id);
}

std::string ProjectionRunner::EncodeCheckpoint() const {
  std::string bytes(1, static_cast<char>(kCheckpointFormat));
  base::PutBigEndian32(bytes, projection_->schema_version());
  base::PutBigEndian32(bytes, applied_.shard);
  base::PutBigEndian64(bytes, applied_.number);
  bytes.append(log_->Lineage());
  return bytes;
}

ProjectionRunner::Progress ProjectionRunner::progress() const {
  base::MutexLock lock(mutex_);
  return progress_;
}

absl::StatusOr<std::vector<StreamId>> ProjectionRunner::ParkedStreams(
    size_t max_streams) const {
  const std::string prefix = ParkedPrefix(*projection_);
  std::vector<StreamId> streams;
  RETURN_IF_ERROR(derived_->Scan(
      prefix, prefix, [&](std::string_view key, std::string_view) {
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

uint64_t ProjectionRunner::WaitForHead(Position position,
                                       absl::AnyInvocable<void()> wake) {
  {
    base::MutexLock lock(mutex_);
    hurry_ = true;
  }
  wake_.NotifyAll();
  return waiters_.Add(position.number, std::move(wake));
}

void ProjectionRunner::CancelWait(uint64_t id) { waiters_.Cancel(id); }

}  // namespace rollbook::eventstore
