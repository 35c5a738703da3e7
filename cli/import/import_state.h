#ifndef ROLLBOOK_CLI_IMPORT_IMPORT_STATE_H_
#define ROLLBOOK_CLI_IMPORT_IMPORT_STATE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/import/import_ledger.h"

namespace rollbook::cli {

// What FILE.progress holds while an import of FILE is not through: one JSON
// object. It is a shortcut, not the truth: an import that starts over finds
// the users already there.
struct ImportState {
  std::string partner;
  // Of which file: one that was changed since is read from the beginning.
  uint64_t file_size = 0;
  int64_t file_changed_ns = 0;
  ImportMark mark;
  // How much of the rejects file belongs to `mark`.
  uint64_t rejects_bytes = 0;
};

std::string StatePathOf(const std::string& file);

// Size and time of change, with everything else zero.
absl::StatusOr<ImportState> StateOfFile(const std::string& file,
                                        const std::string& partner);

// nullopt when there is none, or when it is not of this file as it is now and
// this partner.
std::optional<ImportState> LoadState(const std::string& path,
                                     const ImportState& current);

absl::Status SaveState(const std::string& path, const ImportState& state);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_IMPORT_IMPORT_STATE_H_
