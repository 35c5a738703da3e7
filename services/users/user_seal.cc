#include "services/users/user_seal.h"

#include <optional>
#include <utility>

#include "base/bytes.h"
#include "base/crypto/aead.h"
#include "base/error.h"

namespace rollbook::services {
namespace {

using namespace std::string_view_literals;

using base::Key256;
using eventstore::StreamId;
using eventstore::Version;

// Authenticated with what is on disk: must never change.
constexpr std::string_view kEventLabel = "rollbook event v1\0"sv;
constexpr std::string_view kStateLabel = "rollbook state v1\0"sv;
constexpr std::string_view kAnswerLabel = "rollbook answer v1\0"sv;

// Texts are at most 64 bytes: one byte tells the length.
void PutText(std::string& out, std::string_view text) {
  out.push_back(static_cast<char>(text.size()));
  out.append(text);
}

std::string Aad(std::string_view label, const StreamId& stream) {
  std::string aad;
  aad.reserve(128);
  aad.append(label);
  PutText(aad, stream.tenant.value);
  PutText(aad, stream.id);
  return aad;
}

std::string EventAad(const StreamId& stream, Version version,
                     std::string_view type) {
  std::string aad = Aad(kEventLabel, stream);
  base::PutBigEndian64(aad, version.value);
  PutText(aad, type);
  return aad;
}

std::string StateAad(const StreamId& stream, Version version) {
  std::string aad = Aad(kStateLabel, stream);
  base::PutBigEndian64(aad, version.value);
  return aad;
}

std::string AnswerAad(const StreamId& stream, std::string_view source,
                      std::string_view idempotency_key) {
  std::string aad = Aad(kAnswerLabel, stream);
  PutText(aad, source);
  PutText(aad, idempotency_key);
  return aad;
}

absl::StatusOr<std::string> OpenOrCorrupted(const Key256& key,
                                            const std::string& aad,
                                            std::string_view sealed) {
  std::optional<std::string> text = base::Open(key, aad, sealed);
  if (!text) return base::Error(base::Reason::kDataCorrupted);
  return *std::move(text);
}

}  // namespace

std::string SealEventPart(const Key256& key, const StreamId& stream,
                          Version version, std::string_view type,
                          std::string_view personal, base::Random& random) {
  return base::Seal(key, EventAad(stream, version, type), personal, random);
}

absl::StatusOr<std::string> OpenEventPart(const Key256& key,
                                          const StreamId& stream,
                                          Version version,
                                          std::string_view type,
                                          std::string_view sealed) {
  return OpenOrCorrupted(key, EventAad(stream, version, type), sealed);
}

std::string SealState(const Key256& key, const StreamId& stream,
                      Version version, std::string_view state,
                      base::Random& random) {
  return base::Seal(key, StateAad(stream, version), state, random);
}

absl::StatusOr<std::string> OpenState(const Key256& key, const StreamId& stream,
                                      Version version,
                                      std::string_view sealed) {
  return OpenOrCorrupted(key, StateAad(stream, version), sealed);
}

std::string SealAnswer(const Key256& key, const StreamId& stream,
                       std::string_view source,
                       std::string_view idempotency_key,
                       std::string_view answer, base::Random& random) {
  return base::Seal(key, AnswerAad(stream, source, idempotency_key), answer,
                    random);
}

absl::StatusOr<std::string> OpenAnswer(const Key256& key,
                                       const StreamId& stream,
                                       std::string_view source,
                                       std::string_view idempotency_key,
                                       std::string_view sealed) {
  return OpenOrCorrupted(key, AnswerAad(stream, source, idempotency_key),
                         sealed);
}

}  // namespace rollbook::services
