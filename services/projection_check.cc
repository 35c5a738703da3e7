#include "services/projection_check.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "services/user_codec.h"
#include "services/user_fold.h"
#include "services/user_seal.h"
#include "services/user_stream.h"

namespace rollbook::services {
namespace {

using eventstore::Position;
using eventstore::Record;
using eventstore::StreamState;

constexpr size_t kPageBytes = 4 << 20;

// Walks over the log up to a position, users' records only.
class LogCheck : public ProjectionCheck {
 public:
  LogCheck(const eventstore::EventStore* store, Position end)
      : store_(*store), end_(end) {}

  absl::Status Step(size_t max_records) override {
    ASSIGN_OR_RETURN(const auto records,
                     store_.ReadLog(at_, max_records, kPageBytes));
    done_ = records.empty();
    for (const Record& record : records) {
      if (record.position > end_) done_ = true;
      if (done()) return absl::OkStatus();
      at_ = record.position;
      ++checked_;
      if (UserIdOf(record.stream)) RETURN_IF_ERROR(Check(record));
    }
    done_ = done_ || at_ >= end_;
    return absl::OkStatus();
  }

 protected:
  virtual absl::Status Check(const Record& record) = 0;

  void Diverges(const Record& record, std::string what, std::string expected,
                std::string found) {
    divergence_ =
        Divergence{record.stream,    std::move(what), std::move(expected),
                   std::move(found), record.version,  record.position};
  }

  const eventstore::EventStore& store_;

 private:
  const Position end_;
  Position at_;
};

std::string HashText(const base::Hash256& hash) {
  return base::ToHex(base::AsText(hash));
}

class SnapshotCheck final : public LogCheck {
 public:
  SnapshotCheck(const eventstore::EventStore* store, const KeyVault* vault)
      : LogCheck(store, store->Head()), vault_(*vault) {}

 private:
  absl::Status Check(const Record& record) override {
    ASSIGN_OR_RETURN(const auto row, store_.Load(record.stream));
    if (!row) {
      Diverges(record, "missing", "a row", "none");
    } else if (row->version < record.version) {
      Diverges(record, "version", std::to_string(record.version.value),
               std::to_string(row->version.value));
    } else if (record.version.value == 1) {
      return CompareTwice(record, *row);
    }
    return absl::OkStatus();
  }

  // An append in between may look like a divergence: then once more.
  absl::Status CompareTwice(const Record& first, const StreamState& row) {
    RETURN_IF_ERROR(CompareWithFold(first, row));
    if (!divergence_) return absl::OkStatus();
    ASSIGN_OR_RETURN(const auto now, store_.Load(first.stream));
    if (!now || now->version == row.version) return absl::OkStatus();
    divergence_.reset();
    return CompareTwice(first, *now);
  }

  // What the events up to the row's version come to.
  struct Folded {
    domain::UserState state;
    Record last;
  };

  absl::Status CompareWithFold(const Record& first, const StreamState& row) {
    ASSIGN_OR_RETURN(const auto key, vault_.DataKey(first.stream));
    Folded folded;
    const absl::Status status =
        FoldUser(store_, first.stream, key,
                 [&](const Record& record, const storage::v1::StoredUserEvent&,
                     const domain::UserState& after) {
                   if (record.version > row.version) return false;
                   folded.state = after;
                   folded.last = record;
                   return true;
                 });
    if (base::ReasonOf(status) == base::Reason::kDataCorrupted) {
      Diverges(first, "events", "readable", "damaged");
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(status);
    CompareHeader(folded, row);
    if (!divergence_ && !row.erased) CompareState(folded, row, key);
    return absl::OkStatus();
  }

  void CompareHeader(const Folded& folded, const StreamState& row) {
    const base::Hash256 hash =
        eventstore::RecordHash(eventstore::EncodeRecord(folded.last));
    if (folded.last.version != row.version) {
      Diverges(folded.last, "version",
               std::to_string(folded.last.version.value),
               std::to_string(row.version.value));
    } else if (hash != row.last_hash) {
      Diverges(folded.last, "last_hash", HashText(hash),
               HashText(row.last_hash));
    } else if (folded.state.erased != row.erased) {
      Diverges(folded.last, "erased", folded.state.erased ? "true" : "false",
               row.erased ? "true" : "false");
    } else if (folded.last.time != row.updated) {
      Diverges(folded.last, "updated", absl::FormatTime(folded.last.time),
               absl::FormatTime(row.updated));
    }
  }

  void CompareState(const Folded& folded, const StreamState& row,
                    const std::optional<base::Key256>& key) {
    // Of the canonical plaintext, keyed: a digest must not be a way to try out
    // names.
    const std::string expected =
        HashText(vault_.Fingerprint(EncodeState(folded.state)));
    std::string found = "cannot be opened";
    if (key) {
      const auto opened =
          OpenState(*key, folded.last.stream, row.version, row.sealed_state);
      if (opened.ok()) found = DigestOf(row.state_schema, *opened);
    }
    if (found != expected) {
      Diverges(folded.last, "state", expected, std::move(found));
    }
  }

  std::string DigestOf(uint16_t schema, const std::string& bytes) const {
    const auto state = DecodeState(schema, bytes);
    if (!state.ok()) return "cannot be decoded";
    return HashText(vault_.Fingerprint(EncodeState(*state)));
  }

  const KeyVault& vault_;
};

class UserListCheck final : public LogCheck {
 public:
  UserListCheck(const eventstore::EventStore* store, const UserList* list)
      : LogCheck(store, std::min(store->Head(), list->position())),
        list_(*list) {}

 private:
  absl::Status Check(const Record& record) override {
    if (record.version.value != 1) return absl::OkStatus();
    ASSIGN_OR_RETURN(
        const UserList::Page page,
        list_.List(record.stream.tenant, record.position.number - 1, 1));
    if (page.users.empty() || page.users[0] != record.stream) {
      Diverges(record, "missing", "a row", "none");
    }
    return absl::OkStatus();
  }

  const UserList& list_;
};

}  // namespace

std::unique_ptr<ProjectionCheck> CheckSnapshots(
    const eventstore::EventStore* store, const KeyVault* vault) {
  return std::make_unique<SnapshotCheck>(store, vault);
}

std::unique_ptr<ProjectionCheck> CheckUserList(
    const eventstore::EventStore* store, const UserList* list) {
  return std::make_unique<UserListCheck>(store, list);
}

}  // namespace rollbook::services
