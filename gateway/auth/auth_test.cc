#include <string>

#include "absl/time/time.h"
#include "base/bytes.h"
#include "gateway/auth/request_signature.h"
#include "gateway/auth/rfc3339.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

absl::Time Noon(absl::Duration after = absl::ZeroDuration()) {
  return absl::FromCivil(absl::CivilSecond(2026, 3, 13, 12, 0, 0),
                         absl::UTCTimeZone()) +
         after;
}

TEST(Rfc3339, ReadsAnyFractionAndOffsetInEitherCase) {
  for (const char* text :
       {"2026-03-13T12:00:00Z", "2026-03-13t12:00:00z",
        "2026-03-13T12:00:00.000Z", "2026-03-13T12:00:00+00:00",
        "2026-03-13T12:00:00-00:00", "2026-03-13T17:30:00+05:30",
        "2026-03-12T12:01:00-23:59", "2026-03-13T12:00:00.0000000000000Z"}) {
    EXPECT_EQ(ParseRfc3339(text), Noon()) << text;
  }
  EXPECT_EQ(ParseRfc3339("2026-03-13T12:00:00.25Z"),
            Noon(absl::Milliseconds(250)));
  EXPECT_EQ(ParseRfc3339("2026-03-13T12:00:00.123456789123Z"),
            Noon(absl::Nanoseconds(123456789)));
}

TEST(Rfc3339, RefusesWhatIsNotExactlyADateTimeWithZone) {
  for (const char* text : {"",
                           "2026-03-13",
                           "2026-03-13T12:00:00",
                           "2026-03-13 12:00:00Z",
                           "2026-03-13T12:00Z",
                           "2026-03-13T12:00:00.Z",
                           "2026-03-13T12:00:00,5Z",
                           "2026-02-29T12:00:00Z",
                           "2026-13-01T12:00:00Z",
                           "2026-00-10T12:00:00Z",
                           "2026-03-00T12:00:00Z",
                           "2026-03-13T24:00:00Z",
                           "2026-03-13T12:60:00Z",
                           "2026-03-13T12:00:61Z",
                           "2026-03-13T12:00:60Z",
                           "2026-03-13T12:00:00+0000",
                           "2026-03-13T12:00:00+24:00",
                           "2026-03-13T12:00:00+00:60",
                           "2026-03-13T12:00:00+0:00",
                           " 2026-03-13T12:00:00Z",
                           "2026-03-13T12:00:00Z ",
                           "2026-03-13T12:00:00ZZ",
                           "1773403200",
                           "Fri, 13 Mar 2026 12:00:00 GMT",
                           "+2026-03-13T12:00:00Z",
                           "2026-3-13T12:00:00Z"}) {
    EXPECT_EQ(ParseRfc3339(text), std::nullopt) << text;
  }
}

TEST(Rfc3339, TakesALeapSecondOnlyWhereOneMayBe) {
  const absl::Time midnight = absl::FromCivil(
      absl::CivilSecond(2017, 1, 1, 0, 0, 0), absl::UTCTimeZone());
  EXPECT_EQ(ParseRfc3339("2016-12-31T23:59:60Z"), midnight);
  EXPECT_EQ(ParseRfc3339("2016-12-31T15:59:60-08:00"), midnight);
  EXPECT_EQ(ParseRfc3339("2016-12-31T23:59:60-08:00"), std::nullopt);
}

struct Vector {
  const char* method;
  const char* target;
  const char* timestamp;
  const char* body;
  const char* signature;
};

