#include "eventstore/rocksdb/read_only_store.h"

#include <utility>

#include "base/error.h"
#include "eventstore/rocksdb/database_reads.h"
#include "eventstore/stored_time.h"

namespace rollbook::eventstore {
namespace {

absl::Status ReadOnly() {
  return base::ErrorWithText(base::Reason::kStoreFailed,
                             "the store is open to be read only");
}

class ReadOnlyStore final : public DatabaseReads<EventStore> {
 public:
  explicit ReadOnlyStore(const OpenedStore& opened)
      : DatabaseReads(*opened.database), opened_(opened) {}

  void Append(AppendRequest, AppendCallback done) override { done(ReadOnly()); }

  Position Head() const override { return opened_.end.head; }
  absl::StatusOr<Position> ConfirmHead() override { return Head(); }
  absl::Time HeadTime() const override { return TimeOf(opened_.end.time); }
  uint64_t WaitForHead(Position, absl::AnyInvocable<void()> wake) override {
    wake();
    return 0;
  }
  void CancelWait(uint64_t) override {}
  bool ObserveAppends(AppendObserver*) override { return true; }
  std::string Lineage() const override { return opened_.lineage; }
  StoreStats Stats() const override { return {.write_stop = ReadOnly()}; }

 private:
  const OpenedStore& opened_;
};

}  // namespace

std::unique_ptr<EventStore> MakeReadOnlyStore(const OpenedStore& opened) {
  return std::make_unique<ReadOnlyStore>(opened);
}

}  // namespace rollbook::eventstore
