#include "gateway/gateway_handler.h"

#include <optional>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/ids.h"
#include "gateway/access_log.h"
#include "gateway/credentials.h"
#include "gateway/field_errors.h"
#include "gateway/limits/failure_limiter.h"
#include "gateway/media_type.h"

namespace rollbook::gateway {
namespace {

// When to come again after a 503: soon, if it was only too much at once.
constexpr int kRetryAfterContentionSeconds = 1;
constexpr int kRetryAfterOutageSeconds = 5;

constexpr int kServiceUnavailable = 503;

EdgeRefusal ToEdgeRefusal(http::Refusal refusal) {
  switch (refusal) {
    case http::Refusal::kBadFraming:
      return EdgeRefusal::kBadFraming;
    case http::Refusal::kPayloadTooLarge:
      return EdgeRefusal::kPayloadTooLarge;
    case http::Refusal::kTimeout:
      return EdgeRefusal::kTimeout;
    case http::Refusal::kOverloaded:
      return EdgeRefusal::kUnavailable;
  }
  return EdgeRefusal::kUnavailable;
}

bool IsContention(const absl::Status& error) {
  const std::optional<base::Reason> reason = base::ReasonOf(error);
  return reason == base::Reason::kOverloaded ||
         reason == base::Reason::kVersionConflict;
}

void AddRetryAfter(http::HttpResponse& response, int64_t seconds) {
  response.headers.emplace_back("Retry-After", std::to_string(seconds));
}

Usage UsageOf(const Route& route) {
  return route.method == "GET" ? Usage::kRead : Usage::kWrite;
}

// draft-ietf-httpapi-ratelimit-headers: the quota is a second's worth.
void AddRateLimit(http::HttpResponse& response, const Admission& admission) {
  const std::string name =
      admission.usage == Usage::kRead ? "\"read\"" : "\"write\"";
  response.headers.emplace_back(
      "RateLimit-Policy",
      name + ";q=" + std::to_string(admission.per_second) + ";w=1");
  response.headers.emplace_back(
      "RateLimit", name + ";r=" + std::to_string(admission.remaining) +
                       ";t=" + std::to_string(admission.reset_s));
}

}  // namespace

struct GatewayHandler::Run {
  ExchangePtr exchange;
  http::Respond respond;
  // The credential was fetched anew for this request already.
  bool refreshed = false;
  // The partner under whose limits it runs; empty: none.
  std::string admitted;
};

GatewayHandler::GatewayHandler(
    const Environment& environment,
    const std::vector<std::unique_ptr<Contract>>& contracts,
    base::Random& random, Observer* observer)
    : environment_(environment),
      router_(contracts),
      random_(random),
      observer_(observer) {}

void GatewayHandler::WaitUntilIdle() {
  base::MutexLock lock(mutex_);
  while (under_way_ != 0) idle_.Wait(mutex_);
}

void GatewayHandler::Handle(http::HttpRequest request, http::Respond respond) {
  {
    base::MutexLock lock(mutex_);
    ++under_way_;
  }
  auto run = std::make_shared<Run>();
  run->exchange = NewExchange(std::move(request));
  run->respond = std::move(respond);
  const Exchange& exchange = *run->exchange;
  if (exchange.route != nullptr) {
    Begin(std::move(run));
  } else if (exchange.allowed_methods.empty()) {
    RefuseWith(std::move(run), EdgeRefusal::kNoSuchRoute, "");
  } else {
    RefuseWith(std::move(run), EdgeRefusal::kMethodNotAllowed, "");
  }
}

http::HttpResponse GatewayHandler::Refuse(const http::RequestHead& head,
                                          http::Refusal refusal) {
  http::HttpRequest request;
  static_cast<http::RequestHead&>(request) = head;
  const ExchangePtr exchange = NewExchange(std::move(request));
  http::HttpResponse response =
      exchange->contract->RenderRefusal(*exchange, ToEdgeRefusal(refusal), "");
  if (response.status == kServiceUnavailable) {
    AddRetryAfter(response, kRetryAfterContentionSeconds);
  }
  Complete(*exchange, response);
  return response;
}

ExchangePtr GatewayHandler::NewExchange(http::HttpRequest request) const {
  auto exchange = std::make_shared<Exchange>(environment_);
  exchange->request = std::move(request);
  exchange->request_id = "req-" + base::FormatUuid(base::NewUuid(random_));
  exchange->received = environment_.clock->Now();
  exchange->deadline = exchange->received + kRequestTimeout;
  Router::Match match =
      router_.Find(exchange->request.method, exchange->request.target);
  exchange->contract = match.contract;
  exchange->route = match.route;
  exchange->parameters = std::move(match.parameters);
  exchange->allowed_methods = std::move(match.allowed_methods);
  return exchange;
}

void GatewayHandler::Begin(RunPtr run) {
  Exchange& exchange = *run->exchange;
  if (environment_.failures != nullptr) {
    const auto refusal =
        environment_.failures->Refuse(exchange.request.peer_address);
    if (refusal) {
      exchange.auth_failure = "too_many_failures";
      return RefuseForNow(std::move(run), refusal->retry_after_s,
                          refusal->hold_back);
    }
  }
  Authenticate(std::move(run));
}

void GatewayHandler::Authenticate(RunPtr run) {
  const ExchangePtr exchange = run->exchange;
  exchange->contract->Authenticate(
      exchange, [this, run = std::move(run)](absl::Status status) mutable {
        if (status.ok()) {
          Admit(std::move(run));
        } else if (absl::IsUnauthenticated(status)) {
          RefuseWith(std::move(run), EdgeRefusal::kUnauthorized, "");
        } else {
          AnswerWith(std::move(run), std::move(status));
        }
      });
}

void GatewayHandler::Admit(RunPtr run) {
  Exchange& exchange = *run->exchange;
  // A contract that asks for no credential has nobody to limit.
  if (exchange.credential == nullptr) return Check(std::move(run));
  const Credential& credential = *exchange.credential;
  if (!credential.quotas.Allows(exchange.request.peer_address)) {
    exchange.auth_failure = "address_not_allowed";
    return RefuseWith(std::move(run), EdgeRefusal::kUnauthorized, "");
  }
  // A request that is tried again counts once.
  if (environment_.limits != nullptr && !exchange.admission) {
    exchange.admission =
        environment_.limits->Enter(credential.record.partner_id(),
                                   UsageOf(*exchange.route), credential.quotas);
    if (!exchange.admission->admitted) {
      const int64_t wait_s = exchange.admission->retry_after_s;
      return RefuseForNow(std::move(run), wait_s, absl::ZeroDuration());
    }
    run->admitted = credential.record.partner_id();
  }
  Check(std::move(run));
}

void GatewayHandler::Check(RunPtr run) {
  const ExchangePtr exchange = run->exchange;
  const http::HttpRequest& request = exchange->request;
  for (const std::string_view name : exchange->contract->forbidden_headers()) {
    if (request.headers.Find(name)) {
      return RefuseWith(std::move(run), EdgeRefusal::kForbiddenHeader, name);
    }
  }
  std::optional<json::Document> body;
  if (exchange->route->takes_body) {
    if (request.body.empty()) {
      return AnswerWith(
          std::move(run),
          base::Error(
              base::Reason::kInvalidProfile,
              {{{std::string(kBody), "REQUIRED", std::string(kIsRequired)}},
               {}}));
    }
    const auto content_type = request.headers.Find("content-type");
    if (content_type && !IsJsonMediaType(*content_type)) {
      return RefuseWith(std::move(run), EdgeRefusal::kUnsupportedMediaType, "");
    }
    body = json::Document::Parse(request.body);
    if (!body) {
      return RefuseWith(std::move(run), EdgeRefusal::kMalformedJson, "");
    }
  }
  exchange->contract->Handle(
      exchange, body ? &*body : nullptr,
      [this, run = std::move(run)](
          absl::StatusOr<http::HttpResponse> result) mutable {
        AnswerWith(std::move(run), std::move(result));
      });
}

void GatewayHandler::AnswerWith(RunPtr run,
                                absl::StatusOr<http::HttpResponse> result) {
  if (result.ok()) return Finish(std::move(run), *std::move(result));
  Exchange& exchange = *run->exchange;
  const absl::Status& error = result.status();
  const std::optional<base::Reason> reason = base::ReasonOf(error);
  if (reason == base::Reason::kCredentialRevoked) {
    // What was cached is no longer so; perhaps the key is still good under a
    // newer generation.
    environment_.credentials->Drop(exchange.key_hash);
    if (!std::exchange(run->refreshed, true)) {
      return Authenticate(std::move(run));
    }
    exchange.auth_failure = "credential_revoked";
    return RefuseWith(std::move(run), EdgeRefusal::kUnauthorized, "");
  }
  if (reason == base::Reason::kSignatureReplayed ||
      reason == base::Reason::kSignatureExpired) {
    exchange.auth_failure = reason == base::Reason::kSignatureReplayed
                                ? "signature_replayed"
                                : "signature_expired";
    return RefuseWith(std::move(run), EdgeRefusal::kUnauthorized, "");
  }
  http::HttpResponse response = exchange.contract->RenderError(exchange, error);
  if (response.status == kServiceUnavailable) {
    AddRetryAfter(response, IsContention(error) ? kRetryAfterContentionSeconds
                                                : kRetryAfterOutageSeconds);
  }
  Finish(std::move(run), std::move(response));
}

void GatewayHandler::RefuseWith(RunPtr run, EdgeRefusal refusal,
                                std::string_view detail) {
  if (refusal == EdgeRefusal::kUnauthorized &&
      environment_.failures != nullptr) {
    environment_.failures->OnFailure(run->exchange->request.peer_address);
  }
  http::HttpResponse response =
      run->exchange->contract->RenderRefusal(*run->exchange, refusal, detail);
  if (refusal == EdgeRefusal::kMethodNotAllowed) {
    response.headers.emplace_back("Allow", run->exchange->allowed_methods);
  }
  Finish(std::move(run), std::move(response));
}

void GatewayHandler::RefuseForNow(RunPtr run, int64_t retry_after_s,
                                  absl::Duration hold_back) {
  http::HttpResponse response = run->exchange->contract->RenderRefusal(
      *run->exchange, EdgeRefusal::kTooManyRequests, "");
  AddRetryAfter(response, retry_after_s);
  response.hold_back = hold_back;
  Finish(std::move(run), std::move(response));
}

void GatewayHandler::Finish(RunPtr run, http::HttpResponse response) {
  Complete(*run->exchange, response);
  if (!run->admitted.empty()) environment_.limits->Leave(run->admitted);
  run->respond(std::move(response));
  run.reset();
  base::MutexLock lock(mutex_);
  if (--under_way_ == 0) idle_.NotifyAll();
}

void GatewayHandler::Complete(const Exchange& exchange,
                              http::HttpResponse& response) const {
  response.headers.emplace_back("Content-Type", "application/json");
  response.headers.emplace_back("X-Request-Id", exchange.answer_id());
  if (exchange.admission) AddRateLimit(response, *exchange.admission);
  if (exchange.replayed) {
    response.headers.emplace_back("Idempotent-Replayed", "true");
  }
  const absl::Duration duration = environment_.clock->Now() - exchange.received;
  LogAccess(exchange, response, duration);
  if (observer_ == nullptr) return;
  observer_->OnRequest(
      {exchange.contract->name(),
       exchange.route ? exchange.route->path : std::string_view("none"),
       exchange.route ? exchange.route->method : std::string_view("OTHER"),
       response.status, duration, exchange.auth_failure});
}

}  // namespace rollbook::gateway
