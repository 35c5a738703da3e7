// What an auditor is handed as a bundle, a checkpoint or a tile's path: nothing
// holds that was not signed, and what is read is written back the same.

#include <cstdint>
#include <string>
#include <string_view>

#include "proof/bundle_verifier.h"
#include "proof/checkpoint.h"
#include "proof/judge_bundle.h"
#include "proof/record_view.h"
#include "proof/signed_note.h"
#include "proof/tile.h"
#include "tests/fuzz/require.h"

namespace {

using rollbook::fuzz::Require;
using namespace rollbook::proof;

void VerifyBundle(std::string_view bytes) {
  if (!bytes.starts_with(kBundleMagic)) return;
  bytes.remove_prefix(kBundleMagic.size());
  BundleVerifier verifier({.keys = {},
                           .since = std::nullopt,
                           .on_record = nullptr,
                           .on_key = nullptr});
  // In two pieces, so that items are cut.
  verifier.Feed(bytes.substr(0, bytes.size() / 2));
  verifier.Feed(bytes.substr(bytes.size() / 2));
  verifier.Finish();
  const Verdict verdict = JudgeBundle(verifier);
  Require(!verdict.ok, "a bundle holds that no key signed");
  Require(verdict.first_bad.has_value(), "no first bad position");
}

void ReadNote(std::string_view text) {
  const auto note = ParseNote(text);
  if (!note) return;
  const auto checkpoint = Checkpoint::Parse(note->text);
  if (!checkpoint) return;
  Require(note->text.starts_with(checkpoint->ToText()),
          "another checkpoint than its text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  VerifyBundle(text);
  ReadNote(text);
  if (const auto tile = ParseTilePath(text)) {
    Require(TilePath(*tile) == text, "another tile than its path");
  }
  if (const auto key = NoteKey::Parse(text)) {
    Require(key->ToText() == text, "another key than its text");
  }
  static_cast<void>(ViewRecord(text));
  return 0;
}
