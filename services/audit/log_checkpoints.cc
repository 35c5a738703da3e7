#include "services/audit/log_checkpoints.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/bytes.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "proof/signed_note.h"
#include "proof/tile_reader.h"
#include "services/audit/checkpoint_rows.h"
#include "services/reply_on_worker.h"

namespace rollbook::services {
namespace {

// A checkpoint is at most one second behind the head: this, and what the tree
// and two writes take.
constexpr absl::Duration kInterval = absl::Milliseconds(500);

constexpr size_t kMaxHandedOut = 256;

}  // namespace

absl::StatusOr<std::unique_ptr<LogCheckpoints>> LogCheckpoints::Open(
    const Dependencies& dependencies) {
  std::unique_ptr<LogCheckpoints> checkpoints(new LogCheckpoints(dependencies));
  ASSIGN_OR_RETURN(const bool kept, checkpoints->LoadKept());
  if (!kept) {
    base::MutexLock making(checkpoints->making_);
    RETURN_IF_ERROR(checkpoints->Make());
  }
  checkpoints->thread_ =
      std::thread([self = checkpoints.get()] { self->Run(); });
  return checkpoints;
}

LogCheckpoints::LogCheckpoints(const Dependencies& dependencies)
    : to_(dependencies),
      waiter_(
          {.head =
               [this] {
                 return eventstore::Position{0, to_.tree->head().size};
               },
           .wait_for_head =
               [this](eventstore::Position position,
                      absl::AnyInvocable<void()> wake) {
                 return to_.tree->WaitForSize(position.number, std::move(wake));
               },
           .cancel_wait = [this](uint64_t id) { to_.tree->CancelWait(id); }},
          dependencies.clock) {}

LogCheckpoints::~LogCheckpoints() {
  Stop();
  {
    base::MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.NotifyAll();
  if (thread_.joinable()) thread_.join();
}

void LogCheckpoints::Stop() { waiter_.Stop(); }

absl::StatusOr<bool> LogCheckpoints::LoadKept() {
  ASSIGN_OR_RETURN(const auto sizes, to_.store->GetMeta(kHandedOutRow));
  if (sizes) {
    base::ByteReader reader(*sizes);
    base::MutexLock lock(mutex_);
    while (reader.ok() && !reader.done()) handed_out_.push_back(reader.U64());
  }
  ASSIGN_OR_RETURN(const auto note, to_.store->GetMeta(kLatestCheckpointRow));
  if (!note) return false;
  const auto parsed = proof::ParseNote(*note);
  if (!parsed || proof::CheckNote(*parsed, to_.signer->key()) !=
                     proof::NoteCheck::kSigned) {
    // Another origin: history was rolled back since, and begins anew here.
    return false;
  }
  const auto checkpoint = proof::Checkpoint::Parse(parsed->text);
  if (!checkpoint) return base::Error(base::Reason::kDataCorrupted);
  if (checkpoint->size > to_.store->Head().number) {
    return base::ErrorWithText(base::Reason::kDataCorrupted,
                               "The log ends before its own last checkpoint");
  }
  base::MutexLock lock(mutex_);
  latest_ = {*checkpoint, *note};
  return true;
}

absl::Status LogCheckpoints::MakeIfMoved() {
  base::MutexLock making(making_);
  const eventstore::LogTree::Head head = to_.tree->head();
  absl::Status status = head.status;
  if (status.ok() && head.size > latest().checkpoint.size) status = Make();
  const bool failed_now = !status.ok() && this->status().ok();
  {
    base::MutexLock lock(mutex_);
    status_ = status;
  }
  if (failed_now && to_.on_failure) to_.on_failure(status);
  return status;
}

absl::Status LogCheckpoints::Make() {
  const eventstore::LogTree::Head head = to_.tree->head();
  RETURN_IF_ERROR(head.status);
  ASSIGN_OR_RETURN(const eventstore::Position confirmed,
                   to_.store->ConfirmHead());
  if (confirmed.number < head.size) {
    return base::Error(base::Reason::kStoreFailed);
  }
  if (const Published before = latest(); !before.note.empty()) {
    ASSIGN_OR_RETURN(const base::Hash256 root,
                     to_.tree->Reader().Root(before.checkpoint.size));
    if (root != before.checkpoint.root) {
      return base::ErrorWithText(
          base::Reason::kDataCorrupted,
          "The tree is not the one that the last checkpoint signed");
    }
  }
  Published made;
  made.checkpoint = {to_.signer->origin(), head.size, head.root};
  made.note = to_.signer->Sign(made.checkpoint);
  RETURN_IF_ERROR(Keep(kLatestCheckpointRow, made.note));
  base::MutexLock lock(mutex_);
  latest_ = std::move(made);
  return absl::OkStatus();
}

absl::Status LogCheckpoints::Keep(const char* row, const std::string& value) {
  eventstore::AppendRequest request;
  request.stream = {{"$system"}, "checkpoints"};
  request.side_writes.push_back({.family = eventstore::SideWrite::Family::kMeta,
                                 .key = row,
                                 .value = value,
                                 .expected = std::nullopt});
  return to_.store->AppendAndWait(std::move(request)).status();
}

absl::Status LogCheckpoints::RememberHandedOut(uint64_t size) {
  base::MutexLock making(making_);
  std::vector<uint64_t> sizes = handed_out();
  if (std::find(sizes.begin(), sizes.end(), size) != sizes.end()) {
    return absl::OkStatus();
  }
  if (sizes.size() == kMaxHandedOut) sizes.erase(sizes.begin());
  sizes.push_back(size);
  std::string row;
  for (const uint64_t each : sizes) base::PutBigEndian64(row, each);
  RETURN_IF_ERROR(Keep(kHandedOutRow, row));
  base::MutexLock lock(mutex_);
  handed_out_ = std::move(sizes);
  return absl::OkStatus();
}

std::vector<uint64_t> LogCheckpoints::handed_out() const {
  base::MutexLock lock(mutex_);
  return handed_out_;
}

void LogCheckpoints::HandOut(absl::Time deadline, Done done) {
  Refresh(deadline, [this, done = std::move(done)](
                        absl::StatusOr<Published> published) mutable {
    // On a worker, when there is a checkpoint.
    if (published.ok()) {
      // On a full disk it is not kept, and still good: whoever exports can
      // name it.
      static_cast<void>(RememberHandedOut(published->checkpoint.size));
    }
    done(std::move(published));
  });
}

void LogCheckpoints::Refresh(absl::Time deadline, Done done) {
  // What the tree or the store runs must not block: the rest is a worker's.
  waiter_.WaitFor(to_.store->Head(), deadline,
                  [this, done = std::move(done)](absl::Status reached) mutable {
                    if (!reached.ok()) return done(std::move(reached));
                    ReplyOnWorker(*to_.workers, std::move(done),
                                  [this](Done answer) {
                                    const absl::Status made = MakeIfMoved();
                                    if (!made.ok()) return answer(made);
                                    answer(latest());
                                  });
                  });
}

void LogCheckpoints::Run() {
  for (;;) {
    static_cast<void>(MakeIfMoved());  // status() tells
    base::MutexLock lock(mutex_);
    if (stopping_) return;
    wake_.WaitFor(mutex_, kInterval);
    if (stopping_) return;
  }
}

LogCheckpoints::Published LogCheckpoints::latest() const {
  base::MutexLock lock(mutex_);
  return latest_;
}

absl::Status LogCheckpoints::status() const {
  base::MutexLock lock(mutex_);
  return status_;
}

}  // namespace rollbook::services
