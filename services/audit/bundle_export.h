#ifndef ROLLBOOK_SERVICES_AUDIT_BUNDLE_EXPORT_H_
#define ROLLBOOK_SERVICES_AUDIT_BUNDLE_EXPORT_H_

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventstore/event_store.h"
#include "eventstore/log_tree.h"
#include "proof/record_view.h"
#include "proof/tile_reader.h"

namespace rollbook::services {

class KeyVault;

// Writes one bundle, a piece at a time (docs/formats/bundle.md). Reads the
// disk: on a worker. Not thread-safe.
class BundleExport {
 public:
  // All must outlive the export.
  struct Sources {
    const eventstore::EventStore* store = nullptr;
    const eventstore::LogTree* tree = nullptr;
    const KeyVault* vault = nullptr;
  };
  // Positions from `from` to `to`, in a tree of `size` records.
  struct Choice {
    uint64_t from = 1;
    uint64_t to = 0;
    std::string partner = {};  // empty: all
    bool with_keys = false;
    // Sizes at which the bundle can be compared with older checkpoints.
    std::set<uint64_t> since = {};
  };

  BundleExport(const Sources& sources, Choice choice, uint64_t size,
               std::string note, std::string key_id);

  // Appends the next piece; false once that was the last one.
  absl::StatusOr<bool> Next(std::string& out);

  uint64_t records() const { return records_; }

 private:
  void Begin(std::string& out);
  // Reads one page of the log.
  absl::Status TakePage(std::string& out);
  absl::Status TakeRecord(std::string_view stored, std::string& out);
  absl::Status AddKey(const proof::RecordView& record, std::string& out);
  // Stands in for the records that are not shown, up to the tree's size `end`.
  absl::Status CoverUpTo(uint64_t end, std::string& out);

  const Sources from_;
  const Choice choice_;
  const uint64_t size_;
  const std::string note_;
  const std::string key_id_;
  proof::TileReader reader_;
  bool begun_ = false;
  uint64_t read_;         // position of the last record that was read
  uint64_t covered_ = 0;  // leaves that the bundle has laid out
  uint64_t records_ = 0;
  absl::flat_hash_set<std::string> streams_with_key_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_AUDIT_BUNDLE_EXPORT_H_
