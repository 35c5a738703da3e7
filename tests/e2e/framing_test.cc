// Requests whose end two readers could see in different places, and honest
// ones that look unusual (contract section 5).

#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

constexpr size_t kBodyLimit = 64 << 10;

class Framing : public EndToEnd {
 protected:
  // The head of a signed create, without a Host and without framing.
  std::string SignedHead(const HttpCall& call) const {
    std::string head = call.method + " " + call.target + " HTTP/1.1\r\n";
    for (const auto& [name, value] :
         SignatureHeaders(call, acme_, TimestampText(absl::Now()))) {
      head += name + ": " + value + "\r\n";
    }
    return head;
  }

  static std::string Chunk(const std::string& data,
                           const std::string& extension = "") {
    std::ostringstream text;
    text << std::hex << data.size() << extension << "\r\n" << data << "\r\n";
    return text.str();
  }

  // The request is refused, and nothing behind it is read.
  void ExpectRefusedAndClosed(const std::string& what,
                              const std::string& bytes) const {
    SCOPED_TRACE(what);
    HttpClient client = Connect();
    const HttpCall next = Signed(GetCall("nobody"), acme_);
    ASSERT_TRUE(client.Send(bytes + RequestText(next)).ok());
    const auto answer = client.Receive();
    ASSERT_TRUE(answer.ok()) << answer.status();
    ExpectError(*answer, 400, "bad_request", "Malformed HTTP request");
    EXPECT_EQ(answer->Header("Connection"), "close");
    EXPECT_TRUE(client.ServerCloses());
  }

  const HttpCall create_ = CreateCall(ExampleUser("42"));
  const std::string length_ =
      "Content-Length: " + std::to_string(create_.body.size()) + "\r\n";
  const std::string host_ = "Host: rollbook.test\r\n";
  const std::string chunked_ = "Transfer-Encoding: chunked\r\n";
};

INSTANTIATE_TEST_SUITE_P(, Framing,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(Framing, EveryTransferEncodingButOneChunkedIsRefused) {
  for (const std::string encoding :
       {"gzip", "identity", "chunked, chunked", "gzip, chunked", "chunked;q=1",
        "xchunked", "\"chunked\"", ""}) {
    ExpectRefusedAndClosed(encoding, SignedHead(create_) + host_ +
                                         "Transfer-Encoding: " + encoding +
                                         "\r\n\r\n" + Chunk(create_.body) +
                                         "0\r\n\r\n");
  }
  ExpectRefusedAndClosed("two fields", SignedHead(create_) + host_ + chunked_ +
                                           chunked_ + "\r\n" +
                                           Chunk(create_.body) + "0\r\n\r\n");
}

TEST_P(Framing, ChunkedBesideAContentLengthIsRefused) {
  const std::string body = Chunk(create_.body) + "0\r\n\r\n";
  ExpectRefusedAndClosed(
      "chunked first",
      SignedHead(create_) + host_ + chunked_ + length_ + "\r\n" + body);
  ExpectRefusedAndClosed("length first", SignedHead(create_) + host_ + length_ +
                                             chunked_ + "\r\n" + body);
}

TEST_P(Framing, TrailersAreRefused) {
  ExpectRefusedAndClosed("trailer", SignedHead(create_) + host_ + chunked_ +
                                        "\r\n" + Chunk(create_.body) +
                                        "0\r\nX-Api-Key: other\r\n\r\n");
}

TEST_P(Framing, TwoContentLengthsAreRefusedEvenWhenEqual) {
  ExpectRefusedAndClosed("equal", SignedHead(create_) + host_ + length_ +
                                      length_ + "\r\n" + create_.body);
  ExpectRefusedAndClosed("in a list", SignedHead(create_) + host_ +
                                          "Content-Length: 5, 5\r\n\r\n" +
                                          create_.body);
}

TEST_P(Framing, AContentLengthIsDigitsOnly) {
  for (const std::string value : {"+5", "-1", "0x10", "5 5", "", "1e1"}) {
    ExpectRefusedAndClosed(value, SignedHead(create_) + host_ +
                                      "Content-Length: " + value + "\r\n\r\n" +
                                      create_.body);
  }
}

TEST_P(Framing, ExactlyOneHostIsNeeded) {
  const std::string rest = length_ + "\r\n" + create_.body;
  ExpectRefusedAndClosed("none", SignedHead(create_) + rest);
  ExpectRefusedAndClosed("two", SignedHead(create_) + host_ + host_ + rest);
}

TEST_P(Framing, FoldedLinesAndBareLineFeedsAreRefused) {
  const std::string rest = length_ + "\r\n" + create_.body;
  ExpectRefusedAndClosed(
      "obs-fold", SignedHead(create_) + host_ + "X-Folded: a\r\n b\r\n" + rest);
  ExpectRefusedAndClosed("bare LF after a field",
                         SignedHead(create_) + host_ + "X-Line: a\n" + rest);
  ExpectRefusedAndClosed("bare LF after the request line",
                         "GET /v1/users/42 HTTP/1.1\n" + host_ + "\r\n");
  ExpectRefusedAndClosed(
      "bare CR", SignedHead(create_) + host_ + "X-Line: a\rb\r\n" + rest);
  ExpectRefusedAndClosed("blank before the colon",
                         SignedHead(create_) + host_ + "X-Line : a\r\n" + rest);
  ExpectRefusedAndClosed("NUL", SignedHead(create_) + host_ + "X-Line: a" +
                                    std::string(1, '\0') + "\r\n" + rest);
}

TEST_P(Framing, ChunksThatAreNotWellFormedAreRefused) {
  for (const std::string body :
       {"x\r\n", "5\r\nhello0\r\n\r\n", "-1\r\n", "0x5\r\nhello\r\n0\r\n\r\n",
        "ffffffffffffffff1\r\n", "5\nhello\n0\n\n"}) {
    ExpectRefusedAndClosed(
        body, SignedHead(create_) + host_ + chunked_ + "\r\n" + body);
  }
}

TEST_P(Framing, AnHonestChunkedBodyIsTaken) {
  const size_t half = create_.body.size() / 2;
  HttpClient client = Connect();
  ASSERT_TRUE(client
                  .Send(SignedHead(create_) + host_ + chunked_ + "\r\n" +
                        Chunk(create_.body.substr(0, half)) +
                        Chunk(create_.body.substr(half), ";name=value") +
                        "0\r\n\r\n")
                  .ok());
  const auto answer = client.Receive();
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->status, 201) << answer->body;
  // The connection is as good as before.
  const auto next = client.Call(Signed(GetCall("42"), acme_));
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->status, 200);
}

