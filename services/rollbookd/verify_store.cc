#include "services/rollbookd/verify_store.h"

#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/crypto/random.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "base/text_file.h"
#include "eventstore/rocksdb/stored_log.h"
#include "proof/checkpoint.h"
#include "proof/log_verifier.h"
#include "proof/signed_note.h"
#include "services/audit/checkpoint_rows.h"
#include "services/keys/key_vault.h"
#include "services/projections/projection_check.h"
#include "services/users/user_stream.h"

namespace rollbook::services {
namespace {

using proof::Checkpoint;
using proof::NoteKey;
using proof::Verdict;
using State = Verdict::State;

// Records between two looks at the snapshots.
constexpr size_t kStepRecords = 10'000;

State HoldsIf(bool holds) { return holds ? State::kHolds : State::kBroken; }

absl::Status Unusable(const std::string& file, const char* why) {
  return base::ErrorWithText(base::Reason::kInvalidArgument,
                             absl::StrCat(file, ": ", why));
}

absl::StatusOr<std::vector<NoteKey>> KeysOf(const eventstore::StoredLog& log,
                                            const std::string& file) {
  std::vector<NoteKey> keys;
  if (file.empty()) {
    ASSIGN_OR_RETURN(const auto row, log.GetMeta(kCheckpointKeyRow));
    const auto key = row ? ParseCheckpointKey(*row) : std::nullopt;
    if (key) keys.push_back({proof::OriginOf(log.lineage()), key->public_key});
    return keys;
  }
  ASSIGN_OR_RETURN(const std::string text, base::ReadTextFile(file));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    auto key = NoteKey::Parse(line);
    if (!key) return Unusable(file, "this is no public key of a checkpoint");
    keys.push_back(*std::move(key));
  }
  return keys;
}

// nullopt: none of the keys signed it.
std::optional<Checkpoint> OpenNote(const std::string& text,
                                   const std::vector<NoteKey>& keys) {
  const auto note = proof::ParseNote(text);
  auto checkpoint = note ? Checkpoint::Parse(note->text) : std::nullopt;
  if (!checkpoint) return std::nullopt;
  for (const NoteKey& key : keys) {
    if (key.name == checkpoint->origin &&
        proof::CheckNote(*note, key) == proof::NoteCheck::kSigned) {
      return checkpoint;
    }
  }
  return std::nullopt;
}

// One verification, from the opened log to the verdict.
class StoreVerifier {
 public:
  StoreVerifier(const eventstore::StoredLog& log, bool own_key)
      : log_(log), own_key_(own_key) {}

  absl::Status Run(const std::vector<NoteKey>& keys,
                   const std::optional<Checkpoint>& since);
  // Without a vault headers only.
  absl::Status CompareSnapshots(const KeyVault* vault);
  Verdict TakeVerdict();

 private:
  absl::Status FindLatest(const std::vector<NoteKey>& keys);
  void CompareLatest(const proof::LogVerifier& verifier);
  void CompareSince(const proof::LogVerifier& verifier,
                    const Checkpoint& since);
  void Claim(const char* name, State state, std::string text) {
    verdict_.claims.push_back({name, state, std::move(text)});
  }

