#ifndef ROLLBOOK_SERVICES_ROLLBOOKD_VERIFY_STORE_H_
#define ROLLBOOK_SERVICES_ROLLBOOKD_VERIFY_STORE_H_

#include <string>

#include "proof/verdict.h"

namespace rollbook::services {

// The files that a verification is given; empty: none.
struct VerifyFiles {
  std::string key;         // the log's public keys
  std::string since;       // an older checkpoint
  std::string master_key;  // and the one before, while it is being replaced
  std::string old_master_key;
};

// Checks a stopped store, or a copy of one, from its first record to its last,
// and the current states against what comes of the records: what `rollbook
// audit verify --data_dir` runs. Needs no secret; without the master key only
// the clear headers of the states are compared. Without a key file the public
// key in the store itself is taken: whoever can replace the log can replace
// that as well, and the verdict says so.
proof::Verdict VerifyStore(const std::string& data_dir,
                           const VerifyFiles& files);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_ROLLBOOKD_VERIFY_STORE_H_
