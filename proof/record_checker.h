#ifndef ROLLBOOK_PROOF_RECORD_CHECKER_H_
#define ROLLBOOK_PROOF_RECORD_CHECKER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "base/crypto/hash.h"
#include "proof/problem.h"
#include "proof/record_view.h"

namespace rollbook::proof {

// Checks records one after the other, in the order of the log: their form,
// their times, and that each follows on its stream's previous one by version
// and hash. Needs memory for each stream, about 150 bytes. Not thread-safe.
class RecordChecker {
 public:
  // What is wrong goes into `problems`, which must outlive the checker.
  explicit RecordChecker(Problems* problems) : problems_(*problems) {}

  // `leaf` is the record's hash.
  void Check(const RecordView& record, const base::Hash256& leaf);
  // A record that is known to be damaged: what follows is checked against
  // `leaf`, the record itself is not.
  void Pass(const RecordView& record, const base::Hash256& leaf);

  uint64_t streams() const { return streams_.size(); }
  // Streams whose first record here is not their first one: what they follow
  // on is not known.
  uint64_t cut_streams() const { return cut_streams_; }
  // Records whose personal part can no longer be opened by anybody, because
  // their user was erased.
  uint64_t redacted() const { return redacted_; }
  uint64_t erased_users() const { return erased_users_; }
  // Links between two records of a stream that were found broken.
  uint64_t broken_links() const { return broken_links_; }

 private:
  struct Tip {
    uint64_t version = 0;
    uint64_t position = 0;
    base::Hash256 hash{};
    uint64_t sealed_records = 0;
  };

  // The stream's tip; fresh: this is its first record here.
  std::pair<Tip&, bool> TipOf(const RecordView& record);
  void Advance(const RecordView& record, const base::Hash256& leaf, Tip& tip);
  void CheckLink(const RecordView& record, const Tip& tip);
  void CheckFirst(const RecordView& record);

  Problems& problems_;
  absl::flat_hash_map<std::string, Tip> streams_;
  std::string key_;
  int64_t last_time_ = INT64_MIN;
  uint64_t cut_streams_ = 0;
  uint64_t redacted_ = 0;
  uint64_t erased_users_ = 0;
  uint64_t broken_links_ = 0;
};

}  // namespace rollbook::proof

#endif  // ROLLBOOK_PROOF_RECORD_CHECKER_H_
