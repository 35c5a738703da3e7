#include "cli/request_signer.h"

#include <gtest/gtest.h>

namespace rollbook::cli {
namespace {

constexpr char kSecret[] = "rbs_test_9f2c4e";
constexpr char kNoon[] = "2026-03-13T12:00:00Z";

RequestToSign Get(const std::string& target, const std::string& timestamp) {
  return {.method = "GET",
          .target = target,
          .timestamp = timestamp,
          .body = "",
          .api_key = "k",
          .idempotency_key = ""};
}

// The body of contract section 1.3, without whitespace between tokens.
constexpr char kCreateBody[] =
    R"({"externalId":"partner-user-42","email":"jane.doe@example.com",)"
    R"("firstName":"Jane","lastName":"Doe","dateOfBirth":"1990-05-15",)"
    R"("addressLine1":"123 Main St","addressLine2":"Suite 400",)"
    R"("city":"Toronto","postalCode":"M5V 2T6","province":"ON",)"
    R"("country":"CA","occupation":"Software Engineer",)"
    R"("isCiroAffiliate":false})";

TEST(Signature, MatchesTheContractsFourVectors) {
  EXPECT_EQ(Signature(Get("/v1/users/ext123/balances", kNoon), kSecret),
            "c2efa34338aee777d8e7072d34958112628d5bee7f6e6726b93b4f4988179498");
  RequestToSign create = Get("/v1/users", kNoon);
  create.method = "POST";
  create.body = kCreateBody;
  EXPECT_EQ(Signature(create, kSecret),
            "11c98e3a21952e534e1eaf1e4213489e151f9d87230bb45cd99d3cefdeb46abf");
  EXPECT_EQ(
      Signature(Get("/v1/users/partner%20user%2F42%2B%C3%A9?x=%3a", kNoon),
                kSecret),
      "6714344d54e8e56d22c65f3bbee41a6087140abb8591e3132de66e31d419921a");
  EXPECT_EQ(Signature(Get("/v1/users/partner-user-42",
                          "2026-03-13T12:00:00.250+00:00"),
                      kSecret),
            "675e980836f2ea046271380e7871f3e05408e1367ca562a88940adeb6bc8b134");
}

TEST(ShellQuote, KeepsEveryByteOneWord) {
  EXPECT_EQ(ShellQuote("plain-1.0"), "plain-1.0");
  EXPECT_EQ(ShellQuote(""), "''");
  EXPECT_EQ(ShellQuote("a b"), "'a b'");
  EXPECT_EQ(ShellQuote("it's $HOME `x` \"y\" \\"),
            R"('it'\''s $HOME `x` "y" \')");
  EXPECT_EQ(ShellQuote("~root"), "'~root'");
}

TEST(CurlCommand, SendsExactlyWhatWasSigned) {
  RequestToSign request = Get("/v1/users/a%2Fb?x=[1]", kNoon);
  request.method = "PATCH";
  request.body = R"({"lastName":"O'Hara"})";
  request.idempotency_key = "550e8400-e29b-41d4-a716-446655440000";
  EXPECT_EQ(CurlCommand(request, kSecret, "http://localhost:1", ""),
            "curl -sS --path-as-is --globoff -X PATCH "
            "'http://localhost:1/v1/users/a%2Fb?x=[1]' -H 'X-Api-Key: k' "
            "-H 'X-Request-Timestamp: 2026-03-13T12:00:00Z' "
            "-H 'X-Request-Signature: " +
                Signature(request, kSecret) +
                "' -H 'Idempotency-Key: 550e8400-e29b-41d4-a716-446655440000' "
                "-H 'Content-Type: application/json' "
                "--data-binary '{\"lastName\":\"O'\\''Hara\"}'");
}

TEST(CurlCommand, NeverTakesABodyForAFilesName) {
  RequestToSign request = Get("/v1/users", kNoon);
  request.method = "POST";
  request.body = "@/etc/passwd";
  const std::string command = CurlCommand(request, kSecret, "http://h", "");
  EXPECT_NE(command.find("--data-raw @/etc/passwd"), std::string::npos);
}

TEST(CurlCommand, ReadsABodyFromItsFile) {
  RequestToSign request = Get("/v1/users", kNoon);
  request.method = "POST";
  request.body = "{}";
  const std::string command =
      CurlCommand(request, kSecret, "http://h", "my user.json");
  EXPECT_NE(command.find("--data-binary '@my user.json'"), std::string::npos);
}

}  // namespace
}  // namespace rollbook::cli
