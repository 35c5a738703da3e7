#ifndef ROLLBOOK_DOMAIN_EVENTS_H_
#define ROLLBOOK_DOMAIN_EVENTS_H_

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "domain/email.h"
#include "domain/enums.h"
#include "domain/phone_number.h"
#include "domain/profile.h"
#include "domain/text.h"

// What happened to a user: one event per fact. Time, version and actor are in
// the record's header.
namespace rollbook::domain {

struct UserCreated {
  Profile profile;  // the external id included
  UserStatus status = UserStatus::kPendingCompliance;
  bool email_claimed = false;
  bool external_id_ignores_case = false;

  friend bool operator==(const UserCreated&, const UserCreated&) = default;
};

// Fields other than e-mail and phone number got new values or were cleared.
struct UserProfileUpdated {
  ProfilePatch patch;

  friend bool operator==(const UserProfileUpdated&,
                         const UserProfileUpdated&) = default;
};

// The new address is not verified.
struct UserEmailChanged {
  std::optional<Email> email;  // absent: removed
  bool email_claimed = false;

  friend bool operator==(const UserEmailChanged&,
                         const UserEmailChanged&) = default;
};

struct UserPhoneNumberChanged {
  std::optional<PhoneNumber> phone_number;  // absent: removed

  friend bool operator==(const UserPhoneNumberChanged&,
                         const UserPhoneNumberChanged&) = default;
};

struct UserStatusChanged {
  UserStatus from;
  UserStatus to;
  Text reason;

  friend bool operator==(const UserStatusChanged&,
                         const UserStatusChanged&) = default;
};

struct UserKycRecorded {
  KycStatus result;
  std::optional<Text> reason = std::nullopt;

  friend bool operator==(const UserKycRecorded&,
                         const UserKycRecorded&) = default;
};

struct UserEmailVerified {
  std::optional<Email> email = std::nullopt;  // the address that was verified

  friend bool operator==(const UserEmailVerified&,
                         const UserEmailVerified&) = default;
};

// Ends the stream: the data key is gone.
struct UserErased {
  std::string ticket;
  std::string reason_hash;  // of the reason that was given; 32 bytes

  friend bool operator==(const UserErased&, const UserErased&) = default;
};

// Must not be erased from now on.
struct UserHeld {
  Text reason;

  friend bool operator==(const UserHeld&, const UserHeld&) = default;
};

struct UserReleased {
  std::optional<Text> reason = std::nullopt;

  friend bool operator==(const UserReleased&, const UserReleased&) = default;
};

using Event =
    std::variant<UserCreated, UserProfileUpdated, UserEmailChanged,
                 UserPhoneNumberChanged, UserStatusChanged, UserKycRecorded,
                 UserEmailVerified, UserErased, UserHeld, UserReleased>;

// The stored type name: "UserCreated", ... Must not change.
std::string_view EventTypeName(const Event& event);

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_EVENTS_H_
