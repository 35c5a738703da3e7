// Two verifiers, written from one document: they agree on every bundle, whole
// or tampered with, in what they find and in the first bad position.

#include <cstdlib>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "base/testing/temp_dir.h"
#include "gtest/gtest.h"
#include "proof/bundle_verifier.h"
#include "proof/judge_bundle.h"
#include "proof/record_test_support.h"
#include "tests/support/files.h"
#include "tests/support/process.h"

namespace rollbook::tests {
namespace {

using nlohmann::json;
using proof::BundleHeader;
using proof::Checkpoint;
using proof::TestBundle;
using proof::TestLog;
using Items = std::vector<std::string>;

constexpr size_t kFirstRecord = 2;  // items: header, checkpoint, records
constexpr size_t kInRecord = proof::kBundleItemHead + 32;

class Agreement : public testing::Test {
 protected:
  Agreement() {
    log_.AddSome(40);
    Write("key", proof::TestNoteKey().ToText() + "\n");
  }

  std::string Path(const std::string& name) const {
    return directory_.path() + "/" + name;
  }
  void Write(const std::string& name, const std::string& bytes) const {
    std::ofstream(Path(name), std::ios::binary) << bytes;
  }

  // What our verifier finds.
  static json Ours(const std::string& bundle,
                   const std::optional<Checkpoint>& since) {
    proof::BundleVerifier verifier({.keys = {proof::TestNoteKey()},
                                    .since = since,
                                    .on_record = nullptr,
                                    .on_key = nullptr});
    verifier.Feed(std::string_view(bundle).substr(proof::kBundleMagic.size()));
    verifier.Finish();
    const proof::Verdict verdict = proof::JudgeBundle(verifier);
    json found = json::parse(proof::ToJson(verdict));
    found["exit"] = verdict.ok ? 0 : verdict.cannot_tell ? 2 : 1;
    return found;
  }

  // What the one in Python finds.
  json Theirs(const std::string& bundle,
              const std::optional<Checkpoint>& since) const {
    Write("bundle", bundle);
    std::vector<std::string> arguments = {
        std::string(std::getenv("ROLLBOOK_SOURCE_DIR")) +
            "/tests/verifier/verify_bundle.py",
        Path("bundle"), "--key", Path("key")};
    if (since) {
      Write("since", proof::SignNote(since->ToText(), since->origin,
                                     proof::TestSigner()));
      arguments.insert(arguments.end(), {"--since", Path("since")});
    }
    const auto finished = RunToEnd("/usr/bin/python3", arguments);
    if (!finished.ok() || finished->out.empty()) {
      ADD_FAILURE() << (finished.ok() ? finished->err : "python3 did not run");
      return json::object();
    }
    json found = json::parse(finished->out);
    found["exit"] = finished->exit.code;
    return found;
  }

  // Without what is for people.
  static json Bare(json found) {
    for (json& problem : found["problems"]) problem.erase("detail");
    return found;
  }

  // Both find the same; returns it.
  json Both(const Items& items,
            const std::optional<Checkpoint>& since = std::nullopt) const {
    const std::string bundle =
        std::string(proof::kBundleMagic) + proof::Joined(items);
    json ours = Bare(Ours(bundle, since));
    EXPECT_EQ(ours, Bare(Theirs(bundle, since)));
    return ours;
  }

  Items Whole() const {
    return TestBundle(log_, {.from = 1, .to = log_.size()});
  }
  static std::string Record(const Items& items, uint64_t position) {
    return items[kFirstRecord + position - 1].substr(kInRecord);
  }

