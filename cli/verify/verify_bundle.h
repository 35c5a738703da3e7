#ifndef ROLLBOOK_CLI_VERIFY_VERIFY_BUNDLE_H_
#define ROLLBOOK_CLI_VERIFY_VERIFY_BUNDLE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/json.h"
#include "proof/checkpoint.h"
#include "proof/signed_note.h"
#include "proof/verdict.h"

// Verification of a bundle file, without a service.
namespace rollbook::cli {

struct BundleFiles {
  std::string bundle;
  std::string key;    // verifier keys, one a line
  std::string since;  // an older checkpoint, or empty
};

// Verifier keys, one a line; empty lines and lines that begin with '#' do not
// count. INVALID_ARGUMENT names the file.
absl::StatusOr<std::vector<proof::NoteKey>> ReadKeys(const std::string& path);

// A checkpoint that one of the keys signed. INVALID_ARGUMENT names the file.
absl::StatusOr<proof::Checkpoint> ReadCheckpoint(
    const std::string& path, const std::vector<proof::NoteKey>& keys);

// How many bytes of how many were read.
using BundleProgress = std::function<void(uint64_t done, uint64_t total)>;

// Whether the bundle brings data keys along is told by `has_keys`.
proof::Verdict VerifyBundle(const BundleFiles& files,
                            const BundleProgress& progress, bool& has_keys);

// Hands out the events of a bundle that was found to hold, opened with the keys
// that it brings along.
void ReadHistory(const BundleFiles& files,
                 const std::function<void(const Json&)>& event);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_VERIFY_VERIFY_BUNDLE_H_
