#ifndef ROLLBOOK_GATEWAY_TESTING_FAKE_USER_BACKEND_H_
#define ROLLBOOK_GATEWAY_TESTING_FAKE_USER_BACKEND_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/crypto/hash.h"
#include "base/error.h"
#include "gateway/user_backend.h"

namespace rollbook::gateway {

// A backend that answers at once with what a test gives it, and keeps what it
// was asked. Not for several threads at once.
class FakeUserBackend final : public UserBackend {
 public:
  // What to answer; a test replaces them. Users are not kept.
  std::function<absl::StatusOr<user::v1::CreateUserResponse>(
      const user::v1::CreateUserRequest&)>
      on_create = [](const auto&) { return NotScripted(); };
  std::function<absl::StatusOr<user::v1::GetUserResponse>(
      const user::v1::GetUserRequest&)>
      on_get = [](const auto&) { return NotScripted(); };
  std::function<absl::StatusOr<user::v1::UpdateUserResponse>(
      const user::v1::UpdateUserRequest&)>
      on_update = [](const auto&) { return NotScripted(); };

  // Keys by their text. Not there: unknown.
  std::map<std::string, v1::Credential> keys;
  // Clients of tokens, by issuer and client id.
  std::map<std::pair<std::string, std::string>, v1::Credential> clients;
  // When set, what ResolveCredential fails with.
  absl::Status resolve_error;
  // Look-ups that wait until a test calls AnswerHeld().
  bool hold_resolves = false;

  std::vector<user::v1::CreateUserRequest> creates;
  std::vector<user::v1::GetUserRequest> gets;
  std::vector<user::v1::UpdateUserRequest> updates;
  int resolves = 0;
  CredentialWatcher* watcher = nullptr;

  void CreateUser(user::v1::CreateUserRequest request, absl::Time,
                  Reply<user::v1::CreateUserResponse> reply) override {
    creates.push_back(request);
    reply(on_create(request));
  }
  void GetUser(user::v1::GetUserRequest request, absl::Time,
               Reply<user::v1::GetUserResponse> reply) override {
    gets.push_back(request);
    reply(on_get(request));
  }
  void UpdateUser(user::v1::UpdateUserRequest request, absl::Time,
                  Reply<user::v1::UpdateUserResponse> reply) override {
    updates.push_back(request);
    reply(on_update(request));
  }

  void ResolveCredential(v1::ResolveCredentialRequest request, absl::Time,
                         Reply<v1::ResolveCredentialResponse> reply) override {
    ++resolves;
    auto answer = Resolve(request);
    if (hold_resolves) {
      held_.emplace_back(std::move(reply), std::move(answer));
    } else {
      reply(std::move(answer));
    }
  }

  void AnswerHeld() {
    for (auto& [reply, answer] : std::exchange(held_, {})) {
      reply(std::move(answer));
    }
  }

  std::unique_ptr<Watch> WatchCredentials(CredentialWatcher& w) override {
    watcher = &w;
    w.OnConnected();
    return std::make_unique<Watch>();
  }

  bool Ready() const override { return true; }

 private:
  static absl::Status NotScripted() {
    return base::Error(base::Reason::kInternal);
  }

  static v1::ResolveCredentialResponse ResponseWith(
      const v1::Credential& credential) {
    v1::ResolveCredentialResponse response;
    *response.mutable_credential() = credential;
    return response;
  }

  absl::StatusOr<v1::ResolveCredentialResponse> Resolve(
      const v1::ResolveCredentialRequest& request) const {
    if (!resolve_error.ok()) return resolve_error;
    for (const auto& [key, credential] : keys) {
      const base::Hash256 hash = base::Sha256({key});
      if (request.api_key_hash() == base::AsText(hash)) {
        return ResponseWith(credential);
      }
    }
    const auto client = clients.find(
        {request.jwt_client().issuer(), request.jwt_client().client_id()});
    if (client != clients.end()) return ResponseWith(client->second);
    return base::Error(base::Reason::kKeyNotFound);
  }

  std::vector<std::pair<Reply<v1::ResolveCredentialResponse>,
                        absl::StatusOr<v1::ResolveCredentialResponse>>>
      held_;
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_TESTING_FAKE_USER_BACKEND_H_
