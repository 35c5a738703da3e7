// Proof through the real binaries: checkpoints and tiles over HTTP, bundles
// that verify without the service, and tampering that does not go unnoticed
// (docs/audit.md).

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/bytes.h"
#include "base/testing/temp_dir.h"
#include "proof/checkpoint.h"
#include "proof/frontier.h"
#include "proof/signed_note.h"
#include "proof/tile.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

// The tree that the binaries were built from, above them.
std::string SourceDir() {
  std::filesystem::path folder = BinaryPath("rollbookd");
  do {
    folder = folder.parent_path();
  } while (folder.has_relative_path() &&
           !std::filesystem::exists(folder / "CMakePresets.json"));
  return folder;
}

class Proof : public EndToEnd {
 protected:
  Proof() : EndToEnd(ServiceOptions{}) {}

  void CreateUsers(int count) {
    for (int i = 0; i < count; ++i) {
      Cli({"user", "create", "--partner", "acme", "--external_id",
           std::to_string(users_++), "--first_name", "Jane"});
    }
  }

  std::string Path(const std::string& name) const {
    return files_.path() + "/" + name;
  }
  static std::string Read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  static void Write(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
  }

  HttpAnswer GetAdmin(const std::string& target) {
    HttpCall call;
    call.method = "GET";
    call.target = target;
    HttpClient client(service_.admin_port());
    const auto answer = client.Call(call);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *answer : HttpAnswer{};
  }

  // What both verifiers say of a bundle; they agree.
  Json Verify(const std::string& bundle, const std::string& since = "") {
    std::vector<std::string> arguments = {bundle, "--key", Path("key")};
    if (!since.empty()) {
      arguments.insert(arguments.end(), {"--since", since});
    }
    std::vector<std::string> tool = {"audit", "verify", "--output", "json"};
    tool.insert(tool.end(), arguments.begin(), arguments.end());
    arguments.insert(arguments.begin(),
                     SourceDir() + "/tests/verifier/verify_bundle.py");
    Json ours = Run(BinaryPath("rollbook"), tool);
    Json theirs = Run("/usr/bin/python3", arguments);
    for (const char* member :
         {"ok", "records", "redacted", "firstBadPosition", "exit"}) {
      EXPECT_EQ(ours[member], theirs[member]) << member;
    }
    return ours;
  }

  static Json Run(const std::string& program,
                  const std::vector<std::string>& arguments) {
    const auto finished = RunToEnd(program, arguments);
    if (!finished.ok() || finished->out.empty()) {
      ADD_FAILURE() << (finished.ok() ? finished->err : "did not run");
      return Json::object();
    }
    Json found = ParseJson(finished->out);
    found["exit"] = finished->exit.code;
    return found;
  }

  const base::TempDir files_;

 private:
  int users_ = 0;
};

TEST_F(Proof, ServesTheTreeAsTiles) {
  CreateUsers(5);
  const Json checkpoint = Cli({"audit", "checkpoint"});
  const HttpAnswer answer = GetAdmin("/checkpoint");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, checkpoint["note"].get<std::string>());
  const auto key = proof::NoteKey::Parse(
      Cli({"audit", "public-key"})["verifierKey"].get<std::string>());
  const auto note = proof::ParseNote(answer.body);
  ASSERT_TRUE(key && note);
  EXPECT_EQ(proof::CheckNote(*note, *key), proof::NoteCheck::kSigned);
  const auto signed_tree = proof::Checkpoint::Parse(note->text);
  ASSERT_TRUE(signed_tree);

  const proof::TileId tile{0, 0, static_cast<unsigned>(signed_tree->size)};
  const HttpAnswer leaves = GetAdmin("/" + proof::TilePath(tile));
  EXPECT_EQ(leaves.status, 200);
  proof::Frontier tree;
  for (uint64_t i = 0; i < signed_tree->size; ++i) {
    tree.Append(0, proof::HashInTile(leaves.body, i));
  }
  EXPECT_EQ(tree.Root(), signed_tree->root);
  EXPECT_EQ(GetAdmin("/tile/0/000").status, 404);
  EXPECT_EQ(GetAdmin("/tile/0/0").status, 404);
  EXPECT_EQ(GetAdmin("/tile/entries/000").status, 404);
}

