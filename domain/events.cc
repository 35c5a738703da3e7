#include "domain/events.h"

namespace rollbook::domain {
namespace {

struct NameOf {
  std::string_view operator()(const UserCreated&) { return "UserCreated"; }
  std::string_view operator()(const UserProfileUpdated&) {
    return "UserProfileUpdated";
  }
  std::string_view operator()(const UserEmailChanged&) {
    return "UserEmailChanged";
  }
  std::string_view operator()(const UserPhoneNumberChanged&) {
    return "UserPhoneNumberChanged";
  }
  std::string_view operator()(const UserStatusChanged&) {
    return "UserStatusChanged";
  }
  std::string_view operator()(const UserKycRecorded&) {
    return "UserKycRecorded";
  }
  std::string_view operator()(const UserEmailVerified&) {
    return "UserEmailVerified";
  }
  std::string_view operator()(const UserErased&) { return "UserErased"; }
  std::string_view operator()(const UserHeld&) { return "UserHeld"; }
  std::string_view operator()(const UserReleased&) { return "UserReleased"; }
};

}  // namespace

std::string_view EventTypeName(const Event& event) {
  return std::visit(NameOf{}, event);
}

}  // namespace rollbook::domain
