// Contract section 1.6, with the crash that it is made for.

#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

class Idempotency : public EndToEnd {
 protected:
  static HttpCall WithKey(HttpCall call, const std::string& key) {
    call.headers.emplace_back("Idempotency-Key", key);
    return call;
  }

  void CrashAndRestart() {
    service_.Crash();
    ASSERT_TRUE(service_.Start().ok());
    // A gateway of its own needs a moment to find its backend again.
    ASSERT_TRUE(
        Eventually([&] { return Send(GetCall("nobody")).status == 404; }));
  }

  static void ExpectReplay(const HttpAnswer& again, const HttpAnswer& first) {
    EXPECT_EQ(again.status, first.status);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.Header("Idempotent-Replayed"), "true");
    EXPECT_FALSE(first.Has("Idempotent-Replayed"));
  }
};

INSTANTIATE_TEST_SUITE_P(, Idempotency,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(Idempotency, ARetryAfterACrashGetsTheStoredAnswer) {
  const HttpCall create = WithKey(CreateCall(ExampleUser("42")), NewUuidText());
  const HttpAnswer created = Send(create);
  ASSERT_EQ(created.status, 201) << created.body;
  const HttpCall patch =
      WithKey(PatchCall("42", {{"city", "Ottawa"}}), NewUuidText());
  const HttpAnswer patched = Send(patch);
  ASSERT_EQ(patched.status, 200) << patched.body;
  const HttpCall refused =
      WithKey(CreateCall(ExampleUser("42")), NewUuidText());
  const HttpAnswer conflict = Send(refused);
  ASSERT_EQ(conflict.status, 409) << conflict.body;

  CrashAndRestart();
  ExpectReplay(Send(create), created);
  ExpectReplay(Send(patch), patched);
  ExpectReplay(Send(refused), conflict);
  EXPECT_EQ(History(ParseJson(created.body)["userId"]).size(), 2u);
}

TEST_P(Idempotency, TheSameBytesAreAnsweredAgainEvenAfterLaterChanges) {
  const HttpCall create =
      Signed(WithKey(CreateCall(ExampleUser("42")), NewUuidText()), acme_);
  const HttpAnswer created = SendAsIs(create);
  ASSERT_EQ(created.status, 201) << created.body;
  ASSERT_EQ(Send(PatchCall("42", {{"city", "Ottawa"}})).status, 200);
  ExpectReplay(SendAsIs(create), created);
}

TEST_P(Idempotency, AKeyIsBoundToItsRequest) {
  const std::string key = NewUuidText();
  ASSERT_EQ(Send(WithKey(CreateCall(ExampleUser("42")), key)).status, 201);
  ExpectError(Send(WithKey(CreateCall(ExampleUser("43")), key)), 422,
              "unprocessable_entity",
              "Idempotency-Key was already used with a different request");
  EXPECT_EQ(Send(GetCall("43")).status, 404);
}

TEST_P(Idempotency, TheKeyMayBeQuotedAndInEitherCase) {
  const HttpCall call = CreateCall(ExampleUser("42"));
  const HttpAnswer first =
      Send(WithKey(call, "6f9619ff-8b86-d011-b42d-00cf4fc964ff"));
  ASSERT_EQ(first.status, 201) << first.body;
  ExpectReplay(Send(WithKey(call, "\"6F9619FF-8B86-D011-B42D-00CF4FC964FF\"")),
               first);
}

TEST_P(Idempotency, AnotherFormOfKeyIsAFieldError) {
  for (const std::string key : {"", "42", "6f9619ff8b86d011b42d00cf4fc964ff"}) {
    const Json error =
        ExpectError(Send(WithKey(CreateCall(ExampleUser("42")), key)), 400,
                    "bad_request", "Request body failed validation");
    EXPECT_THAT(FieldsOf(error), testing::ElementsAre("Idempotency-Key"));
  }
}

TEST_P(Idempotency, AnInvalidRequestDoesNotUseUpItsKey) {
  const std::string key = NewUuidText();
  Json user = ExampleUser("42");
  user["email"] = "nobody";
  ASSERT_EQ(Send(WithKey(CreateCall(user), key)).status, 400);
  EXPECT_EQ(Send(WithKey(CreateCall(ExampleUser("42")), key)).status, 201);
}

}  // namespace
}  // namespace rollbook::tests
