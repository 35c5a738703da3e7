#include "eventstore/rocksdb/rocksdb_event_store.h"

#include <algorithm>
#include <utility>

#include "base/crypto/random.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "base/worker_pool.h"
#include "eventstore/commit_clock.h"
#include "eventstore/head_waiters.h"
#include "eventstore/prepared_append.h"
#include "eventstore/rocksdb/admission.h"
#include "eventstore/rocksdb/backup.h"
#include "eventstore/rocksdb/committer.h"
#include "eventstore/rocksdb/completer.h"
#include "eventstore/rocksdb/database_reads.h"
#include "eventstore/rocksdb/disk_guard.h"
#include "eventstore/rocksdb/opening.h"
#include "eventstore/rocksdb/periodic_task.h"
#include "eventstore/rocksdb/purge.h"
#include "eventstore/rocksdb/scrubber.h"
#include "eventstore/rocksdb/watermark.h"
#include "eventstore/store_reads.h"

namespace rollbook::eventstore {
namespace {

constexpr absl::Duration kMaintenanceInterval = absl::Seconds(1);
constexpr absl::Duration kReclaimInterval = absl::Minutes(10);
constexpr absl::Duration kScrubInterval = absl::Hours(24);
constexpr size_t kLookUpThreads = 4;

class Store final : public DatabaseReads<RocksDbEventStore> {
 public:
  // Members are built in the order in which they need each other, and end in
  // the reverse one.
  Store(RocksDbOptions options, rocksdb::Env& env,
        std::unique_ptr<DirectoryLock> lock,
        std::unique_ptr<FailureLatch> failure, OpenedStore opened,
        const Expiry& expiry)
      : DatabaseReads(*opened.database),
        options_(std::move(options)),
        env_(env),
        lock_(std::move(lock)),
        failure_(std::move(failure)),
        database_(std::move(opened.database)),
        lineage_(std::move(opened.lineage)),
        clock_(*options_.clock, opened.end.time, options_.accept_clock_jump),
        disk_(options_),
        admission_(options_.max_queued_appends),
        completer_(waiters_, admission_, options_.on_commit),
        committer_({*database_, clock_, *failure_, completer_, observer_,
                    [this](std::unique_ptr<PendingAppend> pending) {
                      LookUpAgain(std::move(pending));
                    }},
                   opened.end, expiry,
                   {.rows = options_.max_recent_rows,
                    .bytes = RecentRows::Limits().bytes},
                   options_.max_group_appends),
        look_ups_(kLookUpThreads, options_.max_queued_appends),
        scrubber_(*database_, *failure_) {
    waiters_.Advance(committer_.head());
  }

  ~Store() override {
    scrubber_.Stop();
    scrub_.reset();
    reclaim_.reset();
    maintenance_.reset();
    admission_.CloseAndDrain();
    waiters_.Close();
    KeepWatermark();
  }

  // Renames the log if it was rolled back; then the store is in service.
  absl::Status Start(std::optional<LogFork> fork) {
    if (fork) RETURN_IF_ERROR(AppendFork(*fork));
    PlaceBallast(options_, disk_);
    KeepWatermark();
    RETURN_IF_ERROR(failure_->status());
    maintenance_.emplace(kMaintenanceInterval, [this] { MaintainNow(); });
    reclaim_.emplace(kReclaimInterval, [this] {
      if (const absl::Status status = ReclaimExpired(*database_);
          !status.ok()) {
        failure_->Fail(status);
      }
    });
    if (options_.scrub_bytes_per_second > 0) {
      scrub_.emplace(kScrubInterval, [this] {
        // A finding went to the failure latch.
        static_cast<void>(scrubber_.Run(options_.scrub_bytes_per_second));
      });
    }
    return absl::OkStatus();
  }

  void Append(AppendRequest request, AppendCallback done) override {
    AppendAs(Origin::kCaller, std::move(request), std::move(done));
  }

  Position Head() const override { return {0, committer_.head()}; }
  absl::StatusOr<Position> ConfirmHead() override {
    KeepWatermark();
    RETURN_IF_ERROR(failure_->status());
    base::MutexLock lock(watermark_mutex_);
    return kept_watermark_ ? kept_watermark_->head : Position{};
  }
  absl::Time HeadTime() const override {
    return TimeOf(committer_.durable_end().time);
  }
  uint64_t WaitForHead(Position position,
                       absl::AnyInvocable<void()> wake) override {
    return waiters_.Add(position.number, std::move(wake));
  }
  void CancelWait(uint64_t id) override { waiters_.Cancel(id); }
  bool ObserveAppends(AppendObserver* observer) override {
    observer_.Set(observer);
    return true;
  }
  std::string Lineage() const override { return lineage_; }

  StoreStats Stats() const override {
    const Committer::Counters counters = committer_.counters();
    StoreStats stats{.appends = counters.appends,
                     .events = counters.events,
                     .commit_groups = counters.groups,
                     .queue_depth = admission_.inside(),
                     .free_disk_bytes = disk_.free_bytes(),
                     .write_stop = WriteStop()};
    if (stats.write_stop.ok()) stats.write_stop = clock_.Check();
    return stats;
  }

  absl::Status Scrub(uint64_t bytes_per_second) override {
    return scrubber_.Run(bytes_per_second);
  }

  absl::Status PurgeDeleted(std::atomic<bool>& stop) override {
    RETURN_IF_ERROR(failure_->status());
    return eventstore::PurgeDeleted(*database_, stop);
  }

