#ifndef ROLLBOOK_GATEWAY_CONTRACT_H_
#define ROLLBOOK_GATEWAY_CONTRACT_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/credential.h"
#include "gateway/edge_refusal.h"
#include "gateway/exchange.h"
#include "gateway/http/message.h"
#include "gateway/json/document.h"
#include "gateway/route.h"
#include "rollbook/admin/v1/partner.pb.h"

namespace rollbook::gateway {

enum class KeyKind { kNone, kBearer, kHmac };
enum class TokenUse { kNone, kOptional, kRequired };

// A partner contract: everything that tells one partner API from another. The
// GatewayHandler runs the stages that all have in common and asks the contract
// for the rest. To add one, implement this and list it in
// contract_registry.cc.
//
// Stateless and thread-safe; nothing blocks. Callbacks run exactly once,
// perhaps before the call returns.
class Contract {
 public:
  virtual ~Contract() = default;

  // As in partner records: "boca-raton".
  virtual std::string_view name() const = 0;
  virtual std::span<const Route> routes() const = 0;

  // What the registry of partners has to know: which credentials a partner
  // gets, and which fields a policy may require, by their JSON names.
  virtual KeyKind key_kind() const = 0;
  virtual TokenUse token_use() const = 0;
  virtual std::vector<std::string> field_names() const = 0;

  // What the contract makes of a partner's policy; it comes back to it as
  // exchange.credential->policy.
  virtual std::unique_ptr<const ContractPolicy> MakePolicy(
      const admin::v1::PartnerPolicy& policy) const = 0;

  // Finds out who sent the request and fills in the exchange's credential,
  // key hash and edge context. UNAUTHENTICATED refuses (with auth_failure
  // set); another error says that it could not be found out.
  using Authenticated = absl::AnyInvocable<void(absl::Status)>;
  virtual void Authenticate(ExchangePtr exchange, Authenticated done) const = 0;

  // Header fields that clients of this contract must not send, as they are
  // named in the refusal.
  virtual std::span<const std::string_view> forbidden_headers() const {
    return {};
  }

  // Validates, calls the backend and renders the success. `body` is null for
  // a route without one, and gone when this returns. Errors are base::Error
  // statuses, for RenderError; CREDENTIAL_REVOKED has the request tried again
  // with a fresh credential.
  using Answer = absl::AnyInvocable<void(absl::StatusOr<http::HttpResponse>)>;
  virtual void Handle(ExchangePtr exchange, const json::Document* body,
                      Answer answer) const = 0;

  // The contract's own shape of what went wrong. Field violations carry the
  // contract's names or the paths of user.v1. `detail` names the header of
  // kForbiddenHeader. The handler adds the headers that all answers have, Allow
  // and Retry-After.
  virtual http::HttpResponse RenderError(const Exchange& exchange,
                                         const absl::Status& error) const = 0;
  virtual http::HttpResponse RenderRefusal(const Exchange& exchange,
                                           EdgeRefusal refusal,
                                           std::string_view detail) const = 0;
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_CONTRACT_H_
