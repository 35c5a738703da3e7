#include "cli/verify/verify_bundle.h"

#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "cli/files.h"
#include "cli/verify/bundle_keys.h"
#include "cli/verify/record_json.h"
#include "proof/bundle_verifier.h"
#include "proof/judge_bundle.h"

namespace rollbook::cli {
namespace {

constexpr size_t kChunkBytes = 1 << 20;

absl::Status Unusable(const std::string& path, const char* why) {
  return base::ErrorWithText(base::Reason::kInvalidArgument,
                             absl::StrCat(path, ": ", why));
}

// Opens a bundle and takes the magic line off it.
absl::StatusOr<std::ifstream> OpenBundle(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return FileError("cannot open", path);
  std::string magic(proof::kBundleMagic.size(), '\0');
  file.read(magic.data(), static_cast<std::streamsize>(magic.size()));
  if (!file || magic != proof::kBundleMagic) {
    return Unusable(path, "this is no bundle, or one of an unknown format");
  }
  return file;
}

// False when the file could not be read to its end.
bool FeedAll(std::ifstream& file, const BundleProgress& progress,
             proof::BundleVerifier& verifier) {
  const auto begin = file.tellg();
  const auto total =
      static_cast<uint64_t>(file.seekg(0, std::ios::end).tellg() - begin);
  file.seekg(begin);
  std::string chunk(kChunkBytes, '\0');
  uint64_t done = 0;
  bool more = true;
  while (more && file) {
    file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    more = verifier.Feed(
        std::string_view(chunk).substr(0, static_cast<size_t>(file.gcount())));
    done += static_cast<uint64_t>(file.gcount());
    if (progress) progress(done, total);
  }
  verifier.Finish();
  return !file.bad();
}

proof::Verdict::Claim KeysClaim(const BundleKeys& keys) {
  return {"data keys", proof::Verdict::State::kHolds,
          absl::StrCat(keys.keys(), " keys, ", keys.committed(),
                       " of them checked against their stream's first record; "
                       "no later erasure reaches this file")};
}

}  // namespace

absl::StatusOr<std::vector<proof::NoteKey>> ReadKeys(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  std::vector<proof::NoteKey> keys;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    auto key = proof::NoteKey::Parse(line);
    if (!key) return Unusable(path, "this is no public key of a checkpoint");
    keys.push_back(*std::move(key));
  }
  if (keys.empty()) return Unusable(path, "there is no public key in it");
  return keys;
}

absl::StatusOr<proof::Checkpoint> ReadCheckpoint(
    const std::string& path, const std::vector<proof::NoteKey>& keys) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  const auto note = proof::ParseNote(text);
  const auto checkpoint =
      note ? proof::Checkpoint::Parse(note->text) : std::nullopt;
  if (!checkpoint) return Unusable(path, "this is no checkpoint");
  for (const proof::NoteKey& key : keys) {
    if (key.name == checkpoint->origin &&
        proof::CheckNote(*note, key) == proof::NoteCheck::kSigned) {
      return *checkpoint;
    }
  }
  return Unusable(path, "this checkpoint is not signed by the key given");
}

proof::Verdict VerifyBundle(const BundleFiles& files,
                            const BundleProgress& progress, bool& has_keys) {
  has_keys = false;
  auto keys = ReadKeys(files.key);
  if (!keys.ok()) {
    return proof::CannotTell("unreadable",
                             std::string(keys.status().message()));
  }
  proof::BundleVerifier::Options options;
  if (!files.since.empty()) {
    auto since = ReadCheckpoint(files.since, *keys);
    if (!since.ok()) {
      return proof::CannotTell("unreadable",
                               std::string(since.status().message()));
    }
    options.since = *std::move(since);
  }
  auto file = OpenBundle(files.bundle);
  if (!file.ok()) {
    return proof::CannotTell("unreadable",
                             std::string(file.status().message()));
  }
  options.keys = *std::move(keys);
  BundleKeys data_keys;
  proof::BundleVerifier* self = nullptr;
  options.on_key = [&](const proof::BundleKey& key) { data_keys.TakeKey(key); };
  options.on_record = [&](const proof::RecordView& record) {
    data_keys.Open(record, self->mutable_problems());
  };
  proof::BundleVerifier verifier(std::move(options));
  self = &verifier;
  if (!FeedAll(*file, progress, verifier)) {
    return proof::CannotTell("unreadable",
                             files.bundle + ": cannot be read to its end");
  }
  has_keys = verifier.header().with_keys;
  proof::Verdict verdict = proof::JudgeBundle(verifier);
  if (has_keys) verdict.claims.push_back(KeysClaim(data_keys));
  return verdict;
}

void ReadHistory(const BundleFiles& files,
                 const std::function<void(const Json&)>& event) {
  auto file = OpenBundle(files.bundle);
  if (!file.ok()) return;
  BundleKeys data_keys;
  proof::Problems ignored;  // reported when the bundle was verified
  proof::BundleVerifier::Options options;
  options.on_key = [&](const proof::BundleKey& key) { data_keys.TakeKey(key); };
  options.on_record = [&](const proof::RecordView& record) {
    event(RecordJson(record, data_keys.Open(record, ignored)));
  };
  proof::BundleVerifier verifier(std::move(options));
  FeedAll(*file, nullptr, verifier);
}

}  // namespace rollbook::cli
