#ifndef ROLLBOOK_SERVICES_CALLER_H_
#define ROLLBOOK_SERVICES_CALLER_H_

#include <bitset>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <set>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace rollbook::services {

// What a caller may do; who has which: docs/operations.md.
enum class Role : size_t { kService, kGateway, kAuditor, kAdmin };

class Roles {
 public:
  Roles(std::initializer_list<Role> roles) {
    for (const Role role : roles) bits_.set(static_cast<size_t>(role));
  }
  static Roles All() {
    return {Role::kService, Role::kGateway, Role::kAuditor, Role::kAdmin};
  }
  void Add(Role role) { bits_.set(static_cast<size_t>(role)); }
  bool Has(Role role) const { return bits_.test(static_cast<size_t>(role)); }
  bool HasAnyOf(const Roles& other) const {
    return (bits_ & other.bits_).any();
  }

 private:
  std::bitset<4> bits_;
};

using PartnerGrants = std::set<std::string>;

// Who calls. `name` goes into the history as the actor ("service:billing",
// "admin:local"); it is an identity of a program or an operator, never of a
// user.
struct Caller {
  Roles roles;
  std::string name;
  // Until when the answer is of use; bounds waits for a position.
  absl::Time deadline = absl::InfiniteFuture();
  // Partners whose history was granted to a caller that is no auditor;
  // nullptr: none.
  std::shared_ptr<const PartnerGrants> granted = nullptr;

  // Auditors and administrators see everything.
  bool SeesAllHistory() const {
    return roles.HasAnyOf({Role::kAuditor, Role::kAdmin});
  }
  bool MaySeeHistoryOf(const std::string& partner_id) const {
    return SeesAllHistory() ||
           (granted != nullptr && granted->contains(partner_id));
  }
};

// How a use case answers: exactly once, on any thread; the receiver must not
// block in it. Errors are base::Error statuses.
template <typename Response>
using Reply = absl::AnyInvocable<void(absl::StatusOr<Response>)>;

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_CALLER_H_