TEST_P(Framing, PipelinedRequestsAreAnsweredInTheirOrder) {
  HttpClient client = Connect();
  ASSERT_TRUE(client
                  .Send(RequestText(Signed(create_, acme_)) +
                        RequestText(Signed(GetCall("42"), acme_)) +
                        RequestText(Signed(GetCall("nobody"), acme_)))
                  .ok());
  for (const int status : {201, 200, 404}) {
    const auto answer = client.Receive();
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->status, status);
  }
}

TEST_P(Framing, ExpectationsAreMet) {
  HttpClient client = Connect();
  ASSERT_TRUE(client
                  .Send(SignedHead(create_) + host_ + length_ +
                        "Expect: 100-continue\r\n\r\n")
                  .ok());
  ASSERT_TRUE(client.Send(create_.body).ok());
  const auto answer = client.Receive();
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->status, 201) << answer->body;
}

TEST_P(Framing, ABodyBeyondTheLimitIsRefused) {
  HttpCall call = create_;
  call.body = "\"" + std::string(kBodyLimit, 'x') + "\"";
  ExpectError(Send(call), 413, "payload_too_large",
              "Request body must not exceed 64 KiB");
  // Chunked, it is only seen on the way.
  HttpClient client = Connect();
  ASSERT_TRUE(client
                  .Send(SignedHead(call) + host_ + chunked_ + "\r\n" +
                        Chunk(call.body) + "0\r\n\r\n")
                  .ok());
  const auto answer = client.Receive();
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->status, 413);
}

TEST_P(Framing, UpgradesAreIgnoredAndHttp10Works) {
  HttpCall get = Signed(GetCall("nobody"), acme_);
  get.headers.emplace_back("Connection", "Upgrade, HTTP2-Settings");
  get.headers.emplace_back("Upgrade", "h2c");
  get.headers.emplace_back("HTTP2-Settings", "AAMAAABkAAQAoAAAAAIAAAAA");
  EXPECT_EQ(SendAsIs(get).status, 404);

  std::string old = RequestText(Signed(GetCall("nobody"), acme_));
  old.replace(old.find("HTTP/1.1"), 8, "HTTP/1.0");
  HttpClient client = Connect();
  ASSERT_TRUE(client.Send(old).ok());
  const auto answer = client.Receive();
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->status, 404);
  EXPECT_TRUE(client.ServerCloses());
}

}  // namespace
}  // namespace rollbook::tests
