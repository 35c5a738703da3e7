#include "domain/evolve.h"

#include <utility>
#include <variant>

namespace rollbook::domain {
namespace {

struct Evolver {
  UserState& state;

  void operator()(const UserCreated& event) {
    state = {};
    state.exists = true;
    state.profile = event.profile;
    state.status = event.status;
    state.email_claimed = event.email_claimed;
    state.external_id_ignores_case = event.external_id_ignores_case;
  }
  void operator()(const UserProfileUpdated& event) {
    state.profile = Apply(std::move(state.profile), event.patch);
  }
  void operator()(const UserEmailChanged& event) {
    state.profile.email = event.email;
    state.email_claimed = event.email_claimed;
    state.email_verified = false;
  }
  void operator()(const UserPhoneNumberChanged& event) {
    state.profile.phone_number = event.phone_number;
  }
  void operator()(const UserStatusChanged& event) { state.status = event.to; }
  void operator()(const UserKycRecorded& event) {
    state.kyc_status = event.result;
  }
  void operator()(const UserEmailVerified&) { state.email_verified = true; }
  void operator()(const UserErased&) {
    state = {};
    state.exists = true;
    state.erased = true;
  }
  void operator()(const UserHeld&) { state.legal_hold = true; }
  void operator()(const UserReleased&) { state.legal_hold = false; }
};

}  // namespace

UserState Evolve(UserState state, const Event& event) {
  std::visit(Evolver{state}, event);
  return state;
}

UserState Fold(std::span<const Event> events, UserState state) {
  for (const Event& event : events) state = Evolve(std::move(state), event);
  return state;
}

}  // namespace rollbook::domain
