#ifndef ROLLBOOK_CLI_FAKE_ROLLBOOKD_H_
#define ROLLBOOK_CLI_FAKE_ROLLBOOKD_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "rollbook/admin/v1/admin_service.pb.h"
#include "rollbook/audit/v1/audit_service.pb.h"
#include "rollbook/user/v1/user_service.pb.h"

namespace rollbook::cli {

// How the fake treats an ImportUsers stream.
struct FakeImport {
  // Answers are held back until this many users wait, or all were sent.
  size_t hold = 1;
  // The stream breaks with UNAVAILABLE after this many answers.
  size_t break_after = std::numeric_limits<size_t>::max();
};

// What was asked of the fake.
struct FakeCalls {
  std::vector<user::v1::CreateUserRequest> creates;
  std::vector<user::v1::UpdateUserRequest> updates;
  std::vector<user::v1::ChangeUserStatusRequest> status_changes;
  std::vector<admin::v1::CreatePartnerRequest> partners;
  std::vector<admin::v1::UpdatePartnerRequest> partner_updates;
  std::vector<admin::v1::RotateKeyRequest> rotations;
  std::vector<audit::v1::ListUserEventsRequest> histories;
  std::vector<audit::v1::ReadLogRequest> logs;
  std::vector<user::v1::ImportUsersRequest> imported;
  // The most users that were sent and not yet answered.
  size_t most_waiting = 0;
};

// The services with canned answers on a loopback port, for tests of the tool.
// External ids decide: "taken…" is refused, or already there in an import;
// "bad…" is rejected by an import; everything else is created. Thread-safe.
class FakeRollbookd {
 public:
  FakeRollbookd();
  ~FakeRollbookd();

  // "127.0.0.1:PORT".
  std::string address() const;

  void set_import(FakeImport behaviour);
  void set_history(std::vector<audit::v1::Event> events);

  FakeCalls calls() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_FAKE_ROLLBOOKD_H_
