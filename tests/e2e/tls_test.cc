// Certificates are exchanged while clients work: SIGHUP reads the files, who is
// connected notices nothing, who comes sees the new ones.

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <thread>

#include "base/testing/temp_dir.h"
#include "gateway/http/testing/tls_client.h"
#include "gmock/gmock.h"
#include "rollbook/admin/v1/admin_service.grpc.pb.h"
#include "tests/e2e/end_to_end.h"
#include "tests/e2e/reload_log.h"

namespace rollbook::tests {
namespace {

using gateway::http::TestCertificate;
using gateway::http::TlsClient;
using testing::HasSubstr;

constexpr char kReadAnew[] = R"("ok":true)";
constexpr char kRefused[] = R"("ok":false)";

// The files that a daemon reads, and what can be put there.
class Files {
 public:
  void Hold(const TestCertificate& certificate) const {
    WriteFile(certificate_file(), ReadFile(certificate.certificate_file()));
    WriteFile(key_file(), ReadFile(certificate.key_file()));
  }
  // A key that is another certificate's.
  void HoldKeyOf(const TestCertificate& certificate) const {
    WriteFile(key_file(), ReadFile(certificate.key_file()));
  }
  std::string certificate_file() const { return directory_.path() + "/crt"; }
  std::string key_file() const { return directory_.path() + "/key"; }

 private:
  const base::TempDir directory_;
};

class Tls : public EndToEnd {
 protected:
  Tls() : Tls(std::make_unique<Files>()) {}

  // Over a connection that stays.
  bool Works(TlsClient& client) const {
    client.Send(RequestText(Signed(GetCall("nobody"), acme_)));
    return client.ReadUntil("}").starts_with("HTTP/1.1 404");
  }

  const TestCertificate first_{"first"};
  const TestCertificate second_{"second"};
  const std::unique_ptr<Files> files_;

 private:
  explicit Tls(std::unique_ptr<Files> files)
      : EndToEnd(OptionsFor(*files)), files_(std::move(files)) {
    files_->Hold(first_);
  }

  static ServiceOptions OptionsFor(const Files& files) {
    ServiceOptions options{.arrangement = GetParam()};
    if (GetParam() == Arrangement::kInProcess) {
      options.rollbookd_flags = {"--http_tls_cert=" + files.certificate_file(),
                                 "--http_tls_key=" + files.key_file()};
    } else {
      options.gateway_flags = {"--tls_cert=" + files.certificate_file(),
                               "--tls_key=" + files.key_file()};
    }
    return options;
  }
};

INSTANTIATE_TEST_SUITE_P(, Tls,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(Tls, PartnersSeeANewCertificateAndNoneIsCutOff) {
  TlsClient before(service_.http_port());
  EXPECT_EQ(before.server_name(), "first");
  ASSERT_TRUE(Works(before));
  std::atomic<bool> stop = false;
  std::atomic<int> answered = 0;
  std::atomic<int> failed = 0;
  std::thread partner([&] {
    while (!stop) {
      TlsClient client(service_.http_port());
      ++(client.handshaken() && Works(client) && Works(client) ? answered
                                                               : failed);
    }
  });

  files_->Hold(second_);
  service_.Hangup();
  EXPECT_THAT(ReloadLine(service_, "certificates", 1), HasSubstr(kReadAnew));
  EXPECT_EQ(TlsClient(service_.http_port()).server_name(), "second");
  EXPECT_TRUE(Works(before));

  files_->HoldKeyOf(first_);
  service_.Hangup();
  EXPECT_THAT(
      ReloadLine(service_, "certificates", 2),
      testing::AllOf(HasSubstr(kRefused), HasSubstr(files_->key_file())));
  WriteFile(files_->certificate_file(), "no certificate");
  service_.Hangup();
  EXPECT_THAT(ReloadLine(service_, "certificates", 3),
              testing::AllOf(HasSubstr(kRefused),
                             HasSubstr(files_->certificate_file())));
  TlsClient after(service_.http_port());
  EXPECT_EQ(after.server_name(), "second");
  EXPECT_TRUE(Works(after));
  EXPECT_TRUE(Works(before));

  const int so_far = answered;
  EXPECT_TRUE(Eventually([&] { return answered > so_far; }));
  stop = true;
  partner.join();
  EXPECT_EQ(failed, 0);
}

class GrpcTls : public EndToEnd {
 protected:
  GrpcTls() : GrpcTls(std::make_unique<Files>()) {}

  // A client that trusts this server's certificate only.
  std::unique_ptr<admin::v1::AdminService::Stub> ClientThatTrusts(
      const TestCertificate& server) const {
    grpc::SslCredentialsOptions tls;
    tls.pem_root_certs = ReadFile(server.certificate_file());
    tls.pem_cert_chain = ReadFile(own_->certificate_file());
    tls.pem_private_key = ReadFile(own_->key_file());
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return admin::v1::AdminService::NewStub(grpc::CreateCustomChannel(
        "127.0.0.1:" + std::to_string(service_.grpc_port()),
        grpc::SslCredentials(tls), arguments));
  }

  static bool Works(admin::v1::AdminService::Stub& client) {
    grpc::ClientContext context;
    admin::v1::ListPartnersResponse response;
    return client.ListPartners(&context, {}, &response).ok();
  }

  const TestCertificate first_{"first"};
  const TestCertificate second_{"second"};

 private:
  explicit GrpcTls(std::unique_ptr<Files> files)
      : GrpcTls(std::move(files), std::make_unique<TestCertificate>("own")) {}
  GrpcTls(std::unique_ptr<Files> files, std::unique_ptr<TestCertificate> own)
      : EndToEnd(
            {.arrangement = GetParam(),
             .rollbookd_flags = {"--grpc_tls_cert=" + files->certificate_file(),
                                 "--grpc_tls_key=" + files->key_file(),
                                 "--grpc_tls_client_ca=" +
                                     own->certificate_file(),
                                 "--role=own=admin"}}),
        own_(std::move(own)),
        files_(std::move(files)) {
    files_->Hold(first_);
  }

 protected:
  const std::unique_ptr<TestCertificate> own_;
  const std::unique_ptr<Files> files_;
};

INSTANTIATE_TEST_SUITE_P(, GrpcTls, testing::Values(Arrangement::kInProcess),
                         ArrangementName);

TEST_P(GrpcTls, MicroservicesSeeANewCertificateAndNoneIsCutOff) {
  const auto before = ClientThatTrusts(first_);
  ASSERT_TRUE(Works(*before));
  EXPECT_FALSE(Works(*ClientThatTrusts(second_)));

  files_->Hold(second_);
  service_.Hangup();
  EXPECT_THAT(ReloadLine(service_, "grpc_certificates", 1),
              HasSubstr(kReadAnew));
  EXPECT_TRUE(Works(*ClientThatTrusts(second_)));
  EXPECT_FALSE(Works(*ClientThatTrusts(first_)));
  EXPECT_TRUE(Works(*before));

  files_->HoldKeyOf(first_);
  service_.Hangup();
  EXPECT_THAT(
      ReloadLine(service_, "grpc_certificates", 2),
      testing::AllOf(HasSubstr(kRefused), HasSubstr(files_->key_file())));
  EXPECT_TRUE(Works(*ClientThatTrusts(second_)));
  EXPECT_TRUE(Works(*before));
}

}  // namespace
}  // namespace rollbook::tests