  const base::TempDir directory_;
  TestLog log_;
};

TEST_F(Agreement, OnBundlesThatHold) {
  EXPECT_EQ(Both(Whole())["exit"], 0);
  EXPECT_EQ(Both(TestBundle(log_, {.from = 7, .to = 33}))["records"], 27);
  EXPECT_EQ(Both(TestBundle(log_, {.from = 41, .to = 40}))["exit"], 0);
  EXPECT_EQ(
      Both(TestBundle(log_, {.from = 3, .to = 40, .partner = "nova"}))["exit"],
      0);
}

TEST_F(Agreement, OnWhatWasRedacted) {
  log_.Add({.tenant = "acme", .id = "u0", .type = "UserErased", .sealed = ""});
  const json found = Both(TestBundle(log_, {.from = 1, .to = 41}));
  EXPECT_EQ(found["exit"], 0);
  EXPECT_EQ(found["redacted"], 7);
}

TEST_F(Agreement, OnAFlippedBit) {
  for (const size_t at : {0, 4, 9, 20, 24, 33, 64, 69, 80, 90}) {
    Items items = Whole();
    items[kFirstRecord + 16][kInRecord + at] ^= 1;
    EXPECT_EQ(Both(items)["firstBadPosition"], 17) << at;
  }
}

TEST_F(Agreement, OnAFlippedBitAnywhere) {
  std::mt19937_64 random(3);  // the same cases every time
  const std::string whole = proof::Joined(Whole());
  for (int i = 0; i < 40; ++i) {
    std::string bytes = whole;
    bytes[random() % bytes.size()] ^= static_cast<char>(1 << random() % 8);
    EXPECT_EQ(Both({bytes})["exit"], 1);
  }
}

TEST_F(Agreement, OnARewrittenRecord) {
  Items items = Whole();
  std::string record = Record(items, 17);
  proof::ChangeRecord(record, record.size() - 6);
  items[kFirstRecord + 16].clear();
  proof::AppendRecord(record, items[kFirstRecord + 16]);
  EXPECT_EQ(Both(items)["firstBadPosition"], 17);
}

TEST_F(Agreement, OnADroppedRecord) {
  Items items = Whole();
  items.erase(items.begin() + kFirstRecord + 16);
  EXPECT_EQ(Both(items)["firstBadPosition"], 17);
}

TEST_F(Agreement, OnSwappedRecords) {
  Items items = Whole();
  std::swap(items[kFirstRecord + 16], items[kFirstRecord + 29]);
  EXPECT_EQ(Both(items)["firstBadPosition"], 17);
}

TEST_F(Agreement, OnAnInsertedRecord) {
  Items items = Whole();
  TestLog other;
  other.AddSome(17);
  other.Add({.tenant = "acme", .id = "forged", .type = "T", .sealed = ""});
  std::string forged;
  proof::AppendRecord(other.records()[17], forged);
  items.insert(items.begin() + kFirstRecord + 17, forged);
  EXPECT_EQ(Both(items)["firstBadPosition"], 18);
}

TEST_F(Agreement, OnATruncatedBundle) {
  Items items = Whole();
  items.resize(kFirstRecord + 16);
  EXPECT_EQ(Both(items)["firstBadPosition"], 17);
  items.back().pop_back();
  EXPECT_EQ(Both(items)["firstBadPosition"], 16);
}

TEST_F(Agreement, OnAHistoryThatWasCutShortAndSignedByAnotherKey) {
  TestLog shorter;
  shorter.AddSome(30);
  Items items = TestBundle(shorter, {.from = 1, .to = 30});
  items[1].clear();
  const Checkpoint checkpoint = proof::TestCheckpoint(shorter, 30);
  proof::AppendCheckpoint(
      proof::SignNote(checkpoint.ToText(), checkpoint.origin,
                      proof::TestSigner(9)),
      items[1]);
  const json found = Both(items);
  EXPECT_EQ(found["problems"][0]["kind"], "signature");
  EXPECT_EQ(found["firstBadPosition"], 1);
}

TEST_F(Agreement, OnOlderCheckpoints) {
  EXPECT_EQ(Both(Whole(), proof::TestCheckpoint(log_, 23))["exit"], 0);
  EXPECT_EQ(Both(Whole(), proof::TestCheckpoint(log_, 0))["exit"], 0);
  // A roll back.
  TestLog longer;
  longer.AddSome(50);
  EXPECT_EQ(
      Both(Whole(), proof::TestCheckpoint(longer, 50))["firstBadPosition"], 41);
  // Another past.
  TestLog other;
  other.Add({.tenant = "acme", .id = "x", .type = "T", .sealed = ""});
  other.AddSome(20);
  EXPECT_EQ(Both(Whole(), proof::TestCheckpoint(other, 20))["exit"], 1);
  // Another log.
  Checkpoint foreign = proof::TestCheckpoint(log_, 23);
  foreign.size = 22;
  EXPECT_EQ(Both(Whole(), foreign)["exit"], 1);
  // No place to compare.
  EXPECT_EQ(Both(TestBundle(log_, {.from = 30, .to = 40}),
                 proof::TestCheckpoint(log_, 5))["exit"],
            2);
}

TEST_F(Agreement, OnFilesThatAreNoBundles) {
  EXPECT_EQ(Theirs("rollbook-bundle-9\n", std::nullopt)["exit"], 2);
  EXPECT_EQ(Theirs("", std::nullopt)["exit"], 2);
}

}  // namespace
}  // namespace rollbook::tests
