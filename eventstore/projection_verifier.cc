#include "eventstore/projection_verifier.h"

#include <string_view>
#include <utility>

#include "base/status_macros.h"
#include "eventstore/projection_checkpoint.h"
#include "eventstore/projection_keys.h"

namespace rollbook::eventstore {
namespace {

// What a cursor stands at, without the prefix; nullopt behind the last row.
std::optional<std::string_view> KeyAt(const DerivedStore::Cursor& cursor,
                                      size_t prefix) {
  if (!cursor.valid()) return std::nullopt;
  return cursor.key().substr(prefix);
}

}  // namespace

ProjectionVerifier::ProjectionVerifier(const EventStore* log,
                                       DerivedStore* derived,
                                       const ProjectionSpec& spec,
                                       ProjectionRunner::Set live,
                                       std::string scratch)
    : derived_(*derived),
      live_prefix_(ProjectionPrefix(live.name)),
      scratch_prefix_(ProjectionPrefix(scratch)),
      build_(log, derived, spec.make(live.schema_version), live.schema_version,
             std::move(scratch)) {}

ProjectionVerifier::~ProjectionVerifier() {
  // What cannot be deleted now is deleted before it is used again.
  derived_.DeletePrefix(scratch_prefix_).IgnoreError();
}

absl::Status ProjectionVerifier::Step(size_t max_items) {
  if (found_ == nullptr) RETURN_IF_ERROR(Begin());
  if (expected_ == nullptr) {
    ASSIGN_OR_RETURN(const bool moved, build_.Step(end_, max_items));
    if (moved && build_.position() < end_) return absl::OkStatus();
    expected_ = derived_.NewCursor(scratch_prefix_);
  }
  return Compare(max_items);
}

absl::Status ProjectionVerifier::Begin() {
  RETURN_IF_ERROR(derived_.DeletePrefix(scratch_prefix_));
  found_ = derived_.NewCursor(live_prefix_);
  // The checkpoint is the first row of a set, and of the same view.
  const auto checkpoint = found_->valid()
                              ? ParseProjectionCheckpoint(found_->value())
                              : std::nullopt;
  if (checkpoint) end_ = checkpoint->position;
  return found_->status();
}

absl::Status ProjectionVerifier::Compare(size_t max_rows) {
  for (size_t row = 0; row < max_rows; ++row) {
    RETURN_IF_ERROR(expected_->status());
    RETURN_IF_ERROR(found_->status());
    const auto expected = KeyAt(*expected_, scratch_prefix_.size());
    const auto found = KeyAt(*found_, live_prefix_.size());
    if (!expected && !found) {
      done_ = true;
      return absl::OkStatus();
    }
    const bool only_expected = expected && (!found || *expected < *found);
    const bool only_found = found && (!expected || *found < *expected);
    if (only_expected || only_found || expected_->value() != found_->value()) {
      const std::string_view key = only_found ? *found : *expected;
      Difference difference{key[0], std::string(key.substr(1)), {}, {}};
      if (!only_found) difference.expected = std::string(expected_->value());
      if (!only_expected) difference.found = std::string(found_->value());
      difference_ = std::move(difference);
      return absl::OkStatus();
    }
    expected_->Next();
    found_->Next();
  }
  return absl::OkStatus();
}

}  // namespace rollbook::eventstore
