#ifndef ROLLBOOK_CLI_IMPORT_IMPORTER_H_
#define ROLLBOOK_CLI_IMPORT_IMPORTER_H_

#include <cstddef>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "cli/client.h"
#include "cli/import/import_ledger.h"
#include "cli/import/line_reader.h"
#include "cli/user_json.h"

namespace rollbook::cli {

struct ImportOptions {
  std::string partner;
  // How many users may be under way: enough for the service to put hundreds
  // of them into one write, few enough to bound the memory of both sides.
  size_t window = 1024;
  UserJsonOptions json;
};

// Pushes lines through one ImportUsers stream: one thread reads, parses and
// sends, the caller's receives the outcomes.
class Importer {
 public:
  // `on_progress` is called on the caller's thread after each answer, with
  // the mark up to which everything has its outcome; an error it returns ends
  // the import.
  using OnProgress = std::function<absl::Status(const ImportMark&)>;

  Importer(ImportOptions options, Client& client, LineReader& lines,
           ImportLedger& ledger, OnProgress on_progress);

  // Imports what `lines` holds. An error means that the rest was not
  // imported; the ledger's mark says where to go on.
  absl::Status Run();

 private:
  class Exchange;

  const ImportOptions options_;
  Client& client_;
  LineReader& lines_;
  ImportLedger& ledger_;
  const OnProgress on_progress_;
};

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_IMPORT_IMPORTER_H_
