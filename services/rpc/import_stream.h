#ifndef ROLLBOOK_SERVICES_RPC_IMPORT_STREAM_H_
#define ROLLBOOK_SERVICES_RPC_IMPORT_STREAM_H_

#include <grpcpp/support/server_callback.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "base/mutex.h"
#include "eventstore/event_store.h"
#include "rollbook/user/v1/user_service.pb.h"
#include "services/rpc/paged_stream.h"
#include "services/users/user_register.h"

namespace rollbook::services {

// Items of one import that may be in work, or done and not yet written, at a
// time. Enough to fill a commit group; the next item is read only below it, so
// a client that does not read its outcomes stops being read.
inline constexpr size_t kImportWindow = 512;

// Outcomes in one message.
inline constexpr int kMaxImportOutcomes = 256;

// One ImportUsers call: items are worked on side by side, their outcomes go
// back in the order of the requests, several per message. The stream ends when
// all outcomes of a half-closed client are written, or with the first error;
// what was done before the error is told first.
class ImportStream final
    : public grpc::ServerBidiReactor<user::v1::ImportUsersRequest,
                                     user::v1::ImportUsersResponse>,
      public std::enable_shared_from_this<ImportStream> {
 public:
  // The stream owns itself until gRPC is done with it. `caller` may be a
  // refusal.
  static ImportStream* Start(const StreamHost& host,
                             const FrontDesk::Visit& visit,
                             absl::StatusOr<Caller> caller, UserRegister* users,
                             const eventstore::EventStore* store);

  ImportStream(const StreamHost& host, const FrontDesk::Visit& visit,
               absl::StatusOr<Caller> caller, UserRegister* users,
               const eventstore::EventStore* store);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  using Item = user::v1::ImportUsersResponse::Item;

  // Takes the request that was read into the window: its number, or an error
  // that ends the stream.
  absl::StatusOr<uint64_t> Accept() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void OnOutcome(uint64_t number, absl::StatusOr<Item> outcome);
  void Stop(const absl::Status& why);

  // Does what can be done now: read, write, finish.
  void Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool FillResponse() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const StreamHost host_;
  const FrontDesk::Visit visit_;
  const absl::StatusOr<Caller> caller_;
  UserRegister& users_;
  const eventstore::EventStore& store_;
  std::shared_ptr<ImportStream> self_;
  uint64_t ticker_id_ = 0;
  // Belongs to gRPC while a read is under way.
  user::v1::ImportUsersRequest request_;
  // Belongs to gRPC while a write is under way.
  user::v1::ImportUsersResponse response_;

  base::Mutex mutex_;
  std::string partner_id_ ABSL_GUARDED_BY(mutex_);
  // Outcomes by number, beginning with first_; empty while in work.
  std::deque<std::optional<Item>> window_ ABSL_GUARDED_BY(mutex_);
  uint64_t first_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t in_work_ ABSL_GUARDED_BY(mutex_) = 0;
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool half_closed_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  bool gone_ ABSL_GUARDED_BY(mutex_) = false;  // nobody reads any more
  absl::Status stop_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_IMPORT_STREAM_H_
