#include "cli/import/importer.h"

#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "base/mutex.h"
#include "base/status_macros.h"
#include "cli/import/import_line.h"

namespace rollbook::cli {

using base::MutexLock;
using user::v1::ImportUsersRequest;
using user::v1::ImportUsersResponse;

// One stream and the two threads on it.
class Importer::Exchange {
 public:
  explicit Exchange(Importer& importer) : importer_(importer) {}

  absl::Status Run() {
    // A file without a user that can be sent needs no service.
    std::optional<ImportUsersRequest> first = NextRequest();
    if (!first) return EndOfFile();
    first->set_partner_id(importer_.options_.partner);
    stream_ = importer_.client_.users().ImportUsers(&context_);
    std::thread sender([this, &first] { Send(*std::move(first)); });
    Receive();
    Stop();
    sender.join();
    const absl::Status finished = importer_.client_.ToStatus(stream_->Finish());
    return Result(finished);
  }

 private:
  // The next line that can be sent; those that cannot are settled on the way.
  // nullopt at the end of the file, or when something broke.
  std::optional<ImportUsersRequest> NextRequest() {
    Line line;
    while (importer_.lines_.Next(line)) {
      if (IsBlank(line)) continue;
      auto request = ToImportRequest(line, importer_.options_.json);
      MutexLock lock(mutex_);
      while (!stopped_ &&
             importer_.ledger_.in_flight() >= importer_.options_.window) {
        settled_.Wait(mutex_);
      }
      if (stopped_) return std::nullopt;
      const uint64_t number = line.number;
      importer_.ledger_.Add(std::move(line));
      if (request.ok()) return *std::move(request);
      Note(importer_.ledger_.Settle(number, LineOutcome::kRejected,
                                    Describe(request.status())));
      if (!failure_.ok()) return std::nullopt;
      line = Line();
    }
    MutexLock lock(mutex_);
    all_read_ = true;
    return std::nullopt;
  }

  void Send(ImportUsersRequest first) {
    std::optional<ImportUsersRequest> request = std::move(first);
    while (request && stream_->Write(*request)) request = NextRequest();
    bool broken;
    {
      MutexLock lock(mutex_);
      broken = !failure_.ok();
    }
    if (broken) {
      context_.TryCancel();
    } else {
      stream_->WritesDone();
    }
  }

  void Receive() {
    ImportUsersResponse response;
    while (stream_->Read(&response)) {
      if (!Settle(response)) {
        context_.TryCancel();
        return;
      }
    }
  }

  // False when the import cannot go on.
  bool Settle(const ImportUsersResponse& response) {
    MutexLock lock(mutex_);
    for (const ImportUsersResponse::Item& item : response.items()) {
      const auto outcome = ToOutcome(item.outcome());
      Note(outcome
               ? importer_.ledger_.Settle(item.line(), *outcome,
                                          ToFailure(item.error()))
               : absl::InternalError("the service sent an unknown outcome"));
    }
    Note(importer_.on_progress_(importer_.ledger_.mark()));
    settled_.NotifyAll();
    return failure_.ok();
  }

  void Stop() {
    MutexLock lock(mutex_);
    stopped_ = true;
    settled_.NotifyAll();
  }

  // Keeps the first failure of our own.
  void Note(absl::Status status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (failure_.ok()) failure_ = std::move(status);
  }

  absl::Status EndOfFile() {
    MutexLock lock(mutex_);
    RETURN_IF_ERROR(failure_);
    return importer_.on_progress_(importer_.ledger_.mark());
  }

  absl::Status Result(const absl::Status& finished) {
    MutexLock lock(mutex_);
    // Our own failure comes first: it is why the stream was cancelled.
    RETURN_IF_ERROR(failure_);
    RETURN_IF_ERROR(finished);
    if (!all_read_ || importer_.ledger_.in_flight() > 0) {
      return absl::InternalError(
          "the service ended the stream before all outcomes were there");
    }
    return importer_.on_progress_(importer_.ledger_.mark());
  }

  Importer& importer_;
  grpc::ClientContext context_;
  std::unique_ptr<
      grpc::ClientReaderWriter<ImportUsersRequest, ImportUsersResponse>>
      stream_;
  base::Mutex mutex_;
  base::CondVar settled_;
  // The ledger is guarded as well while the threads run.
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  bool all_read_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
};

Importer::Importer(ImportOptions options, Client& client, LineReader& lines,
                   ImportLedger& ledger, OnProgress on_progress)
    : options_(std::move(options)),
      client_(client),
      lines_(lines),
      ledger_(ledger),
      on_progress_(std::move(on_progress)) {}

absl::Status Importer::Run() { return Exchange(*this).Run(); }

}  // namespace rollbook::cli
