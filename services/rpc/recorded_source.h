#ifndef ROLLBOOK_SERVICES_RPC_RECORDED_SOURCE_H_
#define ROLLBOOK_SERVICES_RPC_RECORDED_SOURCE_H_

#include <memory>
#include <string>
#include <utility>

#include "base/status_macros.h"
#include "proof/record_view.h"
#include "services/audit/access_recorder.h"
#include "services/rpc/paged_stream.h"

namespace rollbook::services {

// A source whose messages leave only after the access is recorded. The first
// message is made before, so that what it shows ends where it did when the
// call came, without the record itself.
template <typename Response>
class RecordedSource final : public PageSource<Response> {
 public:
  RecordedSource(std::unique_ptr<AccessRecorder> recorder,
                 std::unique_ptr<PageSource<Response>> source)
      : recorder_(std::move(recorder)), source_(std::move(source)) {}

  absl::StatusOr<PageStep> Next(Response& response) override {
    absl::StatusOr<PageStep> step = source_->Next(response);
    if (!step.ok()) {
      recorder_->Close(step.status());
      return step;
    }
    if (IsFileStillToCome(*step)) return step;
    if (!opened_) RETURN_IF_ERROR(recorder_->Open());
    opened_ = true;
    if constexpr (requires { response.chunk(); }) {
      recorder_->Count(response.chunk());
    } else if constexpr (requires { response.events(); }) {
      for (const audit::v1::Event& event : response.events()) {
        recorder_->Count(event);
      }
    }
    if constexpr (requires { response.records(); }) {
      for (const std::string& stored : response.records()) {
        // The source has looked at them: they are records.
        recorder_->Count(*proof::ViewRecord(stored));
      }
    }
    RETURN_IF_ERROR(recorder_->Continue());
    if (*step == PageStep::kEnd) recorder_->Close(absl::OkStatus());
    return step;
  }

  void WaitForMore(absl::AnyInvocable<void()> wake) override {
    source_->WaitForMore(std::move(wake));
  }
  void StopWaiting() override { source_->StopWaiting(); }
  absl::Status FillHeartbeat(Response& response) override {
    return source_->FillHeartbeat(response);
  }

 private:
  // What a file holds is fixed when its first piece is there.
  static bool IsFileStillToCome(PageStep step) {
    return step == PageStep::kWait && requires(Response r) { r.chunk(); };
  }

  const std::unique_ptr<AccessRecorder> recorder_;
  const std::unique_ptr<PageSource<Response>> source_;
  bool opened_ = false;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_RECORDED_SOURCE_H_
