// Another partner's user cannot be told from nobody by the time it takes. That
// both take the same steps is services/users/same_steps_test.cc; here it is
// only a step more, a call or a read of the disk, that would show.

#include <algorithm>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "tests/e2e/isolation_fixture.h"

namespace rollbook::tests {
namespace {

// Of each kind, in turns.
constexpr int kSamples = 200;
// A difference that is there is there every time; one that a busy machine
// makes is not.
constexpr int kTrials = 12;
// A call or a read of the disk more would come to the double.
constexpr double kSameClass = 0.5;

// The tenth of the times that nothing came between.
absl::Duration Undisturbed(std::vector<absl::Duration> times) {
  const auto tenth =
      times.begin() + static_cast<std::ptrdiff_t>(times.size() / 10);
  std::nth_element(times.begin(), tenth, times.end());
  return *tenth;
}

class TimingClass : public Isolation {
 protected:
  // How far the two are apart, as a part of the smaller.
  double Difference(const std::string& partner, MakeCall make,
                    const std::string& foreign, const std::string& nobody) {
    std::vector<absl::Duration> times[2];
    HttpClient client = Connect();
    for (int i = 0; i < 2 * kSamples; ++i) {
      const bool is_foreign = i % 2 == 0;
      const HttpCall call = As(partner, make(is_foreign ? foreign : nobody));
      const absl::Time start = absl::Now();
      const auto answer = client.Call(call);
      times[is_foreign ? 0 : 1].push_back(absl::Now() - start);
      EXPECT_EQ(answer.value_or(HttpAnswer{}).status, 404) << answer.status();
    }
    const auto [less, more] =
        std::minmax({Undisturbed(times[0]), Undisturbed(times[1])});
    return absl::FDivDuration(more - less, less);
  }
};

INSTANTIATE_TEST_SUITE_P(, TimingClass,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(TimingClass, AnotherPartnersUserTakesAsLongAsNobody) {
  const std::string foreign = NewUuidText();
  const std::string nobody = NewUuidText();
  ASSERT_EQ(SendAsIs(As("acme", BocaRatonCreate(foreign))).status, 201);
  ASSERT_EQ(SendAsIs(As("phones", PhoneCreate(foreign))).status, 201);
  const std::pair<std::string, MakeCall> kAsked[] = {{"globex", GetCall},
                                                     {"globex", BocaRatonPatch},
                                                     {"phones2", PhoneProfile},
                                                     {"phones2", PhoneUpdate}};
  for (const auto& [partner, make] : kAsked) {
    SCOPED_TRACE(make(nobody).target);
    double least = 1;
    for (int i = 0; i < kTrials && least >= kSameClass; ++i) {
      least = std::min(least, Difference(partner, make, foreign, nobody));
    }
    EXPECT_LT(least, kSameClass);
  }
}

}  // namespace
}  // namespace rollbook::tests
