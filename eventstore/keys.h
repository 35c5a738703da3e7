#ifndef ROLLBOOK_EVENTSTORE_KEYS_H_
#define ROLLBOOK_EVENTSTORE_KEYS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto/hash.h"
#include "eventstore/types.h"

// The keys of all families (docs/formats/storage.md, "Keys"). Texts are
// prefixed with their length in one byte, numbers are big-endian, and what
// belongs to a tenant starts with it, behind a time bucket where there is one.
// These forms must not change.
namespace rollbook::eventstore {

std::string LogKey(uint64_t number);
std::optional<uint64_t> ParseLogKey(std::string_view key);

// Rows of `snapshots` and `keys`, and the prefix of a stream's rows in
// `streams`.
std::string StreamKey(const StreamId& stream);
std::optional<StreamId> ParseStreamKey(std::string_view key);

std::string StreamVersionKey(std::string_view stream_key, Version version);

std::string ClaimKey(const TenantId& tenant, std::string_view kind,
                     const base::Hash256& value_hash);

// Without the day: what names an idempotency key, whenever it was used.
std::string IdempotencyName(const TenantId& tenant, std::string_view source,
                            std::string_view key);
std::string IdempotencyKey(uint32_t day, std::string_view name);

std::string ReplayKey(uint32_t expiry_minute, const TenantId& tenant,
                      const base::Hash256& signature);

// The first key of a day in `idempotency`, or of a minute in `replays`.
std::string BucketKey(uint32_t bucket);

// Rows of `meta` whose key begins with this byte are the store's own.
inline constexpr char kOwnMetaPrefix = '$';
inline constexpr std::string_view kFormatMetaKey = "$format";
inline constexpr std::string_view kLineageMetaKey = "$lineage";
inline constexpr std::string_view kVerifiedMetaKey = "$verified";

// The smallest key behind all keys with this prefix; empty when there is none.
std::string PrefixLimit(std::string_view prefix);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_KEYS_H_
