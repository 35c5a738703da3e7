#include "gateway/credentials.h"

#include <cstring>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "base/bytes.h"
#include "base/crypto/secret.h"
#include "base/error.h"

namespace rollbook::gateway {
namespace {

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

}  // namespace

size_t Credentials::KeyOf::operator()(const base::Hash256& hash) const {
  // The key is a hash already.
  size_t value = 0;
  std::memcpy(&value, hash.data(), sizeof(value));
  return value;
}

const Credentials::Entry* Credentials::Shelf::Find(
    const base::Hash256& key_hash) {
  const auto found = index.find(key_hash);
  if (found == index.end()) return nullptr;
  entries.splice(entries.begin(), entries, found->second);
  return &entries.front();
}

void Credentials::Shelf::Put(Entry entry, size_t limit) {
  Erase(entry.key_hash);
  if (entries.size() == limit) Erase(base::Hash256(entries.back().key_hash));
  entries.push_front(std::move(entry));
  index[entries.front().key_hash] = entries.begin();
}

void Credentials::Shelf::Erase(const base::Hash256& key_hash) {
  const auto found = index.find(key_hash);
  if (found == index.end()) return;
  entries.erase(found->second);
  index.erase(found);
}

void Credentials::Shelf::Clear() {
  entries.clear();
  index.clear();
}

Credentials::Credentials(UserBackend& backend, const base::Clock& clock,
                         PolicyMaker make_policy)
    : backend_(backend),
      clock_(clock),
      make_policy_(std::move(make_policy)),
      lost_since_(clock.SinceBoot()) {}

Credentials::~Credentials() = default;

void Credentials::Resolve(const base::Hash256& key_hash, absl::Time deadline,
                          Done done) {
  v1::ResolveCredentialRequest request;
  request.set_api_key_hash(std::string(base::AsText(key_hash)));
  Resolve(key_hash, std::move(request), deadline, std::move(done));
}

void Credentials::ResolveClient(const std::string& issuer,
                                const std::string& client_id,
                                absl::Time deadline, Done done) {
  v1::ResolveCredentialRequest request;
  request.mutable_jwt_client()->set_issuer(issuer);
  request.mutable_jwt_client()->set_client_id(client_id);
  Resolve(HashOfClient(issuer, client_id), std::move(request), deadline,
          std::move(done));
}

base::Hash256 Credentials::HashOfClient(std::string_view issuer,
                                        std::string_view client_id) {
  std::string length;
  base::PutBigEndian64(length, issuer.size());
  constexpr std::string_view kLabel("\0jwt client", 11);
  return base::Sha256({kLabel, length, issuer, client_id});
}

void Credentials::Resolve(const base::Hash256& key_hash,
                          v1::ResolveCredentialRequest request,
                          absl::Time deadline, Done done) {
  std::optional<absl::StatusOr<CredentialPtr>> answer;
  std::shared_ptr<LookUp> look_up;
  {
    base::MutexLock lock(mutex_);
    if (!TrustedLocked()) {
      answer = base::Error(base::Reason::kBackendUnavailable);
    } else if (auto found = FindLocked(key_hash)) {
      answer = *std::move(found);
    } else {
      std::shared_ptr<LookUp>& latest = under_way_[key_hash];
      if (latest && latest->epoch == epoch_) {
        latest->waiting.push_back(std::move(done));
        return;
      }
      latest = std::make_shared<LookUp>();
      latest->epoch = epoch_;
      latest->waiting.push_back(std::move(done));
      look_up = latest;
    }
  }
  if (answer) {
    done(*std::move(answer));
    return;
  }
  backend_.ResolveCredential(
      std::move(request), deadline,
      [this, key_hash,
       look_up](absl::StatusOr<v1::ResolveCredentialResponse> response) {
        OnResolved(key_hash, look_up, std::move(response));
      });
}

void Credentials::Drop(const base::Hash256& key_hash) {
  base::MutexLock lock(mutex_);
  ++epoch_;
  known_.Erase(key_hash);
  unknown_.Erase(key_hash);
}

void Credentials::OnConnected() {
  base::MutexLock lock(mutex_);
  ++epoch_;
  known_.Clear();
  unknown_.Clear();
  lost_since_.reset();
}

void Credentials::OnChange(const v1::WatchCredentialsResponse& change) {
  if (change.changed_partner_id().empty()) return;  // a heartbeat
  base::MutexLock lock(mutex_);
  ++epoch_;
  // A key that was unknown may be this partner's by now.
  unknown_.Clear();
  for (auto entry = known_.entries.begin(); entry != known_.entries.end();) {
    const auto next = std::next(entry);
    if (entry->credential->record.partner_id() == change.changed_partner_id()) {
      known_.Erase(base::Hash256(entry->key_hash));
    }
    entry = next;
  }
}

void Credentials::OnLost() {
  base::MutexLock lock(mutex_);
  if (!lost_since_) lost_since_ = clock_.SinceBoot();
}

size_t Credentials::cached() const {
  base::MutexLock lock(mutex_);
  return known_.entries.size() + unknown_.entries.size();
}

bool Credentials::TrustedLocked() const {
  return !lost_since_ ||
         clock_.SinceBoot() - *lost_since_ <= kTrustWithoutWatch;
}

std::optional<CredentialPtr> Credentials::FindLocked(
    const base::Hash256& key_hash) {
  if (const Entry* entry = known_.Find(key_hash)) return entry->credential;
  const Entry* entry = unknown_.Find(key_hash);
  if (entry == nullptr) return std::nullopt;
  if (clock_.SinceBoot() - entry->since > kUnknownFor) {
    unknown_.Erase(base::Hash256(key_hash));
    return std::nullopt;
  }
  return CredentialPtr();
}

void Credentials::OnResolved(
    const base::Hash256& key_hash, const std::shared_ptr<LookUp>& look_up,
    absl::StatusOr<v1::ResolveCredentialResponse> response) {
  const absl::StatusOr<CredentialPtr> answer = Prepare(std::move(response));
  std::vector<Done> waiting;
  {
    base::MutexLock lock(mutex_);
    waiting = std::move(look_up->waiting);
    const auto latest = under_way_.find(key_hash);
    if (latest != under_way_.end() && latest->second == look_up) {
      under_way_.erase(latest);
    }
    if (answer.ok() && look_up->epoch == epoch_) {
      Shelf& shelf = *answer ? known_ : unknown_;
      shelf.Put({key_hash, *answer, clock_.SinceBoot()},
                *answer ? kMaxKnown : kMaxUnknown);
    }
  }
  for (Done& done : waiting) done(answer);
}

absl::StatusOr<CredentialPtr> Credentials::Prepare(
    absl::StatusOr<v1::ResolveCredentialResponse> response) const {
  if (absl::IsNotFound(response.status())) return CredentialPtr();
  if (!response.ok()) return std::move(response).status();
  auto credential = std::make_shared<Credential>();
  credential->record = std::move(*response->mutable_credential());
  v1::Credential& record = credential->record;
  if (record.has_expire_time()) {
    credential->expires = ToTime(record.expire_time());
  }
  for (v1::Credential::Secret& secret : *record.mutable_hmac_secrets()) {
    credential->secrets.push_back(
        {base::HmacSha256(secret.secret()), secret.has_expire_time()
                                                ? ToTime(secret.expire_time())
                                                : absl::InfiniteFuture()});
    base::Wipe(*secret.mutable_secret());
  }
  record.clear_hmac_secrets();
  credential->quotas = PartnerQuotas::Of(record.policy());
  credential->policy = make_policy_(record);
  return CredentialPtr(std::move(credential));
}

}  // namespace rollbook::gateway
