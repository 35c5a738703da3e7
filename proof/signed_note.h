#ifndef ROLLBOOK_PROOF_SIGNED_NOTE_H_
#define ROLLBOOK_PROOF_SIGNED_NOTE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto/ed25519.h"

// Signed notes (C2SP signed-note): a text, an empty line, and signatures, each
// by a named key. Only Ed25519 keys are known. Pure.
namespace rollbook::proof {

// A public key with its name: "<name>+<8 hexadecimal digits>+<base64>".
struct NoteKey {
  std::string name;  // not empty, without spaces and '+'
  base::Ed25519PublicKey key{};

  // The first four bytes of SHA-256(name || "\n" || 0x01 || key).
  uint32_t id() const;
  // The id as it is written: 8 hexadecimal digits.
  std::string id_text() const;
  std::string ToText() const;
  // nullopt when it is not of this form, or its id is not its own.
  static std::optional<NoteKey> Parse(std::string_view text);

  friend bool operator==(const NoteKey&, const NoteKey&) = default;
};

struct NoteSignature {
  std::string name;
  uint32_t key_id = 0;
  std::string signature;
};

struct SignedNote {
  std::string text;  // ends in a newline
  std::vector<NoteSignature> signatures;
};

// At most so many bytes are read as a note.
inline constexpr size_t kMaxNoteBytes = 1 << 20;

// The note with one signature. `text` must end in a newline and hold no other
// control character.
std::string SignNote(std::string_view text, const std::string& name,
                     const base::Ed25519Signer& signer);

// nullopt when it is no signed note.
std::optional<SignedNote> ParseNote(std::string_view note);

enum class NoteCheck { kSigned, kNotSignedByKey, kBadSignature };
NoteCheck CheckNote(const SignedNote& note, const NoteKey& key);

}  // namespace rollbook::proof

#endif  // ROLLBOOK_PROOF_SIGNED_NOTE_H_
