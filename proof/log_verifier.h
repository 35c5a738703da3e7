#ifndef ROLLBOOK_PROOF_LOG_VERIFIER_H_
#define ROLLBOOK_PROOF_LOG_VERIFIER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "base/crypto/hash.h"
#include "proof/frontier.h"
#include "proof/problem.h"
#include "proof/record_checker.h"

namespace rollbook::proof {

// Reads a whole log from its first record on: checksums, positions without
// gap, times, chains, and the tree. Pure; not thread-safe.
class LogVerifier {
 public:
  // Roots are kept at these sizes. `problems` must outlive the verifier.
  LogVerifier(std::set<uint64_t> sizes, Problems* problems);

  // The record that lies at `position`, as stored.
  void Add(uint64_t position, std::string_view stored);

  uint64_t size() const { return tree_.size(); }
  const RecordChecker& chain() const { return checker_; }
  // The root at a size that was asked for; nullopt when the log is not as
  // long.
  std::optional<base::Hash256> RootAt(uint64_t size) const;

 private:
  const std::set<uint64_t> sizes_;
  Problems& problems_;
  RecordChecker checker_;
  Frontier tree_;
  std::map<uint64_t, base::Hash256> roots_;
  uint64_t next_ = 1;
};

}  // namespace rollbook::proof

#endif  // ROLLBOOK_PROOF_LOG_VERIFIER_H_
