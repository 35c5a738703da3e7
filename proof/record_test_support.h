#ifndef ROLLBOOK_PROOF_RECORD_TEST_SUPPORT_H_
#define ROLLBOOK_PROOF_RECORD_TEST_SUPPORT_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/crypto/hash.h"
#include "proof/bundle.h"
#include "proof/checkpoint.h"
#include "proof/signed_note.h"

namespace rollbook::proof {

// Makes the bytes of a small log, chained as a store's.
class TestLog {
 public:
  struct Event {
    std::string tenant = "acme";
    std::string id = "u1";
    std::string type = "UserUpdated";
    std::string sealed = "sealed";
  };

  void Add(const Event& event);
  // `count` events of partners acme and nova, on three users each.
  void AddSome(int count);

  const std::vector<std::string>& records() const { return records_; }
  base::Hash256 Root(uint64_t size) const;
  uint64_t size() const { return records_.size(); }

 private:
  struct Tip {
    uint64_t version = 0;
    base::Hash256 hash{};
  };
  std::map<std::string, Tip> tips_;
  std::vector<std::string> records_;
};

// Changes a record and makes its checksum right again.
void ChangeRecord(std::string& record, size_t at);

base::Ed25519Signer TestSigner(uint8_t first = 7);
NoteKey TestNoteKey(uint8_t first = 7);
Checkpoint TestCheckpoint(const TestLog& log, uint64_t size);

// A bundle's items behind the magic line, each as its own bytes, so that a
// test can drop, swap and insert them.
std::vector<std::string> TestBundle(const TestLog& log, BundleHeader header);
std::string Joined(const std::vector<std::string>& items);

}  // namespace rollbook::proof

#endif  // ROLLBOOK_PROOF_RECORD_TEST_SUPPORT_H_
