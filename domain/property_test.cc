// Random commands, always the same ones: what must hold for any history.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "domain/claims.h"
#include "domain/decide.h"
#include "domain/for_each_field.h"
#include "domain/test_users.h"

namespace rollbook::domain {
namespace {

constexpr int kHistories = 300;
constexpr int kCommandsPerHistory = 40;

class Dice {
 public:
  explicit Dice(uint32_t seed) : engine_(seed) {}

  int Below(int n) { return static_cast<int>(engine_() % unsigned(n)); }
  bool OneIn(int n) { return Below(n) == 0; }

  // Few values, so that commands meet what is already there; now and then one
  // that no field takes.
  std::string Word(ProfileField field) {
    if (OneIn(50)) return "b\u202Ead";
    static const std::map<ProfileField, std::vector<std::string>> kWords = {
        {ProfileField::kEmail,
         {"a@example.com", "A@example.com", "b@example.com", ""}},
        {ProfileField::kDateOfBirth,
         {"1990-05-15", "2020-01-01", "2000-02-29"}},
        {ProfileField::kPhoneNumber, {"+14165550123", "555", "+1-555-0123"}},
        {ProfileField::kAddressPostalCode, {"M5V 2T6", "90210"}},
        {ProfileField::kAddressProvince, {"ON", "California", "Bayern"}},
        {ProfileField::kAddressCountry, {"CA", "US", "DE"}},
        {ProfileField::kResidencyCountry, {"XK", "DE"}},
        {ProfileField::kTaxResidencyCountry, {"CA", "DE"}},
    };
    static const std::vector<std::string> kNames = {"Jane", "Zoe\u0308", ""};
    const auto found = kWords.find(field);
    const auto& words = found == kWords.end() ? kNames : found->second;
    return words[static_cast<size_t>(Below(static_cast<int>(words.size())))];
  }

  ProfileInput Input() {
    ProfileInput input;
    ForEachField([&](ProfileField field, auto get) {
      if (OneIn(2)) Fill(field, get(input));
    });
    input.address.postal_code_is_number = OneIn(2);
    return input;
  }

  ProfileRules Rules() {
    ProfileRules rules = OneIn(2) ? BocaRatonRules() : ProfileRules{};
    rules.required = {};
    rules.unique_email = OneIn(2);
    rules.external_id_ignore_case = OneIn(2);
    return rules;
  }

  FieldSet Mask() {
    FieldSet mask;
    for (const ProfileField field : AllProfileFields()) {
      if (OneIn(4)) mask.Add(field);
    }
    return mask;
  }

  // nullopt: the input did not parse.
  std::optional<Command> NextCommand(const ProfileRules& rules) {
    const Text why = *Text::Parse("why", 3);
    switch (Below(10)) {
      case 0: {
        auto profile = ParseProfile(Input(), rules, kToday);
        if (!profile.ok()) return std::nullopt;
        return CreateUser{*profile, static_cast<UserStatus>(Below(4))};
      }
      case 1:
        return ChangeStatus{static_cast<StatusAction>(Below(6)), why};
      case 2:
        return RecordKycResult{static_cast<KycStatus>(Below(5)), why};
      case 3:
        return VerifyEmail{OneIn(2) ? Email::Parse("a@example.com")
                                    : std::nullopt};
      case 4:
        return HoldUser{why};
      case 5:
        return ReleaseUser{why};
      default: {
        auto patch = ParsePatch(Input(), Mask(), rules, kToday);
        if (!patch.ok()) return std::nullopt;
        return UpdateUser{*patch};
      }
    }
  }

 private:
  void Fill(ProfileField field, std::optional<std::string>& to) {
    to = Word(field);
  }
  void Fill(ProfileField, std::optional<bool>& to) { to = OneIn(2); }
  void Fill(ProfileField, std::optional<UserType>& to) {
    to = static_cast<UserType>(OneIn(30) ? 9 : Below(2));
  }
  void Fill(ProfileField, std::optional<SignInMethod>& to) {
    to = static_cast<SignInMethod>(OneIn(30) ? -1 : Below(3));
  }

