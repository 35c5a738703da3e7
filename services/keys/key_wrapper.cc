#include "services/keys/key_wrapper.h"

#include <utility>

#include "base/bytes.h"
#include "base/crypto/aead.h"
#include "base/crypto/hash.h"
#include "base/error.h"

namespace rollbook::services {
namespace {

using namespace std::string_view_literals;

using base::Key256;

// On disk or hashed into what is on disk: must never change.
constexpr char kWrapFormat = 1;
constexpr size_t kKeyIdSize = 8;
constexpr std::string_view kMasterKeyIdLabel = "rollbook master key v1\0"sv;

std::optional<Key256> KeyFromBytes(std::string bytes) {
  Key256 key;
  if (bytes.size() != key.bytes().size()) return std::nullopt;
  bytes.copy(reinterpret_cast<char*>(key.mutable_bytes().data()), bytes.size());
  base::Wipe(bytes);
  return key;
}

}  // namespace

MasterKey::MasterKey(const Key256& bytes)
    : key(bytes),
      id(base::AsText(base::Sha256({kMasterKeyIdLabel, bytes.view()}))
             .substr(0, kKeyIdSize)) {}

KeyWrapper::KeyWrapper(const Key256& master, const std::optional<Key256>& old,
                       base::Random* random)
    : master_(master), random_(random) {
  if (old) old_.emplace(*old);
}

std::string KeyWrapper::Wrap(const Key256& key, const std::string& aad) const {
  std::string row(1, kWrapFormat);
  row.append(master_.id);
  row.append(base::Seal(master_.key, aad, key.view(), *random_));
  return row;
}

bool KeyWrapper::IsOld(std::string_view row) const {
  return old_ && row.size() > kKeyIdSize &&
         row.substr(1, kKeyIdSize) == old_->id;
}

absl::StatusOr<Key256> KeyWrapper::Unwrap(std::string_view row,
                                          const std::string& aad) const {
  base::ByteReader reader(row);
  const uint8_t format = reader.U8();
  const std::string_view id = reader.Bytes(kKeyIdSize);
  if (!reader.ok() || format != kWrapFormat) {
    return base::Error(base::Reason::kDataCorrupted);
  }
  const MasterKey& master = IsOld(row) ? *old_ : master_;
  if (id != master.id) {
    return base::ErrorWithText(
        base::Reason::kInvalidArgument,
        "the store's keys are wrapped under master key " + base::ToHex(id) +
            ", the one given is " + base::ToHex(master_.id));
  }
  std::optional<std::string> bytes = base::Open(master.key, aad, reader.rest());
  if (!bytes) return base::Error(base::Reason::kDataCorrupted);
  const std::optional<Key256> key = KeyFromBytes(*std::move(bytes));
  if (!key) return base::Error(base::Reason::kDataCorrupted);
  return *key;
}

}  // namespace rollbook::services
