#include "domain/decide.h"

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/error.h"
#include "base/status_macros.h"
#include "domain/cross_field_rules.h"
#include "domain/transitions.h"
#include "domain/violation_list.h"

namespace rollbook::domain {
namespace {

using Events = std::vector<Event>;
using Decision = absl::StatusOr<Events>;

// A list of one event, moved in (initializer lists copy).
template <typename E>
Events Just(E event) {
  Events events;
  events.emplace_back(std::move(event));
  return events;
}

absl::Status InvalidArgument(std::string field, std::string code,
                             std::string message) {
  return base::Error(
      base::Reason::kInvalidArgument,
      {{{std::move(field), std::move(code), std::move(message)}}, {}});
}

absl::Status CheckProfile(const Profile& profile, FieldSet touched,
                          ViolationList violations,
                          const DecideContext& context) {
  const ProfileRules& rules = context.rules;
  CheckAcrossFields(profile, rules, touched, violations);
  RETURN_IF_ERROR(std::move(violations).ToStatus());
  if (touched.Contains(ProfileField::kDateOfBirth) && profile.date_of_birth &&
      !IsAtLeast(rules.min_age_years, *profile.date_of_birth, context.today)) {
    return base::Error(
        base::Reason::kUserUnderAge,
        {.violations = {},
         .metadata = {{"min_age", std::to_string(rules.min_age_years)}}});
  }
  return absl::OkStatus();
}

absl::Status CheckExists(const UserState& state) {
  if (!state.exists) return base::Error(base::Reason::kUserNotFound);
  return absl::OkStatus();
}

absl::Status CheckOpen(const UserState& state) {
  RETURN_IF_ERROR(CheckExists(state));
  if (state.status == UserStatus::kClosed) {
    return base::Error(base::Reason::kUserClosed);
  }
  return absl::OkStatus();
}

// A claimed address stays claimed through changes, whatever the rules of the
// caller are: other users rely on it.
bool ClaimsEmail(const UserState& state, const std::optional<Email>& email,
                 const ProfileRules& rules) {
  return email.has_value() && (rules.unique_email || state.email_claimed);
}

// One decision per command.
struct Decider {
  const UserState& state;
  const DecideContext& context;

  Decision operator()(const CreateUser& command) {
    if (state.exists) return base::Error(base::Reason::kExternalIdTaken);
    if (command.initial_status != UserStatus::kPendingCompliance &&
        command.initial_status != UserStatus::kActive) {
      return InvalidArgument("initial_status", "ONE_OF",
                             "Must be one of: PENDING_COMPLIANCE, ACTIVE");
    }
    RETURN_IF_ERROR(CheckProfile(command.profile,
                                 PresentFields(command.profile), {}, context));
    UserCreated event;
    event.profile = command.profile;
    event.status = command.initial_status;
    event.email_claimed =
        ClaimsEmail(state, command.profile.email, context.rules);
    event.external_id_ignores_case = context.rules.external_id_ignore_case;
    return Just(std::move(event));
  }

  Decision operator()(const UpdateUser& command) {
    RETURN_IF_ERROR(CheckOpen(state));
    const FieldSet touched = TouchedFields(command.patch);
    ViolationList violations;
    if (touched.Contains(ProfileField::kExternalId)) {
      violations.AddNotValid(ProfileField::kExternalId, "IMMUTABLE");
    }
    const Profile after = Apply(state.profile, command.patch);
    RETURN_IF_ERROR(
        CheckProfile(after, touched, std::move(violations), context));
    return EventsOf(Diff(state.profile, after));
  }

  Decision operator()(const ChangeStatus& command) {
    RETURN_IF_ERROR(CheckExists(state));
    const std::optional<UserStatus> to = TargetOf(command.action);
    if (!to) {
      return InvalidArgument(
          "action", "ONE_OF",
          "Must be one of: APPROVE, REJECT, SUSPEND, REACTIVATE, CLOSE");
    }
    if (state.status == *to) return Events{};
    if (!IsAllowed(state.status, command.action)) {
      return base::Error(base::Reason::kTransitionNotAllowed,
                         {{},
                          {{"from", std::string(Name(state.status))},
                           {"to", std::string(Name(*to))}}});
    }
    return Just(UserStatusChanged{state.status, *to, command.reason});
  }

  Decision operator()(const RecordKycResult& command) {
    RETURN_IF_ERROR(CheckOpen(state));
    if (!IsKnown(command.result)) {
      return InvalidArgument("result", "ONE_OF",
                             "Must be one of: PENDING, PASSED, FAILED");
    }
    if (state.kyc_status == command.result) return Events{};
    return Just(UserKycRecorded{command.result, command.reason});
  }

  Decision operator()(const VerifyEmail& command) {
    RETURN_IF_ERROR(CheckOpen(state));
    const std::optional<Email>& current = state.profile.email;
    if (!current) return InvalidArgument("email", "REQUIRED", "Is required");
    if (command.email && command.email != current) {
      return InvalidArgument("email", "NOT_VALID", "Is not valid");
    }
    if (state.email_verified) return Events{};
    return Just(UserEmailVerified{current});
  }

  Decision operator()(const EraseUser& command) {
    RETURN_IF_ERROR(CheckExists(state));
    if (state.legal_hold) return base::Error(base::Reason::kUserOnHold);
    return Just(UserErased{command.ticket, command.reason_hash});
  }

  Decision operator()(const HoldUser& command) {
    RETURN_IF_ERROR(CheckExists(state));
    if (state.legal_hold) return Events{};
    return Just(UserHeld{command.reason});
  }

  Decision operator()(const ReleaseUser& command) {
    RETURN_IF_ERROR(CheckExists(state));
    if (!state.legal_hold) return Events{};
    return Just(UserReleased{command.reason});
  }

 private:
  // E-mail and phone number have events of their own: others wait for them.
  Events EventsOf(ProfilePatch patch) {
    Events events;
    const FieldSet touched = TouchedFields(patch);
    const std::optional<Email> email = std::move(patch.changed.email);
    std::optional<PhoneNumber> phone = std::move(patch.changed.phone_number);
    constexpr FieldSet kOwnEvents = {ProfileField::kEmail,
                                     ProfileField::kPhoneNumber};
    patch.changed.email.reset();
    patch.changed.phone_number.reset();
    patch.cleared = patch.cleared - kOwnEvents;
    if (!(touched - kOwnEvents).empty()) {
      events.emplace_back(UserProfileUpdated{std::move(patch)});
    }
    if (touched.Contains(ProfileField::kEmail)) {
      events.emplace_back(
          UserEmailChanged{email, ClaimsEmail(state, email, context.rules)});
    }
    if (touched.Contains(ProfileField::kPhoneNumber)) {
      events.emplace_back(UserPhoneNumberChanged{std::move(phone)});
    }
    return events;
  }
};

}  // namespace

absl::StatusOr<std::vector<Event>> Decide(const UserState& state,
                                          const Command& command,
                                          const DecideContext& context) {
  if (state.erased) return base::Error(base::Reason::kUserErased);
  return std::visit(Decider{state, context}, command);
}

}  // namespace rollbook::domain
