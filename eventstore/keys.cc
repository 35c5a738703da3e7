#include "eventstore/keys.h"

#include <cstdint>

#include "base/bytes.h"

namespace rollbook::eventstore {
namespace {

void PutText(std::string& out, std::string_view text) {
  out.push_back(static_cast<char>(text.size()));
  out.append(text);
}

}  // namespace

std::string LogKey(uint64_t number) {
  std::string key;
  base::PutBigEndian64(key, number);
  return key;
}

std::optional<uint64_t> ParseLogKey(std::string_view key) {
  base::ByteReader reader(key);
  const uint64_t number = reader.U64();
  if (!reader.ok() || !reader.done()) return std::nullopt;
  return number;
}

std::string StreamKey(const StreamId& stream) {
  std::string key;
  key.reserve(2 + stream.tenant.value.size() + stream.id.size());
  PutText(key, stream.tenant.value);
  PutText(key, stream.id);
  return key;
}

std::optional<StreamId> ParseStreamKey(std::string_view key) {
  base::ByteReader reader(key);
  StreamId stream;
  stream.tenant.value = reader.Bytes(reader.U8());
  stream.id = reader.Bytes(reader.U8());
  if (!reader.ok() || !reader.done()) return std::nullopt;
  return stream;
}

std::string StreamVersionKey(std::string_view stream_key, Version version) {
  std::string key;
  key.reserve(stream_key.size() + sizeof(version.value));
  key.append(stream_key);
  base::PutBigEndian64(key, version.value);
  return key;
}

std::string ClaimKey(const TenantId& tenant, std::string_view kind,
                     const base::Hash256& value_hash) {
  std::string key;
  key.reserve(2 + tenant.value.size() + kind.size() + value_hash.size());
  PutText(key, tenant.value);
  PutText(key, kind);
  key.append(base::AsText(value_hash));
  return key;
}

std::string IdempotencyName(const TenantId& tenant, std::string_view source,
                            std::string_view key) {
  std::string name;
  name.reserve(2 + tenant.value.size() + source.size() + key.size());
  PutText(name, tenant.value);
  PutText(name, source);
  name.append(key);
  return name;
}

std::string IdempotencyKey(uint32_t day, std::string_view name) {
  std::string key;
  key.reserve(sizeof(day) + name.size());
  base::PutBigEndian32(key, day);
  key.append(name);
  return key;
}

std::string ReplayKey(uint32_t expiry_minute, const TenantId& tenant,
                      const base::Hash256& signature) {
  std::string key;
  key.reserve(sizeof(expiry_minute) + 1 + tenant.value.size() +
              signature.size());
  base::PutBigEndian32(key, expiry_minute);
  PutText(key, tenant.value);
  key.append(base::AsText(signature));
  return key;
}

std::string BucketKey(uint32_t bucket) {
  std::string key;
  base::PutBigEndian32(key, bucket);
  return key;
}

std::string PrefixLimit(std::string_view prefix) {
  std::string limit(prefix);
  while (!limit.empty() && static_cast<uint8_t>(limit.back()) == 0xff) {
    limit.pop_back();
  }
  if (!limit.empty()) limit.back() = static_cast<char>(limit.back() + 1);
  return limit;
}

}  // namespace rollbook::eventstore
