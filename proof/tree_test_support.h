#ifndef ROLLBOOK_PROOF_TREE_TEST_SUPPORT_H_
#define ROLLBOOK_PROOF_TREE_TEST_SUPPORT_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/crypto/hash.h"
#include "proof/tile_builder.h"
#include "proof/tile_reader.h"

namespace rollbook::proof {

std::vector<base::Hash256> SomeLeaves(size_t count);

// The definition of RFC 6962 section 2.1, word for word.
base::Hash256 NaiveRoot(std::span<const base::Hash256> leaves);

// All tiles of a tree, in memory.
class TestTree {
 public:
  explicit TestTree(std::span<const base::Hash256> leaves);

  const TileBuilder& builder() const { return builder_; }
  TileReader reader() const;
  const std::map<std::pair<unsigned, uint64_t>, std::string>& full() const {
    return full_;
  }

 private:
  TileBuilder builder_;
  std::map<std::pair<unsigned, uint64_t>, std::string> full_;
};

}  // namespace rollbook::proof

#endif  // ROLLBOOK_PROOF_TREE_TEST_SUPPORT_H_