  const eventstore::StoredLog& log_;
  const bool own_key_;
  proof::Problems problems_;
  std::optional<Checkpoint> latest_;
  Verdict verdict_;
};

absl::Status StoreVerifier::FindLatest(const std::vector<NoteKey>& keys) {
  ASSIGN_OR_RETURN(const auto row, log_.GetMeta(kLatestCheckpointRow));
  if (!row) {
    Claim("signature", State::kUnknown, "the store has no checkpoint yet");
    return absl::OkStatus();
  }
  latest_ = OpenNote(*row, keys);
  const bool of_this_log =
      latest_ && latest_->origin == proof::OriginOf(log_.lineage());
  if (!of_this_log) {
    latest_.reset();
    problems_.Add(std::nullopt, "signature",
                  "the last checkpoint is not signed by the key of this log");
  }
  Claim("signature", HoldsIf(of_this_log),
        of_this_log
            ? absl::StrCat(latest_->origin, ", ", latest_->size, " records",
                           own_key_ ? ", by the key that the store "
                                      "itself names (no --key)"
                                    : "")
            : "");
  return absl::OkStatus();
}

absl::Status StoreVerifier::Run(const std::vector<NoteKey>& keys,
                                const std::optional<Checkpoint>& since) {
  RETURN_IF_ERROR(FindLatest(keys));
  std::set<uint64_t> sizes;
  if (latest_) sizes.insert(latest_->size);
  if (since) sizes.insert(since->size);
  proof::LogVerifier verifier(std::move(sizes), &problems_);
  const absl::Status scanned =
      log_.Scan([&](uint64_t position, std::string_view stored) {
        verifier.Add(position, stored);
        ++verdict_.records;
      });
  if (absl::IsDataLoss(scanned)) {
    problems_.Add(verdict_.records + 1, "store",
                  std::string(scanned.message()));
  } else {
    RETURN_IF_ERROR(scanned);
  }
  if (latest_) CompareLatest(verifier);
  Claim("contiguity", HoldsIf(verifier.size() == log_.head()),
        absl::StrCat("positions 1 to ", log_.head()));
  Claim("chain", HoldsIf(verifier.chain().broken_links() == 0),
        absl::StrCat(verifier.chain().streams(), " streams"));
  if (!log_.watermark_complaint().empty()) {
    problems_.Add(log_.head() + 1, "watermark", log_.watermark_complaint());
  }
  Claim("watermark", HoldsIf(log_.watermark_complaint().empty()), "");
  if (since) {
    CompareSince(verifier, *since);
  } else {
    Claim("consistency", State::kUnknown,
          "freshness is unknown without an older checkpoint (--since)");
  }
  verdict_.redacted = verifier.chain().redacted();
  Claim("redacted", State::kHolds,
        absl::StrCat(verdict_.redacted, " records of ",
                     verifier.chain().erased_users(), " erased users"));
  return absl::OkStatus();
}

void StoreVerifier::CompareLatest(const proof::LogVerifier& verifier) {
  const auto root = verifier.RootAt(latest_->size);
  const bool holds = root == latest_->root;
  if (!root) {
    problems_.Add(
        verifier.size() + 1, "size",
        absl::StrCat("the last checkpoint has ", latest_->size, " records"));
  } else if (!holds) {
    problems_.Add(std::nullopt, "root",
                  "the records do not give the last checkpoint's root");
  }
  const uint64_t behind =
      verifier.size() > latest_->size ? verifier.size() - latest_->size : 0;
  Claim("root", HoldsIf(holds),
        absl::StrCat(behind, " records behind the checkpoint are not signed"));
}

void StoreVerifier::CompareSince(const proof::LogVerifier& verifier,
                                 const Checkpoint& since) {
  const auto root = verifier.RootAt(since.size);
  bool holds = false;
  if (since.origin != proof::OriginOf(log_.lineage())) {
    problems_.Add(std::nullopt, "consistency",
                  "the older checkpoint is of another log: " + since.origin);
  } else if (!root) {
    problems_.Add(
        verifier.size() + 1, "consistency",
        absl::StrCat("the log had ", since.size, " records before, and has ",
                     verifier.size(), " now"));
  } else {
    holds = root == since.root;
    if (!holds) {
      problems_.Add(std::nullopt, "consistency",
                    absl::StrCat("the first ", since.size,
                                 " records are not those of the older "
                                 "checkpoint"));
    }
  }
  Claim("consistency", HoldsIf(holds), "with the older checkpoint");
}

absl::Status StoreVerifier::CompareSnapshots(const KeyVault* vault) {
  if (!problems_.none()) {
    Claim("snapshots", State::kUnknown,
          "not compared with records that do not hold");
    return absl::OkStatus();
  }
  const auto check = CheckSnapshots(&log_.store(), vault);
  while (!check->done()) RETURN_IF_ERROR(check->Step(kStepRecords));
  const auto& found = check->divergence();
  if (found) {
    problems_.Add(
        found->position.number, "snapshot",
        absl::StrCat(found->stream.tenant.value, "/", UserIdText(found->stream),
                     ": ", found->what, " should be ", found->expected, ", is ",
                     found->found));
  }
  Claim("snapshots", HoldsIf(!found),
        vault != nullptr
            ? "equal to what their events come to"
            : "headers only; --master_key_file compares the states as well");
  return absl::OkStatus();
}

Verdict StoreVerifier::TakeVerdict() {
  verdict_.ok = problems_.none();
  if (!verdict_.ok) verdict_.first_bad = problems_.first_bad().value_or(1);
  verdict_.problems = problems_.kept();
  verdict_.more_problems = problems_.count() - problems_.kept().size();
  return std::move(verdict_);
}

// nullptr without a master key.
absl::StatusOr<std::unique_ptr<KeyVault>> OpenVault(
    const eventstore::StoredLog& log, const VerifyFiles& files) {
  if (files.master_key.empty()) return nullptr;
  ASSIGN_OR_RETURN(const base::Key256 key,
                   KeyVault::ReadMasterKeyFile(files.master_key));
  std::optional<base::Key256> old_key;
  if (!files.old_master_key.empty()) {
    ASSIGN_OR_RETURN(old_key,
                     KeyVault::ReadMasterKeyFile(files.old_master_key));
  }
  return KeyVault::Open(&log.store(), key, &base::CryptoRandom(), old_key);
}

absl::StatusOr<Verdict> Verify(const std::string& data_dir,
                               const VerifyFiles& files) {
  ASSIGN_OR_RETURN(const auto log, eventstore::StoredLog::Open(data_dir));
  ASSIGN_OR_RETURN(const std::vector<NoteKey> keys, KeysOf(*log, files.key));
  ASSIGN_OR_RETURN(const auto vault, OpenVault(*log, files));
  std::optional<Checkpoint> since;
  if (!files.since.empty()) {
    ASSIGN_OR_RETURN(const std::string note, base::ReadTextFile(files.since));
    since = OpenNote(note, keys);
    if (!since) {
      return Unusable(files.since, "no checkpoint that the key has signed");
    }
  }
  StoreVerifier verifier(*log, files.key.empty());
  RETURN_IF_ERROR(verifier.Run(keys, since));
  RETURN_IF_ERROR(verifier.CompareSnapshots(vault.get()));
  return verifier.TakeVerdict();
}

}  // namespace

Verdict VerifyStore(const std::string& data_dir, const VerifyFiles& files) {
  auto verdict = Verify(data_dir, files);
  if (verdict.ok()) return *std::move(verdict);
  Verdict failed =
      proof::CannotTell("store", std::string(verdict.status().message()));
  // Damage is an answer; a store that is not there, or in use, is none.
  failed.cannot_tell = !absl::IsDataLoss(verdict.status());
  return failed;
}

}  // namespace rollbook::services
