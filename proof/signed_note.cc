#include "proof/signed_note.h"

#include <algorithm>
#include <utility>

#include "base/base64.h"
#include "base/bytes.h"
#include "base/crypto/hash.h"

namespace rollbook::proof {
namespace {

// "— " in UTF-8: how a line with a signature begins.
constexpr std::string_view kSignatureMark = "\xe2\x80\x94 ";
constexpr char kEd25519 = 0x01;
constexpr size_t kKeyIdBytes = 4;
constexpr size_t kMaxSignatures = 100;

bool IsName(std::string_view name) {
  return !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
    return c == '+' || static_cast<unsigned char>(c) <= ' ' || c == 0x7f;
  });
}

bool IsText(std::string_view text) {
  return text.ends_with('\n') &&
         std::none_of(text.begin(), text.end(), [](char c) {
           return c != '\n' && static_cast<unsigned char>(c) < ' ';
         });
}

std::string KeyBytes(const base::Ed25519PublicKey& key) {
  return std::string(1, kEd25519).append(base::AsText(key));
}

std::optional<NoteSignature> ParseSignature(std::string_view line) {
  if (!line.starts_with(kSignatureMark)) return std::nullopt;
  line.remove_prefix(kSignatureMark.size());
  const size_t space = line.find(' ');
  if (space == line.npos || !IsName(line.substr(0, space))) return std::nullopt;
  const auto bytes = base::FromBase64(line.substr(space + 1));
  if (!bytes || bytes->size() <= kKeyIdBytes) return std::nullopt;
  base::ByteReader reader(*bytes);
  NoteSignature signature;
  signature.name = line.substr(0, space);
  signature.key_id = reader.U32();
  signature.signature = reader.rest();
  return signature;
}

}  // namespace

uint32_t NoteKey::id() const {
  const base::Hash256 hash = base::Sha256({name, "\n", KeyBytes(key)});
  return base::ByteReader(base::AsText(hash)).U32();
}

std::string NoteKey::id_text() const {
  std::string bytes;
  base::PutBigEndian32(bytes, id());
  return base::ToHex(bytes);
}

std::string NoteKey::ToText() const {
  return name + "+" + id_text() + "+" + base::ToBase64(KeyBytes(key));
}

std::optional<NoteKey> NoteKey::Parse(std::string_view text) {
  const size_t first = text.find('+');
  if (first == text.npos) return std::nullopt;
  const size_t second = text.find('+', first + 1);
  if (second == text.npos) return std::nullopt;
  const auto bytes = base::FromBase64(text.substr(second + 1));
  NoteKey key;
  if (!bytes || bytes->size() != 1 + key.key.size() ||
      bytes->front() != kEd25519) {
    return std::nullopt;
  }
  key.name = text.substr(0, first);
  std::copy(bytes->begin() + 1, bytes->end(), key.key.begin());
  if (!IsName(key.name) ||
      text.substr(first + 1, second - first - 1) != key.id_text()) {
    return std::nullopt;
  }
  return key;
}

std::string SignNote(std::string_view text, const std::string& name,
                     const base::Ed25519Signer& signer) {
  const NoteKey key{name, signer.public_key()};
  std::string signature;
  base::PutBigEndian32(signature, key.id());
  signature.append(base::AsText(signer.Sign(text)));
  return std::string(text)
      .append("\n")
      .append(kSignatureMark)
      .append(name)
      .append(" ")
      .append(base::ToBase64(signature))
      .append("\n");
}

std::optional<SignedNote> ParseNote(std::string_view note) {
  if (note.size() > kMaxNoteBytes || !IsText(note)) return std::nullopt;
  // Signatures stand behind the last empty line.
  const size_t blank = note.rfind("\n\n");
  if (blank == note.npos) return std::nullopt;
  SignedNote parsed;
  parsed.text = note.substr(0, blank + 1);
  std::string_view rest = note.substr(blank + 2);
  while (!rest.empty()) {
    const size_t end = rest.find('\n');
    auto signature = ParseSignature(rest.substr(0, end));
    if (!signature || parsed.signatures.size() == kMaxSignatures) {
      return std::nullopt;
    }
    parsed.signatures.push_back(*std::move(signature));
    rest.remove_prefix(end + 1);
  }
  if (parsed.signatures.empty()) return std::nullopt;
  return parsed;
}

NoteCheck CheckNote(const SignedNote& note, const NoteKey& key) {
  for (const NoteSignature& signature : note.signatures) {
    if (signature.name != key.name || signature.key_id != key.id()) continue;
    return base::VerifyEd25519(key.key, note.text, signature.signature)
               ? NoteCheck::kSigned
               : NoteCheck::kBadSignature;
  }
  return NoteCheck::kNotSignedByKey;
}

}  // namespace rollbook::proof
