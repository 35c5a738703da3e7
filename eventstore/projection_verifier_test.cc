#include "eventstore/projection_verifier.h"

#include <memory>
#include <optional>
#include <string>

#include "eventstore/projection_test_fixture.h"

namespace rollbook::eventstore {
namespace {

class ProjectionVerifierTest : public ProjectionHostTest {
 protected:
  ProjectionVerifierTest() {
    for (const char* const user : {"u1", "u2", "u3"}) {
      MustAppend(*log_, OneEvent(Stream(user), 0, "Created"));
    }
    MustAppend(*log_, OneEvent(Stream("u4"), 0, "Poison"));
    host_ = Start();
    CatchUp(*host_);
  }

  std::optional<ProjectionVerifier::Difference> Verify() {
    auto verifier = host_->Verify();
    EXPECT_TRUE(verifier.ok());
    while (!(*verifier)->done()) EXPECT_TRUE((*verifier)->Step(2).ok());
    return (*verifier)->difference();
  }

  void Write(const std::string& key, std::optional<std::string> value) {
    ASSERT_TRUE(derived_->Write({{host_->rows().prefix + key, value}}).ok());
  }

  std::unique_ptr<ProjectionHost> host_;
};

TEST_F(ProjectionVerifierTest, FindsNothingWhereNothingIsWrong) {
  EXPECT_FALSE(Verify());
}

TEST_F(ProjectionVerifierTest, LeavesNothingBehind) {
  const size_t rows = AllRows();
  Verify();
  EXPECT_EQ(AllRows(), rows);
}

TEST_F(ProjectionVerifierTest, NamesTheFirstRowThatIsAnother) {
  Write("u2", "rubbish");
  Write("u3", "rubbish");
  const auto difference = Verify();
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->key, "u2");
  EXPECT_EQ(difference->expected, "Created");
  EXPECT_EQ(difference->found, "rubbish");
}

TEST_F(ProjectionVerifierTest, NamesARowThatIsMissing) {
  Write("u3", std::nullopt);
  const auto difference = Verify();
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->key, "u3");
  EXPECT_FALSE(difference->found);
}

TEST_F(ProjectionVerifierTest, NamesARowThatShouldNotBeThere) {
  Write("u2a", "extra");
  const auto difference = Verify();
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->key, "u2a");
  EXPECT_FALSE(difference->expected);
}

TEST_F(ProjectionVerifierTest, ComparesOneViewWhileTheRowsGoOn) {
  auto verifier = host_->Verify();
  ASSERT_TRUE(verifier.ok());
  ASSERT_TRUE((*verifier)->Step(1).ok());
  MustAppend(*log_, OneEvent(Stream("u1"), 1, "Changed"));
  CatchUp(*host_);
  while (!(*verifier)->done()) ASSERT_TRUE((*verifier)->Step(1).ok());
  EXPECT_FALSE((*verifier)->difference());
  EXPECT_LT((*verifier)->position(), log_->Head());
}

TEST_F(ProjectionVerifierTest, IsOneAtATime) {
  auto first = host_->Verify();
  EXPECT_EQ(base::ReasonOf(host_->Verify().status()),
            base::Reason::kOverloaded);
  first->reset();
  EXPECT_TRUE(host_->Verify().ok());
}

}  // namespace
}  // namespace rollbook::eventstore
