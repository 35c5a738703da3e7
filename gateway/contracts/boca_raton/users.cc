#include "gateway/contracts/boca_raton/users.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "gateway/auth/request_signature.h"
#include "gateway/contracts/boca_raton/answer.h"
#include "gateway/contracts/boca_raton/fields.h"
#include "gateway/contracts/boca_raton/policy.h"
#include "gateway/contracts/boca_raton/request.h"
#include "gateway/etag.h"
#include "gateway/field_errors.h"
#include "gateway/idempotency_key.h"
#include "gateway/mapping/findings.h"
#include "gateway/user_backend.h"

namespace rollbook::gateway::boca_raton {
namespace {

using base::Reason;
using http::HttpResponse;

constexpr std::string_view kIdempotencyKey = "Idempotency-Key";
constexpr std::string_view kIfMatchHeader = "If-Match";
// No user ever reaches it: an If-Match that matches nothing.
constexpr uint64_t kNoVersion = std::numeric_limits<uint64_t>::max();

const Policy& PolicyOf(const Exchange& exchange) {
  return static_cast<const Policy&>(*exchange.credential->policy);
}

const std::string& PartnerOf(const Exchange& exchange) {
  return exchange.credential->record.partner_id();
}

UserBackend& BackendOf(const Exchange& exchange) {
  return *exchange.environment.backend;
}

// Section 1.6. The key is bound to what was sent under it.
void ReadIdempotencyKey(Exchange& exchange, FieldErrors& errors) {
  const http::HttpRequest& request = exchange.request;
  const auto value = request.headers.Find(kIdempotencyKey);
  if (!value) return;
  auto key = request.headers.Count(kIdempotencyKey) == 1
                 ? ParseIdempotencyKey(*value)
                 : std::nullopt;
  if (!key) {
    errors.Add(kIdempotencyKey, kIsNotValid);
    return;
  }
  const base::Hash256 fingerprint =
      FingerprintOf({request.method, request.target, "", request.body});
  exchange.edge.set_idempotency_key(*std::move(key));
  exchange.edge.set_fingerprint(std::string(base::AsText(fingerprint)));
}

template <typename Response>
void NoteReplay(Exchange& exchange, const absl::StatusOr<Response>& response) {
  if (response.ok()) {
    exchange.replayed = response->replayed();
    exchange.first_request_id = response->first_request_id();
  } else if (base::MetadataOf(response.status(), "replayed") == "true") {
    exchange.replayed = true;
    exchange.first_request_id =
        base::MetadataOf(response.status(), "first_request_id").value_or("");
  }
}

// What to do with the service's answer to a create or an update.
template <typename Response>
Reply<Response> ReplyTo(ExchangePtr exchange, FieldErrors errors,
                        HttpResponse (*render)(const user::v1::User&),
                        Contract::Answer answer) {
  return
      [exchange = std::move(exchange), errors = std::move(errors), render,
       answer = std::move(answer)](absl::StatusOr<Response> response) mutable {
        if (!errors.empty()) {
          answer(MergeFindings(std::move(errors), response.status(), Fields()));
          return;
        }
        NoteReplay(*exchange, response);
        if (!response.ok()) return answer(std::move(response).status());
        answer(render(response->user()));
      };
}

void SendUpdate(ExchangePtr exchange, user::v1::UpdateUserRequest request,
                FieldErrors errors, Contract::Answer answer) {
  UserBackend& backend = BackendOf(*exchange);
  const absl::Time deadline = exchange->deadline;
  backend.UpdateUser(std::move(request), deadline,
                     ReplyTo<user::v1::UpdateUserResponse>(
                         std::move(exchange), std::move(errors), PatchedAnswer,
                         std::move(answer)));
}

user::v1::GetUserRequest GetRequest(const Exchange& exchange,
                                    std::string external_id) {
  user::v1::GetUserRequest request;
  request.set_partner_id(PartnerOf(exchange));
  request.mutable_user()->set_external_id(std::move(external_id));
  *request.mutable_edge() = exchange.edge;
  return request;
}

// An If-Match with several tags: the one that is true now is the version that
// the update then insists on.
void MatchOneOf(ExchangePtr exchange, std::vector<uint64_t> versions,
                user::v1::UpdateUserRequest request, FieldErrors errors,
                Contract::Answer answer) {
  UserBackend& backend = BackendOf(*exchange);
  const absl::Time deadline = exchange->deadline;
  auto query = GetRequest(*exchange, request.user().external_id());
  backend.GetUser(
      std::move(query), deadline,
      [exchange = std::move(exchange), versions = std::move(versions),
       request = std::move(request), errors = std::move(errors),
       answer = std::move(answer)](
          absl::StatusOr<user::v1::GetUserResponse> response) mutable {
        if (!response.ok()) {
          return answer(errors.empty()
                            ? response.status()
                            : MergeFindings(std::move(errors),
                                            response.status(), Fields()));
        }
        const uint64_t current = response->user().version();
        const bool matches = std::find(versions.begin(), versions.end(),
                                       current) != versions.end();
        request.set_expected_version(matches ? current : kNoVersion);
        SendUpdate(std::move(exchange), std::move(request), std::move(errors),
                   std::move(answer));
      });
}

std::optional<IfMatch> ReadIfMatch(const http::Headers& headers) {
  if (headers.Count(kIfMatchHeader) == 0) return std::nullopt;
  std::vector<std::string_view> values;
  for (const auto& [name, value] : headers.fields()) {
    http::Headers one;
    one.Add(name, value);
    if (one.Count(kIfMatchHeader) == 1) values.push_back(value);
  }
  return ParseIfMatch(values);
}

}  // namespace

void CreateUser(ExchangePtr exchange, const json::Document& body,
                Contract::Answer answer) {
  FieldErrors errors;
  user::v1::CreateUserRequest request;
  request.set_partner_id(PartnerOf(*exchange));
  *request.mutable_rules() = PolicyOf(*exchange).rules;
  exchange->unknown_members =
      ReadCreate(body, PolicyOf(*exchange), request, errors);
  if (errors.Has(kBody)) return answer(InvalidFields(errors));
  ReadIdempotencyKey(*exchange, errors);
  *request.mutable_edge() = exchange->edge;
  if (!errors.empty()) ValidateOnly(request);
  UserBackend& backend = BackendOf(*exchange);
  const absl::Time deadline = exchange->deadline;
  backend.CreateUser(std::move(request), deadline,
                     ReplyTo<user::v1::CreateUserResponse>(
                         std::move(exchange), std::move(errors), CreatedAnswer,
                         std::move(answer)));
}

void PatchUser(ExchangePtr exchange, const json::Document& body,
               Contract::Answer answer) {
  FieldErrors errors;
  user::v1::UpdateUserRequest request;
  request.set_partner_id(PartnerOf(*exchange));
  *request.mutable_rules() = PolicyOf(*exchange).rules;
  const auto external_id = ReadExternalId(exchange->parameters[0]);
  if (!external_id) errors.Add(kExternalId, kIsNotValid);
  exchange->unknown_members = ReadPatch(body, external_id.value_or(""),
                                        PolicyOf(*exchange), request, errors);
  ReadIdempotencyKey(*exchange, errors);
  if (!external_id || errors.Has(kBody)) return answer(InvalidFields(errors));

  request.mutable_user()->set_external_id(*external_id);
  *request.mutable_edge() = exchange->edge;
  if (!errors.empty()) ValidateOnly(request);
  const auto if_match = ReadIfMatch(exchange->request.headers);
  if (if_match && !if_match->any && if_match->versions.size() > 1) {
    return MatchOneOf(std::move(exchange), if_match->versions,
                      std::move(request), std::move(errors), std::move(answer));
  }
  if (if_match && !if_match->any) {
    request.set_expected_version(
        if_match->versions.empty() ? kNoVersion : if_match->versions[0]);
  }
  SendUpdate(std::move(exchange), std::move(request), std::move(errors),
             std::move(answer));
}

void GetUser(ExchangePtr exchange, Contract::Answer answer) {
  auto external_id = ReadExternalId(exchange->parameters[0]);
  if (!external_id) {
    FieldErrors errors;
    errors.Add(kExternalId, kIsNotValid);
    return answer(InvalidFields(errors));
  }
  UserBackend& backend = BackendOf(*exchange);
  auto request = GetRequest(*exchange, *std::move(external_id));
  const absl::Time deadline = exchange->deadline;
  backend.GetUser(
      std::move(request), deadline,
      [exchange = std::move(exchange), answer = std::move(answer)](
          absl::StatusOr<user::v1::GetUserResponse> response) mutable {
        if (!response.ok()) return answer(std::move(response).status());
        answer(UserAnswer(response->user()));
      });
}

}  // namespace rollbook::gateway::boca_raton