TEST_F(Proof, ABundleHoldsWithoutTheService) {
  Cli({"audit", "public-key", "--out", Path("key")});
  CreateUsers(3);
  Cli({"audit", "checkpoint", "--out", Path("old")});
  CreateUsers(30);
  Cli({"audit", "export", "--out", Path("whole")});
  Cli({"audit", "export", "--out", Path("part"), "--from", "9", "--to", "12",
       "--since", Path("old")});
  Cli({"audit", "export", "--out", Path("acme"), "--partner", "acme"});
  ASSERT_TRUE(service_.Stop().ok());

  EXPECT_EQ(Verify(Path("whole"), Path("old"))["exit"], 0);
  const Json part = Verify(Path("part"), Path("old"));
  EXPECT_EQ(part["exit"], 0);
  EXPECT_EQ(part["records"], 4);
  EXPECT_EQ(Verify(Path("acme"))["exit"], 0);
  EXPECT_EQ(Verify(Path("acme"), Path("old"))["exit"], 0);
  EXPECT_EQ(Verify(Path("old"))["exit"], 2);
}

TEST_F(Proof, ATamperedBundleDoesNotHold) {
  Cli({"audit", "public-key", "--out", Path("key")});
  CreateUsers(30);
  Cli({"audit", "export", "--out", Path("whole")});
  const std::string whole = Read(Path("whole"));
  std::string bytes = whole;
  bytes[bytes.size() / 2] ^= 1;
  Write(Path("flipped"), bytes);
  const Json flipped = Verify(Path("flipped"));
  EXPECT_EQ(flipped["exit"], 1);
  EXPECT_GT(flipped["firstBadPosition"], 5);
  Write(Path("cut"), whole.substr(0, whole.size() / 2));
  EXPECT_EQ(Verify(Path("cut"))["exit"], 1);

  // Another service's key.
  Service other;
  ASSERT_TRUE(other.Start().ok());
  ASSERT_TRUE(other.Cli({"audit", "public-key", "--out", Path("key")}).ok());
  const Json foreign = Verify(Path("whole"));
  EXPECT_EQ(foreign["exit"], 1);
  EXPECT_EQ(foreign["problems"][0]["kind"], "signature");
}

TEST_F(Proof, DataKeysOpenABundle) {
  Cli({"audit", "public-key", "--out", Path("key")});
  CreateUsers(3);
  Cli({"audit", "export", "--out", Path("open"), "--with-keys"});
  const Json found = Verify(Path("open"));
  EXPECT_EQ(found["exit"], 0);
  // The export itself is on record, behind the users.
  const Json& history = found["history"];
  const auto created = std::find_if(
      history.begin(), history.end(),
      [](const Json& event) { return event["type"] == "UserCreated"; });
  ASSERT_NE(created, history.end());
  EXPECT_EQ((*created)["data"]["profile"]["firstName"], "Jane");
  EXPECT_EQ((*created)["data"]["status"], "pending_compliance");
  // Another key than the stream's: its first byte, behind tenant and id.
  std::string bytes = Read(Path("open"));
  const size_t tenant = bytes.rfind(std::string("\x04") + "acme\x11u");
  ASSERT_NE(tenant, std::string::npos);
  bytes[tenant + 5 + 18] ^= 1;
  Write(Path("forged"), bytes);
  const Json forged = Verify(Path("forged"));
  EXPECT_EQ(forged["exit"], 1);
  EXPECT_EQ(forged["problems"][0]["kind"], "key");
}

