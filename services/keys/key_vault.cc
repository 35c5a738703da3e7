#include "services/keys/key_vault.h"

#include <array>
#include <initializer_list>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/crypto/aead.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "services/keys/key_wrapper.h"
#include "services/stream_cache.h"

namespace rollbook::services {
namespace {

using namespace std::string_view_literals;

using base::Key256;
using eventstore::ReadTier;
using eventstore::SideWrite;
using eventstore::StreamId;

// On disk or hashed into what is on disk: must never change.
constexpr std::string_view kCommitmentLabel = "rollbook data key v1\0"sv;
constexpr std::string_view kWrapDataKeyLabel = "rollbook wrap key v1\0"sv;
constexpr std::string_view kWrapMetaLabel = "rollbook wrap meta v1\0"sv;
constexpr std::string_view kRowLabel = "rollbook meta row v1\0"sv;
constexpr char kClaimKeyRow[] = "key/claim";
constexpr char kFingerprintKeyRow[] = "key/fingerprint";
constexpr char kRegistryKeyRow[] = "key/registry";
// While a rotation is under way: the id of the old master key.
constexpr char kRotationRow[] = "key/rotation";

constexpr size_t kMaxCachedKeys = 1 << 16;

std::string Concat(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts) out.append(part);
  return out;
}

// Tenants, kinds and ids are at most 64 bytes: one byte tells the length.
std::string Prefixed(std::string_view text) {
  std::string out(1, static_cast<char>(text.size()));
  out.append(text);
  return out;
}

std::string DataKeyAad(const StreamId& stream) {
  return Concat({kWrapDataKeyLabel, Prefixed(stream.tenant.value), stream.id});
}

std::string MetaKeyAad(std::string_view row) {
  return Concat({kWrapMetaLabel, row});
}

Key256 NewKey(base::Random& random) {
  Key256 key;
  random.Fill(key.mutable_bytes());
  return key;
}

// The keys that a store has one of each.
struct StoreKeys {
  Key256 claim;
  Key256 fingerprint;
  Key256 registry;
};

absl::StatusOr<std::optional<StoreKeys>> ReadStoreKeys(
    eventstore::EventStore* store, const KeyWrapper& wrapper) {
  StoreKeys keys;
  const std::array<std::pair<const char*, Key256*>, 3> rows = {{
      {kClaimKeyRow, &keys.claim},
      {kFingerprintKeyRow, &keys.fingerprint},
      {kRegistryKeyRow, &keys.registry},
  }};
  size_t missing = 0;
  for (const auto& [name, key] : rows) {
    ASSIGN_OR_RETURN(const auto row, store->GetMeta(name));
    if (!row) {
      ++missing;
      continue;
    }
    ASSIGN_OR_RETURN(*key, wrapper.Unwrap(*row, MetaKeyAad(name)));
  }
  // They are written together: some of them missing is damage.
  if (missing == rows.size()) return std::nullopt;
  if (missing > 0) return base::Error(base::Reason::kDataCorrupted);
  return keys;
}

SideWrite MetaWrite(const char* name, std::optional<std::string> value,
                    std::optional<std::string> expected) {
  return {.family = SideWrite::Family::kMeta,
          .key = name,
          .value = std::move(value),
          .expected = std::move(expected)};
}

absl::Status WriteMeta(eventstore::EventStore* store,
                       std::vector<SideWrite> rows) {
  eventstore::AppendRequest request;
  request.stream = {{"$system"}, "keys"};
  request.side_writes = std::move(rows);
  return store->AppendAndWait(std::move(request)).status();
}

absl::Status MakeStoreKeys(eventstore::EventStore* store,
                           const KeyWrapper& wrapper) {
  std::vector<SideWrite> rows;
  for (const char* name : {kClaimKeyRow, kFingerprintKeyRow, kRegistryKeyRow}) {
    rows.push_back(MetaWrite(
        name, wrapper.Wrap(NewKey(wrapper.random()), MetaKeyAad(name)), ""));
  }
  // A conflict means that somebody else has just made them: read again.
  return WriteMeta(store, std::move(rows));
}

// A rotation that was begun cannot be left half done: rows under the old key
// may be anywhere.
absl::Status CheckRotation(const eventstore::EventStore& store,
                           const KeyWrapper& wrapper) {
  ASSIGN_OR_RETURN(const auto under_way, store.GetMeta(kRotationRow));
  if (!under_way || (wrapper.old() && wrapper.old()->id == *under_way) ||
      wrapper.master().id == *under_way) {
    return absl::OkStatus();
  }
  return base::ErrorWithText(
      base::Reason::kInvalidArgument,
      "a rotation away from master key " + base::ToHex(*under_way) +
          " is not finished: give its file with --old_master_key_file");
}

// The store's own keys under the present master key, and a mark that users'
// keys may not be yet; one write.
absl::Status BeginRotation(eventstore::EventStore* store,
                           const KeyWrapper& wrapper) {
  std::vector<SideWrite> rows;
  for (const char* name : {kClaimKeyRow, kFingerprintKeyRow, kRegistryKeyRow}) {
    ASSIGN_OR_RETURN(const auto row, store->GetMeta(name));
    if (!row || !wrapper.IsOld(*row)) continue;
    ASSIGN_OR_RETURN(const Key256 key, wrapper.Unwrap(*row, MetaKeyAad(name)));
    rows.push_back(MetaWrite(name, wrapper.Wrap(key, MetaKeyAad(name)), *row));
  }
  if (rows.empty()) return absl::OkStatus();
  rows.push_back(MetaWrite(kRotationRow, wrapper.old()->id, std::nullopt));
  return WriteMeta(store, std::move(rows));
}

}  // namespace

