#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "services/page_size.h"
#include "services/positions.h"
#include "services/timestamps.h"
#include "services/users/user_list.h"
#include "services/users/user_mapper.h"
#include "services/users/user_name.h"
#include "services/users/user_register.h"
#include "services/users/user_register_impl.h"
#include "services/users/user_stream.h"
#include "services/violations.h"

// The register's reads.
namespace rollbook::services {
namespace {

using eventstore::ReadTier;

user::v1::User ToWholeUser(const LoadedUser& loaded) {
  user::v1::User user = ToUser(loaded.stream, loaded.state);
  SetTimestamp(loaded.created, user.mutable_create_time());
  SetVersion(loaded.version, loaded.updated, &user);
  return user;
}

absl::StatusOr<user::v1::GetUserResponse> ReadUser(const UserReader& reader,
                                                   const UserAddress& address,
                                                   ReadTier tier) {
  const auto loaded = reader.Read(address, tier);
  RETURN_IF_ERROR(loaded.status());
  user::v1::GetUserResponse response;
  *response.mutable_user() = ToWholeUser(*loaded);
  SetPosition(loaded->position, response.mutable_position());
  return response;
}

absl::StatusOr<SharedBytes> ReadBytes(const UserReader& reader,
                                      UserCache& cache,
                                      const UserAddress& address,
                                      ReadTier tier) {
  // An external id has to be compared with the user's own, which takes the
  // whole state.
  if (!address.stream) {
    ASSIGN_OR_RETURN(const auto response, ReadUser(reader, address, tier));
    return std::make_shared<const std::string>(response.SerializeAsString());
  }
  if (SharedBytes cached = cache.Find(*address.stream)) return cached;
  const uint64_t epoch = cache.Epoch(*address.stream);
  ASSIGN_OR_RETURN(const auto response, ReadUser(reader, address, tier));
  auto bytes =
      std::make_shared<const std::string>(response.SerializeAsString());
  cache.Put(*address.stream, bytes, epoch);
  return SharedBytes(std::move(bytes));
}

// A page token is the creation position of the last user before the page, in
// hexadecimal. It gives no right to anything.
std::string ToPageToken(uint64_t after) {
  std::string bytes;
  base::PutBigEndian64(bytes, after);
  return base::ToHex(bytes);
}

uint64_t FromPageToken(const std::string& token, Violations& violations) {
  if (token.empty()) return 0;
  const std::optional<std::string> bytes = base::FromHex(token);
  base::ByteReader reader(bytes ? std::string_view(*bytes)
                                : std::string_view());
  const uint64_t after = reader.U64();
  if (!reader.ok() || !reader.done()) {
    violations.Add("page_token", "NOT_VALID", "Is not valid");
  }
  return after;
}

// What a request asks of the list, without the page.
struct ListQuery {
  UserList::Query list;
  std::optional<absl::Time> created_from;
  std::optional<absl::Time> created_to;
};

absl::StatusOr<ListQuery> ParseList(const user::v1::ListUsersRequest& request) {
  Violations violations;
  CheckPartnerId(request.partner_id(), violations);
  ListQuery query;
  query.list.max_users = PageSizeFor(request.page_size(), violations);
  query.list.partner = {request.partner_id()};
  query.list.after = FromPageToken(request.page_token(), violations);
  if (request.status() != user::v1::USER_STATUS_UNSPECIFIED) {
    // The numbers are the domain's.
    query.list.status = domain::UserStatus(static_cast<int>(request.status()));
    if (!domain::IsKnown(*query.list.status)) {
      violations.Add("status", "NOT_VALID", "Is not valid");
    }
  }
  if (request.has_created_from()) {
    query.created_from = ToTime(request.created_from());
  }
  if (request.has_created_to()) {
    query.created_to = ToTime(request.created_to());
  }
  RETURN_IF_ERROR(violations.status());
  return query;
}

// Times never go back in the log: those of creations are ranges of positions.
absl::Status SetRange(const eventstore::EventStore& store, ListQuery& query) {
  if (query.created_from) {
    ASSIGN_OR_RETURN(const auto before,
                     store.PositionBefore(*query.created_from));
    query.list.after = std::max(query.list.after, before.number);
  }
  if (query.created_to) {
    ASSIGN_OR_RETURN(const auto last, store.PositionBefore(*query.created_to));
    query.list.last = last.number;
  }
  return absl::OkStatus();
}

// The users of a page of the list, as they are now: who has been erased, or has
// got another status, since the list was written is left out.
absl::StatusOr<user::v1::ListUsersResponse> ReadPage(
    const eventstore::EventStore& store, const UserList& list,
    const UserReader& reader, ListQuery query) {
  RETURN_IF_ERROR(SetRange(store, query));
  ASSIGN_OR_RETURN(const UserList::Page page, list.List(query.list));
  user::v1::ListUsersResponse response;
  for (const eventstore::StreamId& stream : page.users) {
    auto loaded = reader.Load(stream);
    if (base::ReasonOf(loaded.status()) == base::Reason::kUserNotFound) {
      continue;
    }
    RETURN_IF_ERROR(loaded.status());
    if (query.list.status && loaded->state.status != *query.list.status) {
      continue;
    }
    *response.add_users() = ToWholeUser(*loaded);
  }
  if (page.next_after != 0) {
    response.set_next_page_token(ToPageToken(page.next_after));
  }
  SetPosition(page.position, response.mutable_position());
  response.set_degraded(page.degraded);
  return response;
}

}  // namespace

absl::StatusOr<UserAddress> UserRegister::Impl::ParseGet(
    const Caller& caller, const user::v1::GetUserRequest& request) const {
  RETURN_IF_ERROR(CheckEdgeRole(caller, request.has_edge()));
  Violations violations;
  CheckPartnerId(request.partner_id(), violations);
  UserAddress address =
      ToAddress(request.partner_id(), request.user(), violations);
  RETURN_IF_ERROR(violations.status());
  RETURN_IF_ERROR(CheckAccess(request));
  return address;
}

absl::StatusOr<eventstore::StreamId> UserRegister::Impl::FindStream(
    const Caller& caller, const std::string& partner_id,
    const user::v1::UserRef& ref, Violations violations) const {
  const bool any_partner =
      partner_id.empty() && ref.has_user_id() && caller.roles.Has(Role::kAdmin);
  if (!any_partner) CheckPartnerId(partner_id, violations);
  const UserAddress address = ToAddress(partner_id, ref, violations);
  RETURN_IF_ERROR(violations.status());
  if (any_partner) {
    return FindInAllPartners(*deps.store, *UserIdOf(*address.stream));
  }
  RETURN_IF_ERROR(deps.partners->CheckExists(partner_id));
  if (address.stream) return *address.stream;
  ASSIGN_OR_RETURN(LoadedUser user, reader.Read(address));
  return std::move(user.stream);
}

template <typename Answer, typename Read>
void UserRegister::AnswerRead(const Caller& caller,
                              const user::v1::GetUserRequest& request,
                              Reply<Answer> reply, Read read) {
  if (MayLeaveOutPartner(caller, request)) {
    return impl_->OnWorker<Answer>(
        std::move(reply), [impl = impl_, caller, read,
                           wanted = request](Reply<Answer> done) mutable {
          auto stream = impl->FindStream(caller, "", wanted.user());
          if (!stream.ok()) return done(std::move(stream).status());
          const UserAddress found{stream->tenant, *stream, {}};
          done(read(*impl, found, ReadTier::kMayBlock));
        });
  }
  auto address = impl_->ParseGet(caller, request);
  if (!address.ok()) return reply(std::move(address).status());
  const auto on_worker = [impl = impl_, read](UserAddress whom,
                                              Reply<Answer> answer) {
    impl->OnWorker<Answer>(
        std::move(answer),
        [impl, read, whom = std::move(whom)](Reply<Answer> done) {
          done(read(*impl, whom, ReadTier::kMayBlock));
        });
  };
  if (request.min_position().number() > 0) {
    // May come back on the store's own thread, which must not read.
    return impl_->positions.WaitFor(
        ToPosition(request.min_position()), caller.deadline,
        [on_worker, address = *std::move(address),
         reply = std::move(reply)](absl::Status reached) mutable {
          if (!reached.ok()) return reply(std::move(reached));
          on_worker(std::move(address), std::move(reply));
        });
  }
  auto answer = read(*impl_, *address, ReadTier::kMemoryOnly);
  if (eventstore::IsWouldBlock(answer.status())) {
    return on_worker(*std::move(address), std::move(reply));
  }
  reply(std::move(answer));
}

void UserRegister::GetUser(const Caller& caller,
                           user::v1::GetUserRequest request,
                           Reply<user::v1::GetUserResponse> reply) {
  AnswerRead(caller, request, std::move(reply),
             [](Impl& impl, const UserAddress& address, ReadTier tier) {
               return ReadUser(impl.reader, address, tier);
             });
}

void UserRegister::GetUserBytes(const Caller& caller,
                                const user::v1::GetUserRequest& request,
                                Reply<SharedBytes> reply) {
  AnswerRead(caller, request, std::move(reply),
             [](Impl& impl, const UserAddress& address, ReadTier tier) {
               return ReadBytes(impl.reader, impl.cache, address, tier);
             });
}

void UserRegister::ListUsers(const Caller& caller,
                             user::v1::ListUsersRequest request,
                             Reply<user::v1::ListUsersResponse> reply) {
  using Response = user::v1::ListUsersResponse;
  auto query = ParseList(request);
  if (!query.ok()) return reply(std::move(query).status());
  if (absl::Status access = impl_->CheckAccess(request); !access.ok()) {
    return reply(std::move(access));
  }
  impl_->deps.list->WaitFor(
      ToPosition(request.min_position()), caller.deadline,
      [impl = impl_, query = *std::move(query),
       reply = std::move(reply)](absl::Status reached) mutable {
        if (!reached.ok()) return reply(std::move(reached));
        impl->OnWorker<Response>(
            std::move(reply),
            [impl, query = std::move(query)](Reply<Response> answer) {
              answer(ReadPage(*impl->deps.store, *impl->deps.list, impl->reader,
                              query));
            });
      });
}

}  // namespace rollbook::services
