#include "services/projections/snapshot_comparison.h"

#include <string>
#include <utility>

#include "base/bytes.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "services/users/user_codec.h"
#include "services/users/user_fold.h"
#include "services/users/user_seal.h"

namespace rollbook::services {
namespace {

using eventstore::StreamId;
using eventstore::StreamState;

std::string HashText(const base::Hash256& hash) {
  return base::ToHex(base::AsText(hash));
}

// Collects what is said of one user.
class Comparison {
 public:
  Comparison(const StreamId& stream, const FoldedUser& folded,
             const StreamState& row)
      : stream_(stream), folded_(folded), row_(row) {}

  std::optional<Divergence> Header() const {
    if (folded_.version != row_.version) {
      return Diverges("version", std::to_string(folded_.version.value),
                      std::to_string(row_.version.value));
    }
    if (folded_.hash != row_.last_hash) {
      return Diverges("last_hash", HashText(folded_.hash),
                      HashText(row_.last_hash));
    }
    if (folded_.state.erased != row_.erased) {
      return Diverges("erased", folded_.state.erased ? "true" : "false",
                      row_.erased ? "true" : "false");
    }
    if (folded_.position != row_.position) {
      return Diverges("position", std::to_string(folded_.position.number),
                      std::to_string(row_.position.number));
    }
    if (folded_.created != row_.created) {
      return Diverges("created", absl::FormatTime(folded_.created),
                      absl::FormatTime(row_.created));
    }
    if (folded_.time != row_.updated) {
      return Diverges("updated", absl::FormatTime(folded_.time),
                      absl::FormatTime(row_.updated));
    }
    return std::nullopt;
  }

  std::optional<Divergence> State(const std::optional<base::Key256>& key,
                                  const KeyVault& vault) const {
    const std::string expected = EncodeState(folded_.state);
    std::string found = "cannot be opened";
    if (key) {
      const auto opened =
          OpenState(*key, stream_, row_.version, row_.sealed_state);
      if (opened.ok()) {
        const auto state = CanonicalState(*opened);
        if (state && *state == expected) return std::nullopt;
        // Keyed: a digest must not be a way to try out names.
        found =
            state ? HashText(vault.Fingerprint(*state)) : "cannot be decoded";
      }
    }
    return Diverges("state", HashText(vault.Fingerprint(expected)),
                    std::move(found));
  }

 private:
  // The same state may have been written in another way by an older program.
  std::optional<std::string> CanonicalState(const std::string& bytes) const {
    const auto state = DecodeState(row_.state_schema, bytes);
    if (!state.ok()) return std::nullopt;
    return EncodeState(*state);
  }

  Divergence Diverges(std::string what, std::string expected,
                      std::string found) const {
    return {stream_,          std::move(what), std::move(expected),
            std::move(found), folded_.version, folded_.position};
  }

  const StreamId& stream_;
  const FoldedUser& folded_;
  const StreamState& row_;
};

}  // namespace

absl::StatusOr<FoldedUser> FoldUpTo(const StreamId& stream,
                                    eventstore::Version version,
                                    const std::optional<base::Key256>& key,
                                    const eventstore::EventStore& store) {
  FoldedUser folded;
  eventstore::Record last;
  RETURN_IF_ERROR(FoldUser(
      store, stream, key,
      [&](const eventstore::Record& record, const storage::v1::StoredUserEvent&,
          const domain::UserState& after) {
        if (record.version > version) return false;
        if (record.version.value == 1) folded.created = record.time;
        folded.state = after;
        last = record;
        return true;
      }));
  folded.version = last.version;
  folded.position = last.position;
  folded.time = last.time;
  folded.hash = eventstore::RecordHash(eventstore::EncodeRecord(last));
  return folded;
}

absl::StatusOr<std::optional<base::Key256>> KeyOf(const StreamId& stream,
                                                  const KeyVault* vault) {
  if (vault == nullptr) return std::nullopt;
  return vault->DataKey(stream);
}

std::optional<Divergence> CompareWithRow(const StreamId& stream,
                                         const FoldedUser& folded,
                                         const StreamState& row,
                                         const std::optional<base::Key256>& key,
                                         const KeyVault* vault) {
  const Comparison comparison(stream, folded, row);
  std::optional<Divergence> found = comparison.Header();
  if (!found && !row.erased && vault != nullptr) {
    found = comparison.State(key, *vault);
  }
  return found;
}

absl::StatusOr<std::optional<Divergence>> CompareStream(
    const StreamId& stream, const eventstore::EventStore& store,
    const KeyVault* vault) {
  ASSIGN_OR_RETURN(std::optional<StreamState> row, store.Load(stream));
  while (row) {
    ASSIGN_OR_RETURN(const auto key, KeyOf(stream, vault));
    const auto folded = FoldUpTo(stream, row->version, key, store);
    std::optional<Divergence> found;
    if (folded.ok()) {
      found = CompareWithRow(stream, *folded, *row, key, vault);
    } else if (base::ReasonOf(folded.status()) ==
               base::Reason::kDataCorrupted) {
      found = Divergence{stream,    "events",     "readable",
                         "damaged", row->version, row->position};
    } else {
      return folded.status();
    }
    if (!found) return std::nullopt;
    // An append in between may look like a divergence: then once more.
    ASSIGN_OR_RETURN(const auto now, store.Load(stream));
    if (!now || now->version == row->version) return found;
    row = now;
  }
  return Divergence{stream, "missing", "a row", "none", {}, {}};
}

}  // namespace rollbook::services
