// Dates, countries, postal codes, phone numbers.
#include <gtest/gtest.h>

#include "domain/country.h"
#include "domain/date.h"
#include "domain/phone_number.h"
#include "domain/postal_code.h"

namespace rollbook::domain {
namespace {

TEST(Date, IsADayOfTheCalendar) {
  for (const char* text :
       {"1900-01-01", "2000-02-29", "1990-05-15", "9999-12-31"}) {
    ASSERT_TRUE(Date::Parse(text)) << text;
    EXPECT_EQ(Date::Parse(text)->text(), text);
  }
  EXPECT_EQ(Date::Parse("2000-02-29")->day(), absl::CivilDay(2000, 2, 29));
}

TEST(Date, RefusesEverythingElse) {
  for (const char* text :
       {"", "1899-12-31", "1900-02-29", "2001-02-29", "2000-02-30",
        "2000-04-31", "2000-13-01", "2000-00-10", "2000-01-00", "2000-1-01",
        "20000-01-01", "2000-01-01Z", " 2000-01-01", "2000/01/01", "01-01-2000",
        "2000-01-0x", "+200-01-01", "-200-01-01", "２０００-01-01"}) {
    EXPECT_FALSE(Date::Parse(text)) << text;
  }
}

TEST(Date, MakesSomebodyOlderOnTheBirthday) {
  const Date birth = *Date::Parse("2008-03-13");
  EXPECT_TRUE(IsAtLeast(18, birth, absl::CivilDay(2026, 3, 13)));
  EXPECT_FALSE(IsAtLeast(18, birth, absl::CivilDay(2026, 3, 12)));
}

TEST(Date, LetsLeapDayChildrenWaitForMarch) {
  const Date birth = *Date::Parse("2008-02-29");
  EXPECT_FALSE(IsAtLeast(18, birth, absl::CivilDay(2026, 2, 28)));
  EXPECT_TRUE(IsAtLeast(18, birth, absl::CivilDay(2026, 3, 1)));
}

TEST(CountryCode, IsAnUpperCaseIsoCode) {
  for (const char* text : {"CA", "US", "DE", "ZW", "AD"}) {
    EXPECT_TRUE(CountryCode::Parse(text)) << text;
  }
  for (const char* text : {"", "ca", "C", "CAN", "XX", "UK", "EU", "XK"}) {
    EXPECT_FALSE(CountryCode::Parse(text)) << text;
  }
  EXPECT_TRUE(CountryCode::ParseOrKosovo("XK"));
  EXPECT_TRUE(CountryCode::ParseOrKosovo("GR"));
  EXPECT_FALSE(CountryCode::ParseOrKosovo("xk"));
}

TEST(Subdivision, IsACodeOrAnEnglishNameInEitherCase) {
  const CountryCode canada = *CountryCode::Parse("CA");
  const CountryCode us = *CountryCode::Parse("US");
  for (const char* text : {"ON", "on", "Ontario", "ONTARIO", "qc", "Quebec",
                           "newfoundland and labrador", "NU"}) {
    EXPECT_TRUE(IsSubdivision(canada, text)) << text;
  }
  for (const char* text :
       {"", "CA-ON", "NY", "Ontari", "Ontario ", "Québec!"}) {
    EXPECT_FALSE(IsSubdivision(canada, text)) << text;
  }
  EXPECT_TRUE(IsSubdivision(us, "ny"));
  EXPECT_TRUE(IsSubdivision(us, "District of Columbia"));
  EXPECT_FALSE(IsSubdivision(us, "ON"));
}

TEST(Subdivision, IsKnownForTwoCountriesOnly) {
  EXPECT_TRUE(HasSubdivisionTable(*CountryCode::Parse("CA")));
  EXPECT_TRUE(HasSubdivisionTable(*CountryCode::Parse("US")));
  EXPECT_FALSE(HasSubdivisionTable(*CountryCode::Parse("DE")));
  EXPECT_FALSE(IsSubdivision(*CountryCode::Parse("DE"), "BY"));
}

TEST(PostalCode, KnowsTheCanadianForm) {
  const auto canadian = [](std::string_view text) {
    return PostalCode::Parse(text, false, 20)->HasCanadianForm();
  };
  for (const char* text : {"M5V 2T6", "M5V2T6", "m5v 2t6", "k1a0b1"}) {
    EXPECT_TRUE(canadian(text)) << text;
  }
  for (const char* text :
       {"M5V-2T6", "M5V  2T6", "M5V 2T", "MMV 2T6", "D5V 2T6", "W5V 2T6",
        "M5O 2T6", "90210", " M5V2T6"}) {
    EXPECT_FALSE(canadian(text)) << text;
  }
}

TEST(PostalCode, RemembersWhetherItCameAsANumber) {
  EXPECT_TRUE(PostalCode::Parse("10115", true, 20)->is_number());
  EXPECT_NE(PostalCode::Parse("10115", true, 20),
            PostalCode::Parse("10115", false, 20));
  EXPECT_FALSE(PostalCode::Parse("1e5", true, 20));
  EXPECT_FALSE(PostalCode::Parse("-1", true, 20));
}

TEST(PhoneNumber, HasE164BesideItOnlyWhenItIsPossible) {
  const auto e164 = [](std::string_view text) {
    return PhoneNumber::ParseFreeText(text)->e164();
  };
  EXPECT_EQ(e164("+14165550123"), "+14165550123");
  EXPECT_EQ(e164("+1 (416) 555-0123"), "+14165550123");
  EXPECT_EQ(e164("+49 30 123456"), "+4930123456");
  // Possible within an area only.
  EXPECT_EQ(e164("+1-555-0123"), std::nullopt);
  EXPECT_EQ(e164("416-555-0123"), std::nullopt);
  EXPECT_EQ(e164("+999 123456789"), std::nullopt);
  EXPECT_EQ(e164("+1 800 FLOWERS"), std::nullopt);
  EXPECT_EQ(e164("ask my mother"), std::nullopt);
  EXPECT_EQ(e164("+"), std::nullopt);
}

TEST(PhoneNumber, StaysAsItWasSent) {
  EXPECT_EQ(PhoneNumber::ParseFreeText("+1-555-0123")->text(), "+1-555-0123");
  EXPECT_EQ(PhoneNumber::ParsePossible("+52 4401234567")->text(),
            "+52 4401234567");
}

TEST(PhoneNumber, IsInternationalAndPossibleWhereThatIsDemanded) {
  for (const char* text :
       {"+524401234567", "+52 440 123 4567", "+1-416-555-0123"}) {
    EXPECT_TRUE(PhoneNumber::ParsePossible(text)) << text;
  }
  for (const char* text :
       {"", "+", "524401234567", "00524401234567", "+1-555-0123", "+1",
        "+1 (416) 555-0123", "+1416555012345678", "++14165550123",
        "+1416555O123", "tel:+14165550123"}) {
    EXPECT_FALSE(PhoneNumber::ParsePossible(text)) << text;
  }
}

}  // namespace
}  // namespace rollbook::domain
