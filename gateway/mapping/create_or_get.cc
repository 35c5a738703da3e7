#include "gateway/mapping/create_or_get.h"

#include <memory>
#include <optional>
#include <utility>

#include "base/error.h"
#include "gateway/mapping/findings.h"
#include "gateway/user_backend.h"

namespace rollbook::gateway {
namespace {

using base::Reason;

// How often a user may vanish between "taken" and the look at it.
constexpr int kMaxTries = 3;

// Keeps itself alive until it has answered.
class Attempt : public std::enable_shared_from_this<Attempt> {
 public:
  Attempt(const ExchangePtr& exchange, user::v1::CreateUserRequest request,
          CreatedOrGotDone done)
      : exchange_(exchange),
        request_(std::move(request)),
        done_(std::move(done)) {}

  void Create() {
    ++tries_;
    backend().CreateUser(
        request_, exchange_->deadline,
        [self = shared_from_this()](
            absl::StatusOr<user::v1::CreateUserResponse> response) {
          if (response.ok()) {
            self->done_(
                CreatedOrGot{std::move(*response->mutable_user()), true});
          } else if (base::ReasonOf(response.status()) ==
                     Reason::kExternalIdTaken) {
            self->Get();
          } else {
            self->done_(std::move(response).status());
          }
        });
  }

 private:
  UserBackend& backend() { return *exchange_->environment.backend; }

  void Get() {
    user::v1::GetUserRequest query;
    query.set_partner_id(request_.partner_id());
    query.mutable_user()->set_external_id(request_.external_id());
    *query.mutable_edge() = request_.edge();
    backend().GetUser(std::move(query), exchange_->deadline,
                      [self = shared_from_this()](
                          absl::StatusOr<user::v1::GetUserResponse> response) {
                        if (response.ok()) {
                          self->done_(CreatedOrGot{
                              std::move(*response->mutable_user()), false});
                        } else if (base::ReasonOf(response.status()) ==
                                       Reason::kUserNotFound &&
                                   self->tries_ < kMaxTries) {
                          self->Create();
                        } else {
                          self->done_(std::move(response).status());
                        }
                      });
  }

  const ExchangePtr exchange_;
  const user::v1::CreateUserRequest request_;
  CreatedOrGotDone done_;
  int tries_ = 0;
};

}  // namespace

void CreateOrGet(const ExchangePtr& exchange,
                 user::v1::CreateUserRequest request, FieldErrors errors,
                 const FieldTable& table, CreatedOrGotDone done) {
  if (errors.Has(kBody)) return done(InvalidFields(errors));
  request.set_partner_id(exchange->credential->record.partner_id());
  *request.mutable_edge() = exchange->edge;
  if (errors.empty()) {
    std::make_shared<Attempt>(exchange, std::move(request), std::move(done))
        ->Create();
    return;
  }
  ValidateOnly(request);
  exchange->environment.backend->CreateUser(
      std::move(request), exchange->deadline,
      [errors = std::move(errors), &table, done = std::move(done)](
          const absl::StatusOr<user::v1::CreateUserResponse>&
              response) mutable {
        done(MergeFindings(std::move(errors), response.status(), table));
      });
}

}  // namespace rollbook::gateway