  std::mt19937 engine_;
};

// Runs random histories and shows each decided step to `check`.
template <typename Check>
int RunHistories(Check check) {
  int accepted = 0;
  for (uint32_t seed = 0; seed < kHistories; ++seed) {
    Dice dice(seed);
    UserState state;
    std::vector<Event> history;
    for (int i = 0; i < kCommandsPerHistory; ++i) {
      const ProfileRules rules = dice.Rules();
      const std::optional<Command> command = dice.NextCommand(rules);
      if (!command) continue;
      const DecideContext context{kToday, rules};
      const auto events = Decide(state, *command, context);
      if (!events.ok()) {
        EXPECT_TRUE(base::ReasonOf(events.status())) << events.status();
        continue;
      }
      const UserState before = state;
      state = Fold(*events, state);
      history.insert(history.end(), events->begin(), events->end());
      if (!events->empty()) ++accepted;
      check(before, state, *command, context, history);
    }
  }
  return accepted;
}

TEST(AnyHistory, FoldsToTheSameStateAtOnceAndStepByStep) {
  const int accepted =
      RunHistories([](const UserState&, const UserState& after, const Command&,
                      const DecideContext&, const std::vector<Event>& history) {
        ASSERT_EQ(Fold(history), after);
        ASSERT_EQ(Fold(history), Fold(history));
      });
  EXPECT_GT(accepted, 2 * kHistories) << "the dice hardly ever get through";
}

TEST(AnyHistory, HasNoEventForACommandGivenTwice) {
  RunHistories([](const UserState&, const UserState& after,
                  const Command& command, const DecideContext& context,
                  const std::vector<Event>&) {
    const auto again = Decide(after, command, context);
    if (std::holds_alternative<CreateUser>(command)) {
      ASSERT_EQ(base::ReasonOf(again.status()), base::Reason::kExternalIdTaken);
    } else if (after.status != UserStatus::kClosed ||
               std::holds_alternative<ChangeStatus>(command)) {
      ASSERT_TRUE(again.ok()) << again.status();
      ASSERT_TRUE(again->empty());
    }
  });
}

TEST(AnyHistory, HasNoEventThatChangesNothing) {
  RunHistories([](const UserState&, const UserState& after, const Command&,
                  const DecideContext&, const std::vector<Event>& history) {
    UserState replayed;
    for (const Event& event : history) {
      const UserState next = Evolve(replayed, event);
      ASSERT_NE(next, replayed) << EventTypeName(event);
      replayed = next;
    }
    ASSERT_EQ(replayed, after);
  });
}

TEST(AnyHistory, HoldsExactlyTheClaimsOfItsState) {
  // What a user holds by adding up changes is what it would take if it were
  // created as it is now: nothing leaks, nothing is lost.
  const auto held_by = [](const UserState& state) {
    std::map<std::string, std::string> held;
    for (const ClaimChange& change : ClaimChanges({}, state)) {
      held[std::string(change.kind)] = change.value;
    }
    return held;
  };
  RunHistories([&](const UserState& before, const UserState& after,
                   const Command&, const DecideContext&,
                   const std::vector<Event>&) {
    std::map<std::string, std::string> held = held_by(before);
    for (const ClaimChange& change : ClaimChanges(before, after)) {
      const std::string kind(change.kind);
      if (change.action == ClaimAction::kRelease) {
        ASSERT_EQ(held[kind], change.value);
        held.erase(kind);
      } else {
        ASSERT_FALSE(held.contains(kind));
        held[kind] = change.value;
      }
    }
    ASSERT_EQ(held, held_by(after));
  });
}

TEST(AnyHistory, CanBeErasedAtAnyMoment) {
  RunHistories([](const UserState&, const UserState& after,
                  const Command& command, const DecideContext& context,
                  const std::vector<Event>&) {
    const UserState erased = Evolve(after, UserErased{});
    ASSERT_TRUE(ClaimChanges({}, erased).empty());
    ASSERT_EQ(base::ReasonOf(Decide(erased, command, context).status()),
              base::Reason::kUserErased);
  });
}

TEST(AnyInput, IsTakenAsItIsOrRefusedWithAReason) {
  constexpr int kInputs = 20000;
  // What the parsers look at, so that random texts get past the first byte.
  const std::vector<std::string> pieces = {"a",
                                           "Z",
                                           "1",
                                           "0",
                                           "@",
                                           ".",
                                           "-",
                                           "+",
                                           " ",
                                           "\"",
                                           "\\",
                                           "xn--",
                                           "CA",
                                           "\u00e9",
                                           "\u0301",
                                           "\u202e",
                                           "\u200d",
                                           "\u3002",
                                           "\xff",
                                           "\xe2\x80",
                                           std::string(1, '\0'),
                                           std::string(70, 'l')};
  std::mt19937 engine(1);
  const auto word = [&] {
    std::string text;
    for (unsigned n = engine() % 8; n > 0; --n) {
      text += pieces[engine() % pieces.size()];
    }
    return text;
  };
  for (int i = 0; i < kInputs; ++i) {
    ProfileInput input;
    input.external_id = word();
    input.email = word() + "@" + word() + ".com";
    input.date_of_birth = word();
    input.phone_number = "+" + word();
    input.address.postal_code = word();
    input.address.province = word();
    input.address.country = "CA";
    const auto profile = ParseProfile(input, BocaRatonRules(), kToday);
    ASSERT_EQ(base::ReasonOf(profile.status()), base::Reason::kInvalidProfile);
    if (const auto email = Email::Parse(*input.email)) {
      ASSERT_EQ(email->text(), *input.email);
      ASSERT_TRUE(Email::Parse(email->UniquenessKey()));
    }
  }
}

}  // namespace
}  // namespace rollbook::domain
