#include "gateway/contracts/smartphonekey/users.h"

#include <memory>
#include <string>
#include <utility>

#include "base/error.h"
#include "gateway/contracts/smartphonekey/answer.h"
#include "gateway/contracts/smartphonekey/policy.h"
#include "gateway/contracts/smartphonekey/request.h"
#include "gateway/mapping/create_or_get.h"
#include "gateway/mapping/findings.h"
#include "gateway/user_backend.h"

namespace rollbook::gateway::smartphonekey {
namespace {

using base::Reason;

// How often a number is set anew because somebody else changed the user
// between the look at it and the change.
constexpr int kMaxTries = 8;

const Policy& PolicyOf(const Exchange& exchange) {
  return static_cast<const Policy&>(*exchange.credential->policy);
}

user::v1::GetUserRequest GetRequest(const Exchange& exchange,
                                    const std::string& id) {
  user::v1::GetUserRequest request;
  request.set_partner_id(exchange.credential->record.partner_id());
  request.mutable_user()->set_external_id(id);
  *request.mutable_edge() = exchange.edge;
  return request;
}

// Sets or removes the phone number, and finds out whether that changed
// anything: the version it starts from is part of the request. Keeps itself
// alive until it has answered.
class PhoneNumberChange
    : public std::enable_shared_from_this<PhoneNumberChange> {
 public:
  PhoneNumberChange(ExchangePtr exchange, user::v1::UpdateUserRequest request,
                    Contract::Answer answer)
      : exchange_(std::move(exchange)),
        request_(std::move(request)),
        answer_(std::move(answer)) {}

  void Look() {
    ++tries_;
    backend().GetUser(GetRequest(*exchange_, request_.user().external_id()),
                      exchange_->deadline,
                      [self = shared_from_this()](
                          absl::StatusOr<user::v1::GetUserResponse> response) {
                        if (!response.ok())
                          return self->answer_(response.status());
                        self->Change(response->user().version());
                      });
  }

 private:
  UserBackend& backend() { return *exchange_->environment.backend; }

  void Change(uint64_t version) {
    request_.set_expected_version(version);
    backend().UpdateUser(
        request_, exchange_->deadline,
        [self = shared_from_this(),
         version](absl::StatusOr<user::v1::UpdateUserResponse> response) {
          if (response.ok()) {
            const user::v1::User& user = response->user();
            return self->answer_(user.version() == version
                                     ? UnchangedAnswer(user)
                                     : PhoneNumberAnswer(user));
          }
          if (base::ReasonOf(response.status()) != Reason::kVersionMismatch) {
            return self->answer_(response.status());
          }
          if (self->tries_ < kMaxTries) return self->Look();
          self->answer_(base::Error(Reason::kVersionConflict));
        });
  }

  const ExchangePtr exchange_;
  user::v1::UpdateUserRequest request_;
  Contract::Answer answer_;
  int tries_ = 0;
};

}  // namespace

void CreateUser(ExchangePtr exchange, const json::Document& body,
                Contract::Answer answer) {
  FieldErrors errors;
  user::v1::CreateUserRequest request;
  exchange->unknown_members = ReadCreate(body, exchange->parameters[0],
                                         PolicyOf(*exchange), request, errors);
  CreateOrGet(exchange, std::move(request), std::move(errors), Fields(),
              [answer = std::move(answer)](
                  const absl::StatusOr<CreatedOrGot>& result) mutable {
                if (!result.ok()) return answer(result.status());
                answer(result->created ? CreatedAnswer(result->user)
                                       : UnchangedAnswer(result->user));
              });
}

void UpdatePhoneNumber(ExchangePtr exchange, const json::Document& body,
                       Contract::Answer answer) {
  FieldErrors errors;
  user::v1::UpdateUserRequest request;
  request.set_partner_id(exchange->credential->record.partner_id());
  *request.mutable_edge() = exchange->edge;
  request.mutable_user()->set_external_id(
      ReadUserId(exchange->parameters[0], errors));
  exchange->unknown_members =
      ReadPhoneNumber(body, PolicyOf(*exchange), request, errors);
  if (!errors.empty()) return answer(InvalidFields(errors));
  std::make_shared<PhoneNumberChange>(std::move(exchange), std::move(request),
                                      std::move(answer))
      ->Look();
}

void GetProfile(ExchangePtr exchange, Contract::Answer answer) {
  FieldErrors errors;
  const std::string id = ReadUserId(exchange->parameters[0], errors);
  if (!errors.empty()) return answer(InvalidFields(errors));
  exchange->environment.backend->GetUser(
      GetRequest(*exchange, id), exchange->deadline,
      [answer = std::move(answer)](
          const absl::StatusOr<user::v1::GetUserResponse>& response) mutable {
        if (!response.ok()) return answer(response.status());
        answer(ProfileAnswer(response->user()));
      });
}

}  // namespace rollbook::gateway::smartphonekey
