#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"
#include "domain/claims.h"
#include "services/users/user_mapper.h"
#include "services/users/user_register.h"
#include "services/users/user_register_impl.h"
#include "services/users/user_stream.h"
#include "services/violations.h"

// The register's bulk commands: an outcome per item, many items per fsync.
namespace rollbook::services {
namespace {

using base::Reason;
using user::v1::ImportUsersResponse;
using Item = ImportUsersResponse::Item;

constexpr int kMaxBatchSize = 1000;

user::v1::ItemError ToItemError(const absl::Status& status) {
  const Reason reason = base::ReasonOf(status).value_or(Reason::kInternal);
  const base::ReasonInfo& info = base::InfoOf(reason);
  user::v1::ItemError error;
  error.set_reason(std::string(info.name));
  error.set_message(std::string(info.text));
  for (const auto& violation : base::DetailsOf(status).violations) {
    user::v1::ItemError::Field& field = *error.add_fields();
    field.set_field(violation.field);
    field.set_code(violation.code);
    field.set_message(violation.message);
  }
  return error;
}

// Collects the outcomes of a batch; the last one replies.
class Batch {
 public:
  using Response = user::v1::BatchCreateUsersResponse;

  Batch(int size, Reply<Response> reply)
      : reply_(std::move(reply)), missing_(size) {
    for (int i = 0; i < size; ++i) response_.add_outcomes();
  }

  // Items write to different outcomes, so they need no lock.
  void Set(int item, absl::StatusOr<user::v1::CreateUserResponse> outcome) {
    Response::Outcome& out = *response_.mutable_outcomes(item);
    if (outcome.ok()) {
      *out.mutable_created() = *std::move(outcome);
    } else {
      *out.mutable_error() = ToItemError(outcome.status());
    }
    if (missing_.fetch_sub(1) == 1) reply_(std::move(response_));
  }

 private:
  Reply<Response> reply_;
  Response response_;
  std::atomic<int> missing_;
};

absl::Status CheckItem(const user::v1::CreateUserRequest& item,
                       const std::string& partner_id) {
  Violations violations;
  if (!item.partner_id().empty() && item.partner_id() != partner_id) {
    violations.Add("partner_id", "NOT_VALID", "Must be the batch's");
  }
  if (item.has_edge()) {
    violations.Add("edge", "NOT_ALLOWED", "Not in a batch");
  }
  if (item.validate_only()) {
    violations.Add("validate_only", "NOT_ALLOWED", "Not in a batch");
  }
  return violations.status();
}

// Whether an import goes on after this: the item is at fault, not the service.
bool IsItemsOwn(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
      return true;
    default:
      return false;
  }
}

Item ItemOf(uint64_t line, ImportUsersResponse::Outcome outcome,
            std::string user_id = "") {
  Item item;
  item.set_line(line);
  item.set_outcome(outcome);
  item.set_user_id(std::move(user_id));
  return item;
}

absl::StatusOr<Item> RejectedOrError(uint64_t line,
                                     const absl::Status& status) {
  if (!IsItemsOwn(status)) return status;
  Item item = ItemOf(line, ImportUsersResponse::OUTCOME_REJECTED);
  *item.mutable_error() = ToItemError(status);
  return item;
}

user::v1::CreateUserRequest ToCreate(const std::string& partner_id,
                                     user::v1::ImportUsersRequest& request) {
  user::v1::CreateUserRequest create;
  create.set_partner_id(partner_id);
  create.set_external_id(std::move(*request.mutable_external_id()));
  create.mutable_profile()->Swap(request.mutable_profile());
  create.mutable_rules()->Swap(request.mutable_rules());
  create.set_initial_status(request.initial_status());
  return create;
}

absl::Status CheckHasExternalId(const user::v1::ImportUsersRequest& request) {
  if (!request.external_id().empty()) return absl::OkStatus();
  return base::Error(
      Reason::kInvalidProfile,
      {.violations = {{"external_id", "REQUIRED", "Is required"}},
       .metadata = {}});
}

}  // namespace

