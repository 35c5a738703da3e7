#include "services/rpc/check_source.h"

#include <cstddef>

#include "base/status_macros.h"
#include "services/positions.h"
#include "services/users/user_stream.h"

namespace rollbook::services {
namespace {

// Records between two messages: a fraction of a second.
constexpr size_t kStepRecords = 2000;

void SetDivergence(const Divergence& found,
                   admin::v1::VerifyProjectionResponse::Divergence* out) {
  out->set_partner_id(found.stream.tenant.value);
  out->set_user_id(UserIdText(found.stream));
  out->set_what(found.what);
  out->set_expected(found.expected);
  out->set_found(found.found);
  out->set_version(found.version.value);
  SetPosition(found.position, out->mutable_position());
}

}  // namespace

absl::StatusOr<PageStep> CheckSource::Next(
    admin::v1::VerifyProjectionResponse& response) {
  if (check_ == nullptr) {
    ASSIGN_OR_RETURN(check_, projections_.Check(name_));
  }
  if (!check_->done()) RETURN_IF_ERROR(check_->Step(kStepRecords));
  response.set_checked(check_->checked());
  if (check_->divergence()) {
    SetDivergence(*check_->divergence(), response.mutable_divergence());
  }
  response.set_done(check_->done());
  return check_->done() ? PageStep::kWriteLast : PageStep::kWrite;
}

}  // namespace rollbook::services
