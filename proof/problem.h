#ifndef ROLLBOOK_PROOF_PROBLEM_H_
#define ROLLBOOK_PROOF_PROBLEM_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rollbook::proof {

// Something that does not hold. Kinds are listed in docs/formats/bundle.md.
struct Problem {
  std::optional<uint64_t> position;  // absent: of the whole
  std::string kind;
  std::string detail;
};

// What was found, the first so many of it; counts the rest.
class Problems {
 public:
  static constexpr size_t kMaxKept = 100;

  void Add(std::optional<uint64_t> position, std::string kind,
           std::string detail) {
    ++count_;
    if (position && (!first_bad_ || *position < *first_bad_)) {
      first_bad_ = position;
    }
    if (kept_.size() < kMaxKept) {
      kept_.push_back({position, std::move(kind), std::move(detail)});
    }
  }

  bool none() const { return count_ == 0; }
  size_t count() const { return count_; }
  const std::vector<Problem>& kept() const { return kept_; }
  // The smallest position that a problem names.
  std::optional<uint64_t> first_bad() const { return first_bad_; }

 private:
  size_t count_ = 0;
  std::optional<uint64_t> first_bad_;
  std::vector<Problem> kept_;
};

}  // namespace rollbook::proof

#endif  // ROLLBOOK_PROOF_PROBLEM_H_
