#ifndef ROLLBOOK_SERVICES_ROLLBOOKD_MASTER_KEY_MAKER_H_
#define ROLLBOOK_SERVICES_ROLLBOOKD_MASTER_KEY_MAKER_H_

#include <string>

#include "absl/status/status.h"
#include "base/random.h"

namespace rollbook::services {

// Writes a new random master key as KeyVault reads it: 64 hexadecimal digits
// and a newline, in a new file of mode 0600, on disk when this returns. Refuses
// to overwrite anything: who loses a master key loses every user.
absl::Status MakeMasterKeyFile(const std::string& path, base::Random& random);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_ROLLBOOKD_MASTER_KEY_MAKER_H_
