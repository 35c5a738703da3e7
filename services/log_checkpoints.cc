#include "services/log_checkpoints.h"

#include <optional>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"
#include "proof/signed_note.h"
#include "proof/tile_reader.h"

namespace rollbook::services {
namespace {

// On disk: must not change.
constexpr char kLatestRow[] = "checkpoint/latest";

// A checkpoint is at most one second behind the head: this, and what the tree
// and two writes take.
constexpr absl::Duration kInterval = absl::Milliseconds(500);

}  // namespace

absl::StatusOr<std::unique_ptr<LogCheckpoints>> LogCheckpoints::Open(
    const Dependencies& dependencies) {
  ASSIGN_OR_RETURN(
      CheckpointSigner signer,
      CheckpointSigner::Open(dependencies.store, *dependencies.vault,
                             dependencies.random));
  std::unique_ptr<LogCheckpoints> checkpoints(
      new LogCheckpoints(dependencies, std::move(signer)));
  ASSIGN_OR_RETURN(const bool kept, checkpoints->LoadKept());
  if (!kept) {
    base::MutexLock making(checkpoints->making_);
    RETURN_IF_ERROR(checkpoints->Make());
  }
  checkpoints->thread_ =
      std::thread([self = checkpoints.get()] { self->Run(); });
  return checkpoints;
}

LogCheckpoints::LogCheckpoints(const Dependencies& dependencies,
                               CheckpointSigner signer)
    : to_(dependencies),
      signer_(std::move(signer)),
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
  ASSIGN_OR_RETURN(const auto note, to_.store->GetMeta(kLatestRow));
  if (!note) return false;
  const auto parsed = proof::ParseNote(*note);
  if (!parsed ||
      proof::CheckNote(*parsed, signer_.key()) != proof::NoteCheck::kSigned) {
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
  base::MutexLock lock(mutex_);
  status_ = status;
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
  made.checkpoint = {signer_.origin(), head.size, head.root};
  made.note = signer_.Sign(made.checkpoint);
  RETURN_IF_ERROR(Keep(made.note));
  base::MutexLock lock(mutex_);
  latest_ = std::move(made);
  return absl::OkStatus();
}

absl::Status LogCheckpoints::Keep(const std::string& note) {
  eventstore::AppendRequest request;
  request.stream = {{"$system"}, "checkpoints"};
  request.side_writes.push_back({.family = eventstore::SideWrite::Family::kMeta,
                                 .key = kLatestRow,
                                 .value = note,
                                 .expected = std::nullopt});
  return to_.store->AppendAndWait(std::move(request)).status();
}

void LogCheckpoints::Refresh(absl::Time deadline, Done done) {
  // What the tree or the store runs must not block: the rest is a worker's.
  waiter_.WaitFor(to_.store->Head(), deadline,
                  [this, done = std::move(done)](absl::Status reached) mutable {
                    if (!reached.ok()) return done(std::move(reached));
                    const auto answer = std::make_shared<Done>(std::move(done));
                    const bool submitted =
                        to_.workers->TrySubmit([this, answer] {
                          const absl::Status made = MakeIfMoved();
                          if (!made.ok()) return (*answer)(made);
                          (*answer)(latest());
                        });
                    if (!submitted)
                      (*answer)(base::Error(base::Reason::kOverloaded));
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
