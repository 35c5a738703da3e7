#include "services/projections/projection_check.h"

#include <memory>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "base/status_macros.h"
#include "eventstore/projection_keys.h"

namespace rollbook::services {
namespace {

// What a kind of row is called that lies beside a projection's own.
std::string KindText(char letter) {
  return letter == eventstore::kProjectionParked ? "parked record"
                                                 : "checkpoint";
}

class RowsCheck final : public ProjectionCheck {
 public:
  RowsCheck(DescribeRow describe,
            std::shared_ptr<eventstore::ProjectionVerifier> verifier)
      : describe_(std::move(describe)), verifier_(std::move(verifier)) {}

  absl::Status Step(size_t max_records) override {
    RETURN_IF_ERROR(verifier_->Step(max_records));
    checked_ = verifier_->checked();
    done_ = verifier_->done();
    if (verifier_->difference()) Diverges(*verifier_->difference());
    return absl::OkStatus();
  }

 private:
  void Diverges(const eventstore::ProjectionVerifier::Difference& found) {
    const ProjectionRow expected_row = Describe(found, found.expected);
    const ProjectionRow found_row = Describe(found, found.found);
    const ProjectionRow& row = found.expected ? expected_row : found_row;
    divergence_ = Divergence{row.stream,      row.what, expected_row.value,
                             found_row.value, {},       verifier_->position()};
  }

  ProjectionRow Describe(
      const eventstore::ProjectionVerifier::Difference& found,
      const std::optional<std::string>& value) const {
    ProjectionRow row =
        found.letter == eventstore::kProjectionRow
            ? describe_(found.key, value.value_or(""))
            : ProjectionRow{
                  {}, KindText(found.letter), base::ToHex(value.value_or(""))};
    if (!value) row.value = "none";
    return row;
  }

  const DescribeRow describe_;
  const std::shared_ptr<eventstore::ProjectionVerifier> verifier_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ProjectionCheck>> CheckRows(
    FollowedProjection& projection) {
  ASSIGN_OR_RETURN(auto verifier, projection.host().Verify());
  return std::make_unique<RowsCheck>(projection.describe(),
                                     std::move(verifier));
}

}  // namespace rollbook::services
