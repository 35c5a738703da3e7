#ifndef ROLLBOOK_GATEWAY_HTTP_REQUEST_READER_H_
#define ROLLBOOK_GATEWAY_HTTP_REQUEST_READER_H_

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <cstddef>
#include <optional>
#include <string_view>

#include "gateway/http/body_parser.h"
#include "gateway/http/framing_guard.h"
#include "gateway/http/handler.h"
#include "gateway/http/message.h"

namespace rollbook::gateway::http {

struct RequestLimits {
  HeadLimits head;
  size_t max_body_bytes;
};

// Makes requests of the bytes of one connection, one after the other; knows
// no socket. Head: guard first (framing_guard.h), then Beast (body_parser.h);
// both must agree. Not thread-safe.
class RequestReader {
 public:
  enum class Progress {
    kNeedsMore,      // Prepare, receive, Commit, Advance
    kNeedsContinue,  // the same, after sending "100 Continue"
    kComplete,       // Take
    kRefused,        // answer refusal() and close: nothing behind it counts
  };

  explicit RequestReader(const RequestLimits& limits) : limits_(limits) {}

  // Where to put what arrives next.
  boost::asio::mutable_buffer Prepare();
  void Commit(size_t bytes) { buffer_.commit(bytes); }

  Progress Advance();

  // The complete request (peer_address, tls and start_time are the caller's
  // business). Bytes behind it are kept: they begin the next one.
  HttpRequest Take();

  // No byte of the next request has arrived.
  bool idle() const { return !parser_ && buffer_.size() == 0; }
  // The head has passed, the body is still to come.
  bool in_body() const { return parser_.has_value(); }
  // Of the current request, as far as it was read.
  RequestHead& head() { return request_; }
  const Framing& framing() const { return framing_; }
  Refusal refusal() const { return refusal_; }

 private:
  Progress ReadHead();
  Progress ReadBody();
  Progress Refuse(Refusal refusal);
  // Gives the parser the first `bytes` of what is there and takes off what it
  // has used; nullopt: it wants more.
  std::optional<Progress> FeedParser(size_t bytes);
  std::string_view received() const;

  const RequestLimits limits_;
  boost::beast::flat_buffer buffer_;
  size_t scanned_bytes_ = 0;  // of an incomplete head
  HttpRequest request_;
  Framing framing_;
  std::optional<BodyParser> parser_;  // while a body is awaited
  Refusal refusal_ = Refusal::kBadFraming;
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_REQUEST_READER_H_
