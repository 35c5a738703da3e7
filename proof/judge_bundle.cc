#include "proof/judge_bundle.h"

#include "absl/strings/str_cat.h"

namespace rollbook::proof {
namespace {

using State = Verdict::State;

State HoldsIf(bool holds) { return holds ? State::kHolds : State::kBroken; }

Verdict::Claim Signature(const BundleVerifier& verifier) {
  if (!verifier.checkpoint()) return {"signature", State::kBroken, ""};
  return {"signature", HoldsIf(verifier.signature_holds()),
          absl::StrCat(verifier.checkpoint()->origin, ", ",
                       verifier.checkpoint()->size, " records")};
}

Verdict::Claim Contiguity(const BundleVerifier& verifier) {
  const BundleHeader& header = verifier.header();
  if (header.partner.empty()) {
    return {"contiguity", HoldsIf(verifier.contiguous()),
            absl::StrCat("all records from position ", header.from, " to ",
                         header.to)};
  }
  if (!verifier.contiguous()) return {"contiguity", State::kBroken, ""};
  return {"contiguity", State::kUnknown,
          absl::StrCat("records of ", header.partner,
                       " only: each is proven, that none was left out is not")};
}

Verdict::Claim Chain(const BundleVerifier& verifier) {
  const RecordChecker& chain = verifier.chain();
  std::string text = absl::StrCat(chain.streams(), " streams");
  if (chain.cut_streams() > 0) {
    absl::StrAppend(&text, ", ", chain.cut_streams(),
                    " of them begin before the bundle");
  }
  return {"chain", HoldsIf(chain.broken_links() == 0), text};
}

Verdict::Claim Consistency(const BundleVerifier& verifier) {
  if (verifier.consistent()) {
    return {"consistency", HoldsIf(*verifier.consistent()),
            "with the older checkpoint"};
  }
  return {"consistency", State::kUnknown,
          verifier.since_is_untold()
              ? "this bundle has no place to compare with that checkpoint: "
                "export it with --since"
              : "freshness is unknown without an older checkpoint (--since)"};
}

Verdict::Claim Redacted(const BundleVerifier& verifier) {
  return {"redacted", State::kHolds,
          absl::StrCat(verifier.chain().redacted(), " records of ",
                       verifier.chain().erased_users(),
                       " erased users are proven and can be read by nobody")};
}

}  // namespace

Verdict JudgeBundle(const BundleVerifier& verifier) {
  Verdict verdict;
  verdict.ok = verifier.ok() && !verifier.since_is_untold();
  verdict.cannot_tell = verifier.ok() && verifier.since_is_untold();
  verdict.records = verifier.records();
  verdict.redacted = verifier.chain().redacted();
  verdict.first_bad = verifier.first_bad();
  verdict.problems = verifier.problems().kept();
  verdict.more_problems =
      verifier.problems().count() - verifier.problems().kept().size();
  verdict.claims = {Signature(verifier),
                    {"root", HoldsIf(verifier.root_holds()),
                     absl::StrCat(verifier.records(), " records are in it")},
                    Contiguity(verifier),
                    Chain(verifier),
                    Consistency(verifier),
                    Redacted(verifier)};
  if (verdict.cannot_tell) {
    verdict.problems.push_back(
        {std::nullopt, "since", Consistency(verifier).text});
  }
  return verdict;
}

}  // namespace rollbook::proof
