#ifndef ROLLBOOK_SERVICES_AUDIT_CHECKPOINT_SIGNER_H_
#define ROLLBOOK_SERVICES_AUDIT_CHECKPOINT_SIGNER_H_

#include <string>

#include "absl/status/statusor.h"
#include "base/crypto/ed25519.h"
#include "base/random.h"
#include "eventstore/event_store.h"
#include "proof/checkpoint.h"
#include "proof/signed_note.h"

namespace rollbook::services {

class KeyVault;

// The key that signs checkpoints: made once, kept sealed in `meta`
// (docs/formats/payloads.md, "Checkpoints"). Its name is the log's origin, so
// that a log that was rolled back signs under another name. Thread-safe.
class CheckpointSigner {
 public:
  // Reads the key, or makes it in a store that has none.
  static absl::StatusOr<CheckpointSigner> Open(eventstore::EventStore* store,
                                               const KeyVault& vault,
                                               base::Random* random);

  proof::NoteKey key() const { return {origin_, signer_.public_key()}; }
  const std::string& origin() const { return origin_; }

  std::string Sign(const proof::Checkpoint& checkpoint) const {
    return SignText(checkpoint.ToText());
  }

  // Any other text that says on its first line what it is: the certificates of
  // docs/formats/certificates.md.
  std::string SignText(const std::string& text) const {
    return proof::SignNote(text, origin_, signer_);
  }

 private:
  CheckpointSigner(std::string origin, const base::Key256& seed)
      : origin_(std::move(origin)), signer_(seed) {}

  std::string origin_;
  base::Ed25519Signer signer_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_AUDIT_CHECKPOINT_SIGNER_H_