TEST_F(Proof, AStoppedStoreIsChecked) {
  Cli({"audit", "public-key", "--out", Path("key")});
  CreateUsers(10);
  Cli({"audit", "checkpoint", "--out", Path("old")});
  const std::vector<std::string> check = {
      "audit", "verify",    "--data_dir", service_.data_dir(),
      "--key", Path("key"), "--output",   "json"};
  EXPECT_EQ(Run(BinaryPath("rollbook"), check)["exit"], 2);  // in use
  ASSERT_TRUE(service_.Stop().ok());
  const Json holds = Run(BinaryPath("rollbook"), check);
  EXPECT_EQ(holds["exit"], 0);
  EXPECT_EQ(holds["records"], 12);

  // An old copy put back under the new watermark: the older checkpoint tells,
  // and so does the watermark.
  const std::string copy = Path("copy");
  std::filesystem::copy(service_.data_dir(), copy,
                        std::filesystem::copy_options::recursive);
  ASSERT_TRUE(service_.Start().ok());
  CreateUsers(3);
  Cli({"audit", "checkpoint", "--out", Path("new")});
  ASSERT_TRUE(service_.Stop().ok());
  std::vector<std::string> check_copy = check;
  check_copy[3] = copy;
  check_copy.insert(check_copy.end(), {"--since", Path("new")});
  const Json rolled_back = Run(BinaryPath("rollbook"), check_copy);
  EXPECT_EQ(rolled_back["exit"], 1);
  EXPECT_EQ(rolled_back["firstBadPosition"], 13);
  std::filesystem::copy_file(service_.data_dir() + "/watermark",
                             copy + "/watermark",
                             std::filesystem::copy_options::overwrite_existing);
  check_copy.resize(check.size());
  EXPECT_EQ(Run(BinaryPath("rollbook"), check_copy)["firstBadPosition"], 13);
}

TEST_F(Proof, ALogThatWasRolledBackIsAnotherLog) {
  Cli({"audit", "public-key", "--out", Path("key")});
  CreateUsers(3);
  ASSERT_TRUE(service_.Stop().ok());
  const std::string copy = Path("copy");
  std::filesystem::copy(service_.data_dir() + "/store", copy,
                        std::filesystem::copy_options::recursive);
  ASSERT_TRUE(service_.Start().ok());
  CreateUsers(3);
  Cli({"audit", "checkpoint", "--out", Path("old")});
  ASSERT_TRUE(service_.Stop().ok());
  std::filesystem::remove_all(service_.data_dir() + "/store");
  std::filesystem::copy(copy, service_.data_dir() + "/store",
                        std::filesystem::copy_options::recursive);

  Service forked({.rollbookd_flags = {"--accept_rollback"},
                  .data_dir = service_.data_dir()});
  ASSERT_TRUE(forked.Start().ok());
  ASSERT_TRUE(forked.Cli({"audit", "export", "--out", Path("fork")}).ok());
  // Under the key that was kept it is not signed.
  const Json foreign = Verify(Path("fork"), Path("old"));
  EXPECT_EQ(foreign["exit"], 1);
  EXPECT_EQ(foreign["problems"][0]["kind"], "signature");
  // Under its own key as well it is another log than the checkpoint's.
  ASSERT_TRUE(
      forked.Cli({"audit", "public-key", "--out", Path("new_key")}).ok());
  Write(Path("key"), Read(Path("key")) + Read(Path("new_key")));
  EXPECT_EQ(Verify(Path("fork"))["exit"], 0);
  const Json another = Verify(Path("fork"), Path("old"));
  EXPECT_EQ(another["exit"], 1);
  EXPECT_EQ(another["problems"][0]["kind"], "consistency");
}

TEST_F(Proof, KeyAndTreeSurviveACrash) {
  Cli({"audit", "public-key", "--out", Path("key")});
  CreateUsers(5);
  Cli({"audit", "checkpoint", "--out", Path("old")});
  service_.Crash();
  ASSERT_TRUE(service_.Start().ok());
  CreateUsers(5);
  Cli({"audit", "export", "--out", Path("whole")});
  EXPECT_EQ(Verify(Path("whole"), Path("old"))["exit"], 0);
}

}  // namespace
}  // namespace rollbook::tests
