#ifndef ROLLBOOK_PROOF_VERDICT_H_
#define ROLLBOOK_PROOF_VERDICT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "proof/problem.h"

namespace rollbook::proof {

// What a verification found, in the two forms in which it is shown: by
// `rollbook audit verify` for a bundle, by rollbookd for a stopped store.
struct Verdict {
  enum class State { kHolds, kBroken, kUnknown };
  struct Claim {
    std::string name;  // "chain"
    State state = State::kUnknown;
    std::string text;
  };

  bool ok = false;
  // Neither holds nor does not: there was nothing that could be checked.
  bool cannot_tell = false;
  uint64_t records = 0;
  uint64_t redacted = 0;
  std::optional<uint64_t> first_bad;
  std::vector<Problem> problems;
  size_t more_problems = 0;  // found, and not kept
  std::vector<Claim> claims;
};

// Nothing could be checked, and why.
Verdict CannotTell(const std::string& kind, const std::string& detail);

// {"ok","records","redacted","firstBadPosition",
//  "problems":[{"position","kind","detail"}]}, one line.
std::string ToJson(const Verdict& verdict);

// For people: a line for each claim, then the problems.
std::string ToText(const Verdict& verdict);

}  // namespace rollbook::proof

#endif  // ROLLBOOK_PROOF_VERDICT_H_
