#include "gateway/contracts/wealthyhood/create_user.h"

#include <memory>
#include <utility>

#include "base/crypto/random.h"
#include "base/error.h"
#include "gateway/contracts/wealthyhood/answer.h"
#include "gateway/contracts/wealthyhood/object_id.h"
#include "gateway/contracts/wealthyhood/policy.h"
#include "gateway/contracts/wealthyhood/request.h"
#include "gateway/mapping/findings.h"
#include "gateway/user_backend.h"

namespace rollbook::gateway::wealthyhood {
namespace {

// How often an id is minted anew because there is one like it.
constexpr int kMaxTries = 3;

// One create on its way; keeps itself alive until it has answered.
class Creation : public std::enable_shared_from_this<Creation> {
 public:
  Creation(ExchangePtr exchange, user::v1::CreateUserRequest request,
           FieldErrors errors, Contract::Answer answer)
      : exchange_(std::move(exchange)),
        request_(std::move(request)),
        errors_(std::move(errors)),
        answer_(std::move(answer)) {}

  void Start() {
    ++tries_;
    request_.set_external_id(
        NewObjectId(exchange_->received, base::CryptoRandom()));
    exchange_->environment.backend->CreateUser(
        request_, exchange_->deadline,
        [self = shared_from_this()](
            const absl::StatusOr<user::v1::CreateUserResponse>& response) {
          self->OnAnswer(response);
        });
  }

 private:
  void OnAnswer(const absl::StatusOr<user::v1::CreateUserResponse>& response) {
    if (!errors_.empty()) {
      return answer_(
          MergeFindings(std::move(errors_), response.status(), Fields()));
    }
    if (response.ok()) return answer_(CreatedAnswer(response->user()));
    if (base::ReasonOf(response.status()) == base::Reason::kExternalIdTaken &&
        tries_ < kMaxTries) {
      return Start();
    }
    answer_(response.status());
  }

  const ExchangePtr exchange_;
  user::v1::CreateUserRequest request_;
  FieldErrors errors_;
  Contract::Answer answer_;
  int tries_ = 0;
};

}  // namespace

void CreateUser(ExchangePtr exchange, const json::Document& body,
                Contract::Answer answer) {
  const auto& policy =
      static_cast<const Policy&>(*exchange->credential->policy);
  FieldErrors errors;
  user::v1::CreateUserRequest request;
  request.set_partner_id(exchange->credential->record.partner_id());
  *request.mutable_edge() = exchange->edge;
  exchange->unknown_members = ReadCreate(body, policy, request, errors);
  if (errors.Has(kBody)) return answer(InvalidFields(errors));
  if (!errors.empty()) ValidateOnly(request);
  std::make_shared<Creation>(std::move(exchange), std::move(request),
                             std::move(errors), std::move(answer))
      ->Start();
}

}  // namespace rollbook::gateway::wealthyhood
