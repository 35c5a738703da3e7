#ifndef ROLLBOOK_SERVICES_ROLLBOOKD_VERIFY_STORE_H_
#define ROLLBOOK_SERVICES_ROLLBOOKD_VERIFY_STORE_H_

#include <string>

#include "proof/verdict.h"

namespace rollbook::services {

// Checks a stopped store, or a copy of one, from its first record to its last:
// what `rollbook audit verify --data_dir` runs. Needs no secret. Without a key
// file the public key in the store itself is taken: whoever can replace the
// log can replace that as well, and the verdict says so.
proof::Verdict VerifyStore(const std::string& data_dir,
                           const std::string& key_file,
                           const std::string& since_file);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_ROLLBOOKD_VERIFY_STORE_H_