void UserRegister::BatchCreateUsers(
    const Caller& caller, user::v1::BatchCreateUsersRequest request,
    Reply<user::v1::BatchCreateUsersResponse> reply) {
  using Response = user::v1::BatchCreateUsersResponse;
  Violations violations;
  CheckPartnerId(request.partner_id(), violations);
  if (request.requests_size() > kMaxBatchSize) {
    violations.Add("requests", "COUNT", "Must be up to 1000");
  }
  if (absl::Status valid = violations.status(); !valid.ok()) {
    return reply(std::move(valid));
  }
  if (absl::Status access = impl_->CheckAccess(request); !access.ok()) {
    return reply(std::move(access));
  }
  if (request.requests().empty()) return reply(Response());
  impl_->OnWorker<Response>(
      std::move(reply), [impl = impl_, caller, request = std::move(request)](
                            Reply<Response> answer) mutable {
        const int size = request.requests_size();
        const auto batch = std::make_shared<Batch>(size, std::move(answer));
        for (int i = 0; i < size; ++i) {
          user::v1::CreateUserRequest& item = *request.mutable_requests(i);
          if (absl::Status valid = CheckItem(item, request.partner_id());
              !valid.ok()) {
            batch->Set(i, std::move(valid));
            continue;
          }
          item.set_partner_id(request.partner_id());
          auto mutation = impl->ParseCreate(caller, item);
          if (!mutation.ok()) {
            batch->Set(i, std::move(mutation).status());
            continue;
          }
          Reply<user::v1::CreateUserResponse> set = [batch, i](auto outcome) {
            batch->Set(i, std::move(outcome));
          };
          impl->handler.Run(*std::move(mutation),
                            AnswerWith(impl, std::move(set)));
        }
      });
}

void UserRegister::ImportUser(const Caller& caller,
                              const std::string& partner_id,
                              user::v1::ImportUsersRequest request,
                              Reply<ImportUsersResponse::Item> reply) {
  impl_->OnWorker<Item>(std::move(reply), [impl = impl_, caller, partner_id,
                                           request = std::move(request)](
                                              Reply<Item> answer) mutable {
    const uint64_t line = request.line();
    const eventstore::TenantId partner{partner_id};
    const base::Hash256 claim = impl->deps.vault->ClaimHash(
        partner, domain::kExternalIdClaim,
        domain::ExternalIdClaimValue(
            request.external_id(), request.rules().external_id_ignore_case()));
    const auto find = [impl, partner, claim] {
      return impl->deps.store->FindClaim(partner, domain::kExternalIdClaim,
                                         claim);
    };
    if (absl::Status valid = CheckHasExternalId(request); !valid.ok()) {
      return answer(RejectedOrError(line, valid));
    }
    user::v1::CreateUserRequest create = ToCreate(partner_id, request);
    auto mutation = impl->ParseCreate(caller, create);
    if (!mutation.ok()) {
      return answer(RejectedOrError(line, mutation.status()));
    }
    // The usual case of an import that is run again costs no sealing.
    if (auto there = find(); there.ok() && *there) {
      return answer(ItemOf(line, ImportUsersResponse::OUTCOME_ALREADY_THERE,
                           UserIdText(**there)));
    }
    impl->handler.Run(
        *std::move(mutation), [impl, line, find, answer = std::move(answer)](
                                  absl::StatusOr<MutationAnswer> made) mutable {
          if (made.ok()) {
            return answer(ItemOf(line, ImportUsersResponse::OUTCOME_CREATED,
                                 made->user.user_id()));
          }
          if (base::ReasonOf(made.status()) != Reason::kExternalIdTaken) {
            return answer(RejectedOrError(line, made.status()));
          }
          // Somebody was faster; whoever it was is looked up on a worker.
          impl->OnWorker<Item>(
              std::move(answer), [line, find](Reply<Item> done) {
                auto there = find();
                if (!there.ok()) return done(there.status());
                // Taken a moment ago and released since: by an erasure.
                if (!*there) return done(base::Error(Reason::kVersionConflict));
                done(ItemOf(line, ImportUsersResponse::OUTCOME_ALREADY_THERE,
                            UserIdText(**there)));
              });
        });
  });
}

}  // namespace rollbook::services
