#ifndef ROLLBOOK_PROOF_BUNDLE_VERIFIER_H_
#define ROLLBOOK_PROOF_BUNDLE_VERIFIER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "proof/bundle.h"
#include "proof/bundle_cover.h"
#include "proof/checkpoint.h"
#include "proof/problem.h"
#include "proof/record_checker.h"
#include "proof/record_view.h"
#include "proof/signed_note.h"

namespace rollbook::proof {

// Checks a bundle from its bytes alone, as they come
// (docs/formats/bundle.md, "Verification"). Pure; not thread-safe.
class BundleVerifier {
 public:
  struct Options {
    // The log's public keys, one of which must have signed.
    std::vector<NoteKey> keys;
    // An older checkpoint, already found to be signed by one of them.
    std::optional<Checkpoint> since;
    // Called for every record of good form, and for every data key.
    absl::AnyInvocable<void(const RecordView&)> on_record;
    absl::AnyInvocable<void(const BundleKey&)> on_key;
  };

  explicit BundleVerifier(Options options);
  BundleVerifier(const BundleVerifier&) = delete;
  BundleVerifier& operator=(const BundleVerifier&) = delete;

  // The bytes behind the magic line. False: the rest cannot be read.
  bool Feed(std::string_view bytes);
  // No more bytes will come.
  void Finish();

  // ---- After Finish ----
  bool ok() const { return problems_.none(); }
  const Problems& problems() const { return problems_; }
  // The first position that is not proven; nullopt when all are.
  std::optional<uint64_t> first_bad() const;
  const BundleHeader& header() const { return header_; }
  const std::optional<Checkpoint>& checkpoint() const { return checkpoint_; }
  const RecordChecker& chain() const { return checker_; }
  uint64_t records() const { return records_; }
  bool signature_holds() const { return signed_; }
  bool root_holds() const { return root_holds_; }
  bool contiguous() const { return contiguous_; }
  // nullopt: without an older checkpoint, or this bundle cannot tell.
  std::optional<bool> consistent() const { return consistent_; }
  // An older checkpoint was given, and the bundle has no place to compare it.
  bool since_is_untold() const { return since_is_untold_; }

  // For whoever checks more than this class does.
  Problems& mutable_problems() { return problems_; }

 private:
  enum class Expects { kHeader, kCheckpoint, kTree, kNothing };

  bool TakeItem(char type, std::string_view body);
  bool TakeHeader(std::string_view body);
  bool TakeCheckpoint(std::string_view body);
  bool TakeSubtree(std::string_view body);
  bool TakeRecord(std::string_view body);
  bool TakeKey(std::string_view body);
  bool TakeEnd(std::string_view body);
  bool Malformed(const char* what);

  void PlaceRecord(const RecordView& record);
  void CheckRoot();
  void CheckConsistency();
  // The position that must come next.
  uint64_t next() const { return next_; }

  Options options_;
  std::string pending_;
  Expects expects_ = Expects::kHeader;
  BundleHeader header_;
  std::optional<Checkpoint> checkpoint_;
  Problems problems_;
  RecordChecker checker_;
  BundleCover cover_;
  uint64_t next_ = 1;
  uint64_t records_ = 0;
  bool signed_ = false;
  bool root_holds_ = false;
  bool contiguous_ = true;
  bool stopped_ = false;
  bool since_is_untold_ = false;
  std::optional<bool> consistent_;
  std::optional<uint64_t> lost_from_;
};

}  // namespace rollbook::proof

#endif  // ROLLBOOK_PROOF_BUNDLE_VERIFIER_H_