// Contract section 1.1.
const Vector kVectors[] = {
    {"GET", "/v1/users/ext123/balances", "2026-03-13T12:00:00Z", "",
     "c2efa34338aee777d8e7072d34958112628d5bee7f6e6726b93b4f4988179498"},
    {"POST", "/v1/users", "2026-03-13T12:00:00Z",
     R"({"externalId":"partner-user-42","email":"jane.doe@example.com",)"
     R"("firstName":"Jane","lastName":"Doe","dateOfBirth":"1990-05-15",)"
     R"("addressLine1":"123 Main St","addressLine2":"Suite 400",)"
     R"("city":"Toronto","postalCode":"M5V 2T6","province":"ON",)"
     R"("country":"CA","occupation":"Software Engineer",)"
     R"("isCiroAffiliate":false})",
     "11c98e3a21952e534e1eaf1e4213489e151f9d87230bb45cd99d3cefdeb46abf"},
    {"GET", "/v1/users/partner%20user%2F42%2B%C3%A9?x=%3a",
     "2026-03-13T12:00:00Z", "",
     "6714344d54e8e56d22c65f3bbee41a6087140abb8591e3132de66e31d419921a"},
    {"GET", "/v1/users/partner-user-42", "2026-03-13T12:00:00.250+00:00", "",
     "675e980836f2ea046271380e7871f3e05408e1367ca562a88940adeb6bc8b134"},
};

TEST(Signature, AgreesWithTheVectorsOfTheContract) {
  const base::HmacSha256 secret("rbs_test_9f2c4e");
  for (const Vector& vector : kVectors) {
    const base::Hash256 signature = SignatureOf(
        secret, {vector.method, vector.target, vector.timestamp, vector.body});
    EXPECT_EQ(base::ToHex(base::AsText(signature)), vector.signature)
        << vector.target;
  }
}

TEST(Signature, IsReadInEitherCaseAndOnlyInFullLength) {
  const std::string lower(kVectors[0].signature);
  std::string upper = lower;
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  EXPECT_TRUE(ParseSignature(lower));
  EXPECT_EQ(ParseSignature(lower), ParseSignature(upper));
  EXPECT_FALSE(ParseSignature(lower.substr(1)));
  EXPECT_FALSE(ParseSignature(lower + "0"));
  EXPECT_FALSE(ParseSignature("g" + lower.substr(1)));
  EXPECT_FALSE(ParseSignature(""));
}

TEST(TimestampWindow, ClosesBehindSixtySeconds) {
  const absl::Time now = Noon();
  EXPECT_TRUE(TimestampPasses(now - absl::Seconds(60), now));
  EXPECT_FALSE(TimestampPasses(now - absl::Seconds(61), now));
  EXPECT_TRUE(TimestampPasses(now + absl::Seconds(60), now));
  EXPECT_FALSE(TimestampPasses(now + absl::Seconds(61), now));
  EXPECT_FALSE(
      TimestampPasses(now + absl::Seconds(60) + absl::Nanoseconds(1), now));
}

TEST(TimestampWindow, ForgivesTheWayThroughTheNetwork) {
  const absl::Time stamp = Noon();
  const absl::Time later = stamp + absl::Seconds(60);
  EXPECT_TRUE(TimestampPasses(stamp, later + absl::Milliseconds(999)));
  EXPECT_FALSE(TimestampPasses(stamp, later + absl::Seconds(1)));
}

TEST(TimestampWindow, ExpiresExactlyWhenItNoLongerPasses) {
  for (const absl::Duration fraction :
       {absl::ZeroDuration(), absl::Milliseconds(1), absl::Milliseconds(999)}) {
    const absl::Time stamp = Noon(fraction);
    const absl::Time expires = TimestampExpires(stamp);
    EXPECT_FALSE(TimestampPasses(stamp, expires));
    EXPECT_TRUE(TimestampPasses(stamp, expires - absl::Nanoseconds(1)));
  }
}

TEST(Fingerprint, IsOverMethodPathAndBodyAndNothingElse) {
  const base::Hash256 one = FingerprintOf({"POST", "/v1/users", "a", "{}"});
  EXPECT_EQ(one, FingerprintOf({"POST", "/v1/users", "b", "{}"}));
  EXPECT_EQ(one, base::Sha256({"POST\n/v1/users\n{}"}));
  EXPECT_NE(one, FingerprintOf({"PATCH", "/v1/users", "a", "{}"}));
  EXPECT_NE(one, FingerprintOf({"POST", "/v1/users?", "a", "{}"}));
  EXPECT_NE(one, FingerprintOf({"POST", "/v1/users", "a", "{ }"}));
}

}  // namespace
}  // namespace rollbook::gateway
