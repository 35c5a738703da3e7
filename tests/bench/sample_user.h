#ifndef ROLLBOOK_TESTS_BENCH_SAMPLE_USER_H_
#define ROLLBOOK_TESTS_BENCH_SAMPLE_USER_H_

#include <string>

#include "rollbook/user/v1/user.pb.h"

namespace rollbook::bench {

// The user of the boca-raton contract's example; only the id differs.
inline user::v1::Profile SampleProfile() {
  user::v1::Profile profile;
  profile.set_email("jane.doe@example.com");
  profile.set_first_name("Jane");
  profile.set_last_name("Doe");
  profile.set_date_of_birth("1990-05-15");
  profile.set_occupation("Software Engineer");
  profile.set_is_ciro_affiliate(false);
  user::v1::Address& address = *profile.mutable_address();
  address.set_line1("123 Main St");
  address.set_line2("Suite 400");
  address.set_city("Toronto");
  address.set_postal_code("M5V 2T6");
  address.set_province("ON");
  address.set_country("CA");
  return profile;
}

// The same as the contract's JSON body.
inline std::string SampleBody(const std::string& external_id) {
  return "{\"externalId\":\"" + external_id +
         "\",\"email\":\"jane.doe@example.com\",\"firstName\":\"Jane\","
         "\"lastName\":\"Doe\",\"dateOfBirth\":\"1990-05-15\","
         "\"addressLine1\":\"123 Main St\",\"addressLine2\":\"Suite 400\","
         "\"city\":\"Toronto\",\"postalCode\":\"M5V 2T6\",\"province\":\"ON\","
         "\"country\":\"CA\",\"occupation\":\"Software Engineer\","
         "\"isCiroAffiliate\":false}";
}

}  // namespace rollbook::bench

#endif  // ROLLBOOK_TESTS_BENCH_SAMPLE_USER_H_
