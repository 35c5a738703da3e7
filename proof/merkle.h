#ifndef ROLLBOOK_PROOF_MERKLE_H_
#define ROLLBOOK_PROOF_MERKLE_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/crypto/hash.h"

// The Merkle tree of RFC 6962 section 2.1 over SHA-256: hashes, and the
// verification of proofs (RFC 9162 sections 2.1.3.2 and 2.1.4.2). Pure.
namespace rollbook::proof {

using base::Hash256;

// SHA-256(0x00 || data).
Hash256 LeafHash(std::string_view data);
// SHA-256(0x01 || left || right).
Hash256 NodeHash(const Hash256& left, const Hash256& right);
// The root of the tree without leaves.
Hash256 EmptyRoot();

// The largest power of two that is smaller than `size`, which is at least 2:
// where the tree of RFC 6962 is split.
uint64_t SplitOf(uint64_t size);

// Whether `leaf` is the leaf number `index` (from 0) of the tree of `size`
// leaves with this root.
bool VerifyInclusion(const Hash256& leaf, uint64_t index, uint64_t size,
                     std::span<const Hash256> path, const Hash256& root);

// Whether the tree of `to` leaves only added to the one of `from` leaves.
bool VerifyConsistency(uint64_t from, uint64_t to, const Hash256& from_root,
                       const Hash256& to_root, std::span<const Hash256> path);

}  // namespace rollbook::proof

#endif  // ROLLBOOK_PROOF_MERKLE_H_
