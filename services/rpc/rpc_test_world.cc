#include "services/rpc/rpc_test_world.h"

#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <utility>

#include "base/crypto/random.h"
#include "base/error.h"
#include "base/testing/temp_dir.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace rollbook::services {
namespace {

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
  grpc::ChannelArguments arguments;
  // Not one of the connections that other tests share.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(),
                                   arguments);
}

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string FromBuffer(const grpc::ByteBuffer& buffer) {
  grpc::Slice slice;
  if (!buffer.TrySingleSlice(&slice).ok()) return "";
  return std::string(reinterpret_cast<const char*>(slice.begin()),
                     slice.size());
}

// Waits for the one operation under way; whether it succeeded.
bool Next(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue.Next(&tag, &ok) && ok;
}

}  // namespace

RpcWorld::RpcWorld(const std::function<void(GrpcServerOptions&)>& change)
    : history(world.store.get(), world.vault.get()),
      travel(world.store.get(), world.vault.get()),
      access_log(world.store.get()),
      purger({.store = world.store.get(),
              .purge = [](std::atomic<bool>&) { return absl::OkStatus(); },
              .sign_note = [](const std::string& text) { return text; },
              .clock = &world.clock}) {
  auto listing =
      ProjectedUserList::Start(world.store.get(), derived.get(), &world.clock);
  EXPECT_TRUE(listing.ok()) << listing.status();
  list = *std::move(listing);
  auto counting = DailyCounts::Start(world.store.get(), derived.get(),
                                     &world.clock, world.workers.get());
  EXPECT_TRUE(counting.ok()) << counting.status();
  counts = *std::move(counting);
  projections = std::make_unique<Projections>(Projections::Dependencies{
      .store = world.store.get(),
      .vault = world.vault.get(),
      .followed = {&list->projection(), &counts->projection()},
      .random = &base::CryptoRandom()});
  auto following = eventstore::LogTree::Start(world.store.get(), derived.get());
  EXPECT_TRUE(following.ok()) << following.status();
  tree = *std::move(following);
  signer = CheckpointSigner::Open(world.store.get(), *world.vault,
                                  &base::CryptoRandom())
               .value();
  auto publishing = LogCheckpoints::Open({.store = world.store.get(),
                                          .tree = tree.get(),
                                          .signer = &*signer,
                                          .workers = world.workers.get(),
                                          .clock = &world.clock});
  EXPECT_TRUE(publishing.ok()) << publishing.status();
  checkpoints = *std::move(publishing);
  proofs = std::make_unique<LogProofs>(world.store.get(), tree.get(),
                                       world.vault.get(), checkpoints.get(),
                                       world.workers.get());
  options.unix_socket = base::NewTempPath("socket");
  options.listen = "127.0.0.1:0";
  if (change) change(options);
  auto started = StartServer(options);
  EXPECT_TRUE(started.ok()) << started.status();
  if (started.ok()) server = *std::move(started);
}

absl::StatusOr<std::unique_ptr<GrpcServer>> RpcWorld::StartServer(
    const GrpcServerOptions& with) {
  return GrpcServer::Start(
      with,
      {.store = world.store.get(),
       .users = world.users.get(),
       .partners = world.partners.get(),
       .history = &history,
       .travel = &travel,
       .proofs = proofs.get(),
       .counts = counts.get(),
       .purger = &purger,
       .projections = projections.get(),
       // The store is in memory.
       .backup =
           [](const auto&) { return base::Error(base::Reason::kBackupFailed); },
       .access = {&access_log, &world.clock, &base::CryptoRandom()},
       .workers = world.workers.get(),
       .metrics = &metrics,
       .clock = &world.clock,
       .status = [] { return admin::v1::GetStatusResponse(); }});
}

std::shared_ptr<grpc::Channel> RpcWorld::SocketChannel() const {
  return ChannelTo("unix:" + options.unix_socket);
}

std::shared_ptr<grpc::Channel> RpcWorld::TcpChannel() const {
  return ChannelTo("127.0.0.1:" + std::to_string(server->port()));
}

void RpcWorld::CreateUsers(int count) {
  for (int i = 0; i < count; ++i) {
    const auto created =
        world.Create(JaneDoe("user-" + std::to_string(created_++)));
    ASSERT_TRUE(created.ok()) << created.status();
  }
}

RawResult CallRaw(const std::shared_ptr<grpc::Channel>& channel,
                  const std::string& method, const std::string& request) {
  grpc::CompletionQueue queue;
  grpc::ClientContext context;
  grpc::GenericStub stub(channel);
  RawResult result;
  const auto call = stub.PrepareCall(&context, method, &queue);
  call->StartCall(nullptr);
  if (Next(queue)) {
    call->Write(ToBuffer(request), nullptr);
    if (Next(queue)) {
      call->WritesDone(nullptr);
      Next(queue);
      grpc::ByteBuffer answer;
      call->Read(&answer, nullptr);
      if (Next(queue)) {
        result.answer = FromBuffer(answer);
        context.TryCancel();
      }
    }
  }
  call->Finish(&result.status, nullptr);
  Next(queue);
  return result;
}

std::optional<base::Reason> ReasonIn(const grpc::Status& status) {
  google::rpc::Status rich;
  if (!rich.ParseFromString(status.error_details())) return std::nullopt;
  for (const auto& any : rich.details()) {
    google::rpc::ErrorInfo info;
    if (any.UnpackTo(&info)) return base::ReasonByName(info.reason());
  }
  return std::nullopt;
}

}  // namespace rollbook::services
