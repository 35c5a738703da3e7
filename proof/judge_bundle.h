#ifndef ROLLBOOK_PROOF_JUDGE_BUNDLE_H_
#define ROLLBOOK_PROOF_JUDGE_BUNDLE_H_

#include "proof/bundle_verifier.h"
#include "proof/verdict.h"

namespace rollbook::proof {

// Says in words what a verifier has found: contiguity, chain, root, signature,
// consistency, and what was redacted.
Verdict JudgeBundle(const BundleVerifier& verifier);

}  // namespace rollbook::proof

#endif  // ROLLBOOK_PROOF_JUDGE_BUNDLE_H_
