#include "services/audit/bundle_export.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/status_macros.h"
#include "proof/bundle.h"
#include "proof/frontier.h"
#include "services/keys/key_vault.h"
#include "services/users/user_stream.h"

namespace rollbook::services {
namespace {

constexpr size_t kPageRecords = 2048;
constexpr size_t kPageBytes = 512 << 10;

}  // namespace

BundleExport::BundleExport(const Sources& sources, Choice choice, uint64_t size,
                           std::string note, std::string key_id)
    : from_(sources),
      choice_(std::move(choice)),
      size_(size),
      note_(std::move(note)),
      key_id_(std::move(key_id)),
      reader_(sources.tree->Reader()),
      read_(choice_.from - 1) {}

absl::StatusOr<bool> BundleExport::Next(std::string& out) {
  if (!begun_) Begin(out);
  if (read_ < choice_.to) {
    RETURN_IF_ERROR(TakePage(out));
    if (read_ < choice_.to) return true;
  }
  RETURN_IF_ERROR(CoverUpTo(size_, out));
  proof::AppendEnd(records_, out);
  return false;
}

void BundleExport::Begin(std::string& out) {
  begun_ = true;
  out.append(proof::kBundleMagic);
  proof::AppendHeader({.from = choice_.from,
                       .to = choice_.to,
                       .partner = choice_.partner,
                       .with_keys = choice_.with_keys,
                       .key_id = key_id_},
                      out);
  proof::AppendCheckpoint(note_, out);
}

absl::Status BundleExport::TakePage(std::string& out) {
  const size_t wanted =
      static_cast<size_t>(std::min<uint64_t>(kPageRecords, choice_.to - read_));
  ASSIGN_OR_RETURN(const auto records,
                   from_.store->ReadRawLog({0, read_}, wanted, kPageBytes));
  if (records.empty()) return base::Error(base::Reason::kDataCorrupted);
  for (const std::string& stored : records) {
    ++read_;
    RETURN_IF_ERROR(TakeRecord(stored, out));
  }
  return absl::OkStatus();
}

absl::Status BundleExport::TakeRecord(std::string_view stored,
                                      std::string& out) {
  const auto record = proof::ViewRecord(stored);
  if (!record || record->position != read_) {
    return base::Error(base::Reason::kDataCorrupted);
  }
  if (!choice_.partner.empty() && record->tenant != choice_.partner) {
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(CoverUpTo(read_ - 1, out));
  if (choice_.with_keys) RETURN_IF_ERROR(AddKey(*record, out));
  proof::AppendRecord(stored, out);
  ++records_;
  covered_ = read_;
  return absl::OkStatus();
}

absl::Status BundleExport::AddKey(const proof::RecordView& record,
                                  std::string& out) {
  const eventstore::StreamId stream{{std::string(record.tenant)},
                                    std::string(record.id)};
  if (!UserIdOf(stream)) return absl::OkStatus();
  if (!streams_with_key_.insert(stream.tenant.value + "/" + stream.id).second) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const auto key, from_.vault->DataKey(stream));
  if (key) proof::AppendKey(record.tenant, record.id, *key, out);
  return absl::OkStatus();
}

absl::Status BundleExport::CoverUpTo(uint64_t end, std::string& out) {
  while (covered_ < end) {
    // A subtree ends at every size that somebody wants to compare.
    const auto stop = choice_.since.upper_bound(covered_);
    const uint64_t next =
        stop == choice_.since.end() ? end : std::min(end, *stop);
    std::vector<proof::NodeId> nodes;
    proof::CoverRange(covered_, next,
                      [&](proof::NodeId node) { nodes.push_back(node); });
    for (const proof::NodeId node : nodes) {
      ASSIGN_OR_RETURN(const base::Hash256 hash, reader_.Node(node));
      proof::AppendSubtree(node.level, hash, out);
    }
    covered_ = next;
  }
  return absl::OkStatus();
}

}  // namespace rollbook::services
