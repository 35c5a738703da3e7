#include "proof/bundle_verifier.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/bytes.h"
#include "proof/tile.h"

namespace rollbook::proof {
namespace {

std::set<uint64_t> SizesToKeep(const BundleVerifier::Options& options) {
  if (!options.since) return {};
  return {options.since->size};
}

base::Hash256 HashFrom(std::string_view bytes) { return HashInTile(bytes, 0); }

}  // namespace

BundleVerifier::BundleVerifier(Options options)
    : options_(std::move(options)),
      checker_(&problems_),
      cover_(SizesToKeep(options_)) {}

bool BundleVerifier::Feed(std::string_view bytes) {
  pending_.append(bytes);
  std::string_view rest = pending_;
  while (!stopped_ && rest.size() >= kBundleItemHead) {
    const uint32_t size = base::ByteReader(rest.substr(1)).U32();
    if (size > kMaxBundleItem) {
      Malformed("an item is larger than any can be");
      break;
    }
    if (rest.size() < kBundleItemHead + size) break;
    if (!TakeItem(rest[0], rest.substr(kBundleItemHead, size))) break;
    rest.remove_prefix(kBundleItemHead + size);
  }
  pending_.erase(0, pending_.size() - rest.size());
  return !stopped_;
}

bool BundleVerifier::Malformed(const char* what) {
  problems_.Add(next(), "form", what);
  cover_.Break();
  stopped_ = true;
  return false;
}

bool BundleVerifier::TakeItem(char type, std::string_view body) {
  const auto item = static_cast<BundleItem>(type);
  switch (expects_) {
    case Expects::kHeader:
      if (item == BundleItem::kHeader) return TakeHeader(body);
      return Malformed("the header is missing");
    case Expects::kCheckpoint:
      if (item == BundleItem::kCheckpoint) return TakeCheckpoint(body);
      return Malformed("the checkpoint is missing");
    case Expects::kTree:
      if (item == BundleItem::kSubtree) return TakeSubtree(body);
      if (item == BundleItem::kRecord) return TakeRecord(body);
      if (item == BundleItem::kKey) return TakeKey(body);
      if (item == BundleItem::kEnd) return TakeEnd(body);
      return Malformed("an item of unknown type");
    case Expects::kNothing:
      return Malformed("there is more behind the end");
  }
  return false;
}

bool BundleVerifier::TakeHeader(std::string_view body) {
  auto header = ParseHeader(body);
  if (!header) return Malformed("the header cannot be read");
  header_ = *std::move(header);
  expects_ = Expects::kCheckpoint;
  return true;
}

bool BundleVerifier::TakeCheckpoint(std::string_view body) {
  expects_ = Expects::kTree;
  const auto note = ParseNote(body);
  checkpoint_ = note ? Checkpoint::Parse(note->text) : std::nullopt;
  if (!checkpoint_) {
    problems_.Add(std::nullopt, "checkpoint", "it is no checkpoint");
    return true;
  }
  NoteCheck best = NoteCheck::kNotSignedByKey;
  for (const NoteKey& key : options_.keys) {
    // A key speaks for the log that it is named after.
    if (key.name != checkpoint_->origin) continue;
    const NoteCheck check = CheckNote(*note, key);
    if (check == NoteCheck::kNotSignedByKey) continue;
    best = check;
    if (check != NoteCheck::kSigned) continue;
    signed_ = true;
    if (header_.key_id != key.name + "+" + key.id_text()) {
      problems_.Add(std::nullopt, "header", "it names another public key");
    }
  }
  if (!signed_) {
    problems_.Add(std::nullopt, "signature",
                  best == NoteCheck::kBadSignature
                      ? "the checkpoint's signature is wrong"
                      : absl::StrCat("the checkpoint of ", checkpoint_->origin,
                                     " is not signed by the key given"));
  }
  return true;
}

bool BundleVerifier::TakeSubtree(std::string_view body) {
  if (body.size() != 1 + kHashBytes) return Malformed("a subtree's size");
  // What is asked for must be there as records.
  const uint64_t begin = next();
  const unsigned level = static_cast<uint8_t>(body[0]);
  if (!cover_.AddSubtree(level, HashFrom(body.substr(1)))) {
    return Malformed("a subtree that cannot stand here");
  }
  if (level < 63) next_ = begin + (uint64_t{1} << level);
  if (header_.partner.empty() && header_.from <= header_.to &&
      begin <= header_.to && next() > header_.from) {
    contiguous_ = false;
    problems_.Add(std::max(begin, header_.from), "missing",
                  "the bundle has a hash instead of its records");
  }
  return true;
}

bool BundleVerifier::TakeRecord(std::string_view body) {
  if (body.size() <= kHashBytes + 4) return Malformed("a record's size");
  const base::Hash256 stated = HashFrom(body);
  const std::string_view stored = body.substr(kHashBytes);
  const base::Hash256 computed = LeafOfRecord(stored);
  const auto record = ViewRecord(stored);
  ++records_;
  if (!record || stated != computed || !HasGoodCrc(stored)) {
    // What it says of itself cannot be trusted: it stands where it stands.
    problems_.Add(next_++, "record",
                  record ? "its bytes do not fit its hash or checksum"
                         : "its bytes are no record");
    cover_.AddRecord(stated, computed);
    if (record) checker_.Pass(*record, stated);
    return true;
  }
  PlaceRecord(*record);
  cover_.AddRecord(stated, computed);
  if (!header_.partner.empty() && record->tenant != header_.partner) {
    problems_.Add(record->position, "partner", "it is another partner's");
  }
  checker_.Check(*record, stated);
  if (options_.on_record) options_.on_record(*record);
  return true;
}

void BundleVerifier::PlaceRecord(const RecordView& record) {
  const uint64_t expected = next();
  if (record.position == expected &&
      (expected < header_.from || expected > header_.to)) {
    problems_.Add(expected, "order", "it is outside of what was asked for");
  }
  if (record.position == expected) {
    ++next_;
    return;
  }
  contiguous_ = false;
  cover_.Break();
  if (record.position > expected) {
    problems_.Add(expected, "missing",
                  absl::StrCat("position ", record.position, " comes instead"));
    next_ = record.position + 1;
  } else {
    problems_.Add(
        record.position, "order",
        absl::StrCat("it comes where position ", expected, " is expected"));
  }
}

bool BundleVerifier::TakeKey(std::string_view body) {
  const auto key = ParseKey(body);
  if (!key || !header_.with_keys) return Malformed("a key that cannot be read");
  if (options_.on_key) options_.on_key(*key);
  return true;
}

bool BundleVerifier::TakeEnd(std::string_view body) {
  base::ByteReader reader(body);
  const uint64_t records = reader.U64();
  if (!reader.ok() || !reader.done()) return Malformed("the end's size");
  expects_ = Expects::kNothing;
  if (records != records_) {
    problems_.Add(next(), "count",
                  absl::StrCat("there are ", records_, " records, not ",
                               records, " as the end says"));
  }
  return true;
}

void BundleVerifier::Finish() {
  if (!stopped_ && !pending_.empty() && expects_ == Expects::kNothing) {
    Malformed("there is more behind the end");
  }
  if (!stopped_ && expects_ != Expects::kNothing) {
    problems_.Add(next(), "truncated", "the bundle ends too early");
    cover_.Break();
  }
  if (!checkpoint_) return;
  if (header_.to > checkpoint_->size) {
    contiguous_ = false;
    problems_.Add(checkpoint_->size + 1, "missing",
                  "the checkpoint does not cover all that was asked for");
  }
  CheckRoot();
  CheckConsistency();
}

void BundleVerifier::CheckRoot() {
  if (cover_.broken()) {
    contiguous_ = contiguous_ && problems_.none();
    return;
  }
  if (cover_.size() != checkpoint_->size) {
    problems_.Add(
        std::min(cover_.size(), checkpoint_->size) + 1, "size",
        absl::StrCat("the bundle lays out ", cover_.size(),
                     " records, the checkpoint has ", checkpoint_->size));
    return;
  }
  root_holds_ = cover_.RootsAt(checkpoint_->size)->Has(checkpoint_->root);
  if (!root_holds_) {
    problems_.Add(std::nullopt, "root",
                  "the records do not give the checkpoint's root");
  }
}

void BundleVerifier::CheckConsistency() {
  if (!options_.since) return;
  const Checkpoint& since = *options_.since;
  if (since.origin != checkpoint_->origin) {
    consistent_ = false;
    problems_.Add(
        std::nullopt, "consistency",
        absl::StrCat("the older checkpoint is of another log: ", since.origin));
  } else if (since.size > checkpoint_->size) {
    consistent_ = false;
    lost_from_ = checkpoint_->size + 1;
    problems_.Add(checkpoint_->size + 1, "consistency",
                  absl::StrCat("the log had ", since.size, " records before, ",
                               "and has ", checkpoint_->size, " now"));
  } else if (!root_holds_) {
    return;  // there is nothing to compare with
  } else if (const auto roots = cover_.RootsAt(since.size); !roots) {
    since_is_untold_ = true;
  } else {
    consistent_ = roots->Has(since.root);
    if (!*consistent_) {
      problems_.Add(std::nullopt, "consistency",
                    absl::StrCat("the first ", since.size,
                                 " records are not those of the older "
                                 "checkpoint"));
    }
  }
}

std::optional<uint64_t> BundleVerifier::first_bad() const {
  if (problems_.none()) return std::nullopt;
  // What is wrong with the whole puts its first record in doubt.
  return problems_.first_bad().value_or(header_.from);
}

}  // namespace rollbook::proof
