#ifndef ROLLBOOK_PROOF_CHECKPOINT_H_
#define ROLLBOOK_PROOF_CHECKPOINT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto/hash.h"

namespace rollbook::proof {

// What a log commits to at one size: the text of a signed note (C2SP
// tlog-checkpoint): origin, size, root in base64, a line each.
struct Checkpoint {
  std::string origin;
  uint64_t size = 0;
  base::Hash256 root{};

  std::string ToText() const;
  // nullopt when the first three lines are not of this form. Further lines
  // are extensions, and ignored.
  static std::optional<Checkpoint> Parse(std::string_view text);

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// The origin of the log with this lineage, which is also its key's name. Two
// logs that share a beginning and then part have different lineages, and so
// never the same origin.
std::string OriginOf(std::string_view lineage);

}  // namespace rollbook::proof

#endif  // ROLLBOOK_PROOF_CHECKPOINT_H_
