#include "services/users/user_register.h"

#include "services/users/user_register_impl.h"

namespace rollbook::services {

UserRegister::Impl::Impl(const Dependencies& dependencies)
    : deps(dependencies),
      cache(deps.store, deps.user_cache_bytes),
      handler({deps.store, deps.vault, deps.partners, deps.workers, deps.clock,
               deps.random, &cache}),
      reader(deps.store, deps.vault),
      positions({.head = [store = deps.store] { return store->Head(); },
                 .wait_for_head =
                     [store = deps.store](eventstore::Position position,
                                          absl::AnyInvocable<void()> wake) {
                       return store->WaitForHead(position, std::move(wake));
                     },
                 .cancel_wait = [store = deps.store](
                                    uint64_t id) { store->CancelWait(id); }},
                deps.clock) {}

UserRegister::UserRegister(const Dependencies& dependencies)
    : impl_(std::make_shared<Impl>(dependencies)) {}

UserRegister::~UserRegister() {
  // Waits hold the parts they go on with; without them the parts end with the
  // calls still running.
  impl_->positions.Stop();
}

}  // namespace rollbook::services