  absl::StatusOr<Backup> CreateBackup(const std::string& directory) override {
    RETURN_IF_ERROR(failure_->status());
    return MakeBackup(*database_, env_, lineage_, directory);
  }

  void MaintainNow() override {
    disk_.Look();
    KeepWatermark();
  }

 private:
  absl::Status WriteStop() const {
    RETURN_IF_ERROR(failure_->status());
    return disk_.status();
  }

  void AppendAs(Origin origin, AppendRequest request, AppendCallback done) {
    absl::Status refused = WriteStop();
    if (refused.ok()) refused = admission_.Enter();
    if (!refused.ok()) return std::move(done)(std::move(refused));

    absl::StatusOr<PreparedAppend> append = Prepare(std::move(request), origin);
    absl::Status looked_up = append.ok()
                                 ? LookUpNow(*append, ReadTier::kMemoryOnly)
                                 : append.status();
    const bool would_block = IsWouldBlock(looked_up);
    if (!looked_up.ok() && !would_block) {
      std::move(done)(std::move(looked_up));
      return admission_.Leave(1);
    }
    auto pending = std::make_unique<PendingAppend>(
        PendingAppend{*std::move(append), std::move(done)});
    if (would_block) return LookUpAgain(std::move(pending));
    committer_.Submit(std::move(pending));
  }

  absl::Status LookUpNow(PreparedAppend& append, ReadTier tier) {
    // The group first: what is read below is at least as new.
    append.seen_group = committer_.committed_group();
    const Micros now =
        std::max(MicrosOf(options_.clock->Now()), committer_.last_time());
    return LookUp(append, *database_, now, tier);
  }

  // For threads that must not wait for the disk: the committer's, and those of
  // callers.
  void LookUpAgain(std::unique_ptr<PendingAppend> pending) {
    // As many places as appends are admitted: there is always one.
    static_cast<void>(
        look_ups_.TrySubmit([this, again = std::move(pending)]() mutable {
          if (const absl::Status status =
                  LookUpNow(again->append, ReadTier::kMayBlock);
              !status.ok()) {
            failure_->Fail(status);  // the committer then refuses it
          }
          committer_.Submit(std::move(again));
        }));
  }

  absl::Status AppendFork(const LogFork& fork) {
    ASSIGN_OR_RETURN(const std::optional<StreamState> stream,
                     Load(LineageStream(), ReadTier::kMayBlock));
    lineage_ = fork.new_lineage;
    base::Mutex mutex;
    base::CondVar finished;
    std::optional<absl::StatusOr<AppendOutcome>> outcome;
    AppendAs(Origin::kStore,
             MakeForkAppend(fork, stream ? stream->version : Version{0}),
             [&](absl::StatusOr<AppendOutcome> result) {
               base::MutexLock lock(mutex);
               outcome = std::move(result);
               finished.NotifyOne();
             });
    base::MutexLock lock(mutex);
    while (!outcome) finished.Wait(mutex);
    return outcome->status();
  }

  void KeepWatermark() {
    const LogEnd end = committer_.durable_end();
    base::MutexLock lock(watermark_mutex_);
    const Watermark watermark{
        .lineage = lineage_, .head = end.head, .head_hash = end.hash};
    if (watermark == kept_watermark_ || !failure_->status().ok()) return;
    const absl::Status status =
        WriteWatermark(env_, options_.directory, watermark);
    if (!status.ok()) return failure_->Fail(status);
    kept_watermark_ = watermark;
  }

  const RocksDbOptions options_;
  rocksdb::Env& env_;
  const std::unique_ptr<DirectoryLock> lock_;
  const std::unique_ptr<FailureLatch> failure_;
  const std::unique_ptr<Database> database_;
  std::string lineage_;  // changes in Start only
  CommitClock clock_;
  DiskGuard disk_;
  HeadWaiters waiters_;
  Admission admission_;
  Completer completer_;
  ObserverSlot observer_;
  Committer committer_;
  base::WorkerPool look_ups_;
  Scrubber scrubber_;
  base::Mutex watermark_mutex_;
  std::optional<Watermark> kept_watermark_ ABSL_GUARDED_BY(watermark_mutex_);
  std::optional<PeriodicTask> maintenance_;
  std::optional<PeriodicTask> reclaim_;
  std::optional<PeriodicTask> scrub_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RocksDbEventStore>> OpenRocksDbEventStore(
    RocksDbOptions options) {
  rocksdb::Env& env =
      options.env != nullptr ? *options.env : *rocksdb::Env::Default();
  base::Random& random =
      options.random != nullptr ? *options.random : base::CryptoRandom();
  if (const rocksdb::Status status = env.CreateDirIfMissing(options.directory);
      !status.ok()) {
    return base::ErrorWithText(
        base::Reason::kStoreFailed,
        "Cannot create " + options.directory + ": " + status.ToString());
  }
  ASSIGN_OR_RETURN(std::unique_ptr<DirectoryLock> lock,
                   DirectoryLock::Acquire(env, options.directory));
  auto failure = std::make_unique<FailureLatch>(options.on_fatal);
  ASSIGN_OR_RETURN(OpenedStore opened,
                   OpenStore(options, env, random, *failure));
  ASSIGN_OR_RETURN(const Expiry expiry, Expiry::Open(*opened.database));
  std::optional<LogFork> fork = std::move(opened.fork);
  auto store =
      std::make_unique<Store>(std::move(options), env, std::move(lock),
                              std::move(failure), std::move(opened), expiry);
  RETURN_IF_ERROR(store->Start(std::move(fork)));
  return store;
}

}  // namespace rollbook::eventstore
