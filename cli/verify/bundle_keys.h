#ifndef ROLLBOOK_CLI_VERIFY_BUNDLE_KEYS_H_
#define ROLLBOOK_CLI_VERIFY_BUNDLE_KEYS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/crypto/secret.h"
#include "proof/bundle.h"
#include "proof/problem.h"
#include "proof/record_view.h"

namespace rollbook::cli {

// The data keys that a bundle brings along: checks each against the commitment
// in its stream's first record, and opens what is sealed under it
// (docs/formats/payloads.md). Not thread-safe.
class BundleKeys {
 public:
  void TakeKey(const proof::BundleKey& key);

  // What the record has sealed, in clear; nullopt when there is no key for it,
  // or nothing is sealed. A key that is not the stream's goes to `problems`.
  std::optional<std::string> Open(const proof::RecordView& record,
                                  proof::Problems& problems);

  size_t keys() const { return keys_.size(); }
  // Keys whose stream's first record is in the bundle, and holds them.
  uint64_t committed() const { return committed_; }

 private:
  std::map<std::string, base::Key256> keys_;
  uint64_t committed_ = 0;
};

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_VERIFY_BUNDLE_KEYS_H_
