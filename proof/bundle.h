#ifndef ROLLBOOK_PROOF_BUNDLE_H_
#define ROLLBOOK_PROOF_BUNDLE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto/hash.h"
#include "base/crypto/secret.h"

// The file that an auditor takes away: docs/formats/bundle.md. Pure.
namespace rollbook::proof {

inline constexpr std::string_view kBundleMagic = "rollbook-bundle-1\n";

// Items: type, length u32, body. Values are on disk and must not change.
enum class BundleItem : char {
  kHeader = 'H',
  kCheckpoint = 'C',
  kSubtree = 'S',
  kKey = 'K',
  kRecord = 'R',
  kEnd = 'E',
};

inline constexpr size_t kBundleItemHead = 1 + 4;
inline constexpr size_t kMaxBundleItem = 1 << 20;

struct BundleHeader {
  // Positions, both inclusive; an empty bundle has to = from - 1.
  uint64_t from = 1;
  uint64_t to = 0;
  std::string partner = {};  // empty: all records
  bool with_keys = false;
  std::string key_id = {};  // of the checkpoint's key: "<origin>+<hash>"

  friend bool operator==(const BundleHeader&, const BundleHeader&) = default;
};

void AppendHeader(const BundleHeader& header, std::string& out);
void AppendCheckpoint(std::string_view note, std::string& out);
void AppendSubtree(unsigned level, const base::Hash256& hash, std::string& out);
void AppendRecord(std::string_view stored, std::string& out);
void AppendKey(std::string_view tenant, std::string_view id,
               const base::Key256& key, std::string& out);
void AppendEnd(uint64_t records, std::string& out);

// nullopt for a body that AppendHeader does not write.
std::optional<BundleHeader> ParseHeader(std::string_view body);

struct BundleKey {
  std::string_view tenant;
  std::string_view id;
  base::Key256 key;
};
std::optional<BundleKey> ParseKey(std::string_view body);

}  // namespace rollbook::proof

#endif  // ROLLBOOK_PROOF_BUNDLE_H_