class KeyVault::Impl {
 public:
  Impl(eventstore::EventStore* store, KeyWrapper wrapper, const StoreKeys& keys)
      : store_(store),
        wrapper_(std::move(wrapper)),
        claim_mac_(keys.claim.view()),
        fingerprint_mac_(keys.fingerprint.view()),
        registry_key_(keys.registry),
        cache_(kMaxCachedKeys) {}

  eventstore::EventStore* const store_;
  const KeyWrapper wrapper_;
  const base::HmacSha256 claim_mac_;
  const base::HmacSha256 fingerprint_mac_;
  const Key256 registry_key_;
  mutable StreamCache<Key256> cache_;
};

KeyVault::KeyVault(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
KeyVault::~KeyVault() = default;

absl::StatusOr<std::unique_ptr<KeyVault>> KeyVault::Open(
    eventstore::EventStore* store, const Key256& master_key,
    base::Random* random, const std::optional<Key256>& old_master_key) {
  KeyWrapper wrapper(master_key, old_master_key, random);
  RETURN_IF_ERROR(CheckRotation(*store, wrapper));
  ASSIGN_OR_RETURN(auto keys, ReadStoreKeys(store, wrapper));
  if (keys) RETURN_IF_ERROR(BeginRotation(store, wrapper));
  if (!keys) {
    RETURN_IF_ERROR(MakeStoreKeys(store, wrapper));
    ASSIGN_OR_RETURN(keys, ReadStoreKeys(store, wrapper));
    if (!keys) return base::Error(base::Reason::kDataCorrupted);
  }
  return std::unique_ptr<KeyVault>(
      new KeyVault(std::make_unique<Impl>(store, std::move(wrapper), *keys)));
}

KeyVault::NewDataKey KeyVault::MakeDataKey(const StreamId& stream) const {
  NewDataKey made;
  made.key = NewKey(impl_->wrapper_.random());
  made.wrapped = impl_->wrapper_.Wrap(made.key, DataKeyAad(stream));
  made.commitment = CommitmentTo(made.key);
  return made;
}

base::Hash256 KeyVault::CommitmentTo(const Key256& key) {
  return base::Sha256({kCommitmentLabel, key.view()});
}

absl::StatusOr<std::optional<Key256>> KeyVault::DataKey(const StreamId& stream,
                                                        ReadTier tier) const {
  if (std::optional<Key256> cached = impl_->cache_.Find(stream)) return cached;
  if (tier == ReadTier::kMemoryOnly) return eventstore::WouldBlock();
  const uint64_t epoch = impl_->cache_.Epoch(stream);
  ASSIGN_OR_RETURN(const auto row, impl_->store_->GetKey(stream));
  if (!row) return std::nullopt;
  ASSIGN_OR_RETURN(const Key256 key,
                   impl_->wrapper_.Unwrap(*row, DataKeyAad(stream)));
  impl_->cache_.Put(stream, key, epoch);
  return key;
}

absl::StatusOr<std::optional<std::string>> KeyVault::Rewrap(
    const StreamId& stream, std::string_view row) const {
  if (!impl_->wrapper_.IsOld(row)) return std::nullopt;
  const std::string aad = DataKeyAad(stream);
  ASSIGN_OR_RETURN(const Key256 key, impl_->wrapper_.Unwrap(row, aad));
  return impl_->wrapper_.Wrap(key, aad);
}

bool KeyVault::rotating() const { return impl_->wrapper_.old().has_value(); }

absl::Status KeyVault::EndRotation() {
  return WriteMeta(impl_->store_,
                   {MetaWrite(kRotationRow, std::nullopt, std::nullopt)});
}

void KeyVault::Forget(const StreamId& stream) const {
  impl_->cache_.Forget(stream);
}

base::Hash256 KeyVault::ClaimHash(const eventstore::TenantId& tenant,
                                  std::string_view kind,
                                  std::string_view value) const {
  return impl_->claim_mac_.Mac({Prefixed(tenant.value), Prefixed(kind), value});
}

base::Hash256 KeyVault::Fingerprint(std::string_view request) const {
  return impl_->fingerprint_mac_.Mac({request});
}

std::string KeyVault::SealRow(std::string_view name,
                              std::string_view row) const {
  return base::Seal(impl_->registry_key_, Concat({kRowLabel, name}), row,
                    impl_->wrapper_.random());
}

absl::StatusOr<std::string> KeyVault::OpenRow(std::string_view name,
                                              std::string_view sealed) const {
  std::optional<std::string> row =
      base::Open(impl_->registry_key_, Concat({kRowLabel, name}), sealed);
  if (!row) return base::Error(base::Reason::kDataCorrupted);
  return *std::move(row);
}

}  // namespace rollbook::services
