#ifndef ROLLBOOK_SERVICES_AUDIT_ACCESS_RECORDER_H_
#define ROLLBOOK_SERVICES_AUDIT_ACCESS_RECORDER_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/crypto/sha256_stream.h"
#include "base/random.h"
#include "proof/record_view.h"
#include "rollbook/audit/v1/audit_service.pb.h"
#include "services/audit/access_log.h"
#include "services/caller.h"

namespace rollbook::services {

// How often an access that goes on is recorded.
inline constexpr absl::Duration kAccessInterval = absl::Minutes(1);

// What recorders share; all must outlive them.
struct AccessDesk {
  AccessLog* log = nullptr;
  const base::Clock* clock = nullptr;
  base::Random* random = nullptr;
};

// One access to the history, from its opening to its end. Only ids that are
// well-formed are kept of what was asked for: the record is in clear. An
// access that was opened is closed, also by the destructor. Not thread-safe.
class AccessRecorder {
 public:
  AccessRecorder(const AccessDesk& desk, const Caller& caller,
                 const std::string& method, const std::string& partner_id,
                 const std::string& user_id);
  ~AccessRecorder();
  AccessRecorder(const AccessRecorder&) = delete;
  AccessRecorder& operator=(const AccessRecorder&) = delete;

  void set_ticket(const std::string& ticket) { event_.set_ticket(ticket); }
  // The user, once known: more than a caller's external id is.
  void set_user(const std::string& partner_id, const std::string& user_id);

  // Blocks until that is durable. What was to be read must not be handed out
  // when it fails.
  absl::Status Open();

  // Counts what is about to be delivered; events of accesses do not count.
  void Count(const audit::v1::Event& event);

  // The same for a record that is delivered as stored.
  void Count(const proof::RecordView& record);

  // The same for bytes that are handed out as a file.
  void Count(std::string_view chunk);

  // What a file is asked to hold; keys let it be read for ever.
  void set_range(const type::v1::Position& first,
                 const type::v1::Position& last, bool with_keys);

  // Records how far it has come when that was long ago and something was
  // counted since. May block, and fail, like Open.
  absl::Status Continue();

  // With the reason when it ended with an error. Does not block: whatever
  // happened was recorded when it was opened.
  void Close(const absl::Status& outcome);

  // An access with one answer: opened and closed in one event. Blocks.
  absl::Status RecordOnce(const absl::Status& outcome);

 private:
  AccessLog::Entry EntryOf(std::string_view type) const;
  void CountAt(const type::v1::Position& position);

  const AccessDesk desk_;
  const std::string actor_;
  audit::v1::AccessEvent event_;
  std::unique_ptr<base::Sha256Stream> file_;
  bool open_ = false;
  bool counted_ = false;  // since the last record
  absl::Duration recorded_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_AUDIT_ACCESS_RECORDER_H_
