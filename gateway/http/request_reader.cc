#include "gateway/http/request_reader.h"

#include <utility>

namespace rollbook::gateway::http {
namespace {

// What a connection's buffer has when nothing unusual comes; thousands of
// idle connections have one each.
constexpr size_t kUsualBufferBytes = 4 << 10;
// Less than this is not worth a system call.
constexpr size_t kMinReadBytes = 1024;

}  // namespace

boost::asio::mutable_buffer RequestReader::Prepare() {
  const size_t room = buffer_.capacity() - buffer_.size();
  return buffer_.prepare(room < kMinReadBytes ? kUsualBufferBytes : room);
}

RequestReader::Progress RequestReader::Advance() {
  return in_body() ? ReadBody() : ReadHead();
}

HttpRequest RequestReader::Take() {
  parser_.reset();
  framing_ = Framing();
  if (buffer_.size() == 0 && buffer_.capacity() > kUsualBufferBytes) {
    buffer_.shrink_to_fit();
  }
  return std::exchange(request_, HttpRequest());
}

RequestReader::Progress RequestReader::ReadHead() {
  const HeadScan scan =
      ScanHead(received(), limits_.head.max_bytes, scanned_bytes_);
  if (scan.state == HeadScan::State::kRefused) {
    return Refuse(Refusal::kBadFraming);
  }
  if (scan.state == HeadScan::State::kIncomplete) {
    scanned_bytes_ = received().size();
    return Progress::kNeedsMore;
  }
  scanned_bytes_ = 0;
  const std::optional<Framing> framing =
      GuardHead(received().substr(0, scan.size), limits_.head, request_);
  if (!framing) return Refuse(Refusal::kBadFraming);
  framing_ = *framing;
  parser_.emplace(BodyLimits{static_cast<uint32_t>(limits_.head.max_bytes),
                             limits_.max_body_bytes},
                  request_.body);
  if (const auto end = FeedParser(scan.size)) return *end;
  // Who sends the body at once does not wait for the word.
  if (framing_.expects_continue && buffer_.size() == 0) {
    return Progress::kNeedsContinue;
  }
  return ReadBody();
}

RequestReader::Progress RequestReader::ReadBody() {
  return FeedParser(received().size()).value_or(Progress::kNeedsMore);
}

RequestReader::Progress RequestReader::Refuse(Refusal refusal) {
  refusal_ = refusal;
  return Progress::kRefused;
}

std::optional<RequestReader::Progress> RequestReader::FeedParser(size_t bytes) {
  size_t consumed = 0;
  const BodyParser::State state =
      parser_->Feed(received().substr(0, bytes), consumed);
  buffer_.consume(consumed);
  switch (state) {
    case BodyParser::State::kNeedsMore:
      return std::nullopt;
    case BodyParser::State::kComplete:
      return Progress::kComplete;
    case BodyParser::State::kRefused:
      break;
  }
  return Refuse(parser_->refusal());
}

std::string_view RequestReader::received() const {
  const auto bytes = buffer_.data();
  return {static_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace rollbook::gateway::http
