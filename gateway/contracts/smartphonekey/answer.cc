#include "gateway/contracts/smartphonekey/answer.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "gateway/contracts/json_answer.h"
#include "gateway/mapping/timestamp_text.h"

namespace rollbook::gateway::smartphonekey {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kShownOfPhoneNumber = 4;

const char* NameOf(user::v1::UserStatus status) {
  switch (status) {
    case user::v1::USER_STATUS_ACTIVE:
      return "ACTIVE";
    case user::v1::USER_STATUS_SUSPENDED:
      return "SUSPENDED";
    default:
      return "INACTIVE";
  }
}

// The members of a profile; those without a value are left out.
Json Profile(const user::v1::User& user) {
  Json profile = {{"userId", user.external_id()},
                  {"email", user.profile().email()}};
  if (user.profile().has_first_name()) {
    profile.emplace("firstName", user.profile().first_name());
  }
  if (user.profile().has_last_name()) {
    profile.emplace("lastName", user.profile().last_name());
  }
  if (user.profile().has_phone_number()) {
    profile.emplace("phoneNumber", user.profile().phone_number());
  }
  profile.emplace("status", NameOf(user.status()));
  return profile;
}

http::HttpResponse CommandAnswer(int status, const user::v1::User& user,
                                 Json event) {
  const Json body = {{"success", true},
                     {"aggregateId", user.external_id()},
                     {"version", user.version()},
                     {"event", std::move(event)},
                     {"userId", user.external_id()}};
  return JsonAnswer(status, body);
}

bool IsPunctuation(char c) {
  return c > 0 && c < 0x7f && !(c >= '0' && c <= '9') &&
         !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z');
}

bool ContinuesCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

}  // namespace

http::HttpResponse CreatedAnswer(const user::v1::User& user) {
  return CommandAnswer(201, user,
                       {{"type", "UserCreated"}, {"data", Profile(user)}});
}

http::HttpResponse PhoneNumberAnswer(const user::v1::User& user) {
  const bool set = user.profile().has_phone_number();
  Json data = {{"userId", user.external_id()},
               {"action", set ? "set" : "removed"}};
  if (set) {
    data.emplace("maskedPhoneNumber",
                 MaskPhoneNumber(user.profile().phone_number()));
  }
  data.emplace("timestamp", TimestampText(user.update_time()));
  return CommandAnswer(
      200, user,
      {{"type", "UserPhoneNumberUpdated"}, {"data", std::move(data)}});
}

http::HttpResponse UnchangedAnswer(const user::v1::User& user) {
  return CommandAnswer(200, user, nullptr);
}

http::HttpResponse ProfileAnswer(const user::v1::User& user) {
  return JsonAnswer(200, Profile(user));
}

std::string MaskPhoneNumber(std::string_view number) {
  const auto is_hidden = [](char c) {
    return !IsPunctuation(c) && !ContinuesCharacter(c);
  };
  const auto characters = static_cast<size_t>(
      std::count_if(number.begin(), number.end(), is_hidden));
  const size_t hidden = characters > kShownOfPhoneNumber
                            ? characters - kShownOfPhoneNumber
                            : characters;
  std::string masked;
  size_t seen = 0;
  for (const char c : number) {
    if (is_hidden(c)) ++seen;
    if (IsPunctuation(c) || seen > hidden) {
      masked.push_back(c);
    } else if (!ContinuesCharacter(c)) {
      masked.push_back('*');
    }
  }
  return masked;
}

}  // namespace rollbook::gateway::smartphonekey
