#ifndef ROLLBOOK_SERVICES_KEYS_KEY_WRAPPER_H_
#define ROLLBOOK_SERVICES_KEYS_KEY_WRAPPER_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/crypto/secret.h"
#include "base/random.h"

namespace rollbook::services {

// A master key with the id that rows name it by.
struct MasterKey {
  explicit MasterKey(const base::Key256& bytes);

  base::Key256 key;
  std::string id;  // 8 bytes
};

// Wraps keys under the master key: format byte, id of the master key, sealed
// key (docs/formats/payloads.md, "Keys"). Unwraps what the old one wrapped as
// well, while there is one. `aad` ties a wrapped key to its row. Thread-safe.
class KeyWrapper {
 public:
  KeyWrapper(const base::Key256& master, const std::optional<base::Key256>& old,
             base::Random* random);

  std::string Wrap(const base::Key256& key, const std::string& aad) const;

  // INVALID_ARGUMENT names the master keys when the row is under another one;
  // DATA_CORRUPTED.
  absl::StatusOr<base::Key256> Unwrap(std::string_view row,
                                      const std::string& aad) const;

  // Under the old master key.
  bool IsOld(std::string_view row) const;

  const MasterKey& master() const { return master_; }
  const std::optional<MasterKey>& old() const { return old_; }
  base::Random& random() const { return *random_; }

 private:
  const MasterKey master_;
  std::optional<MasterKey> old_;
  base::Random* const random_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_KEYS_KEY_WRAPPER_H_
