#include "gateway/http/body_parser.h"

#include <boost/beast/http/error.hpp>

namespace rollbook::gateway::http {
namespace {

using boost::beast::http::error;

// Of all chunks of a body together; nobody is known to send any.
constexpr size_t kMaxExtensionBytes = 1024;

// A chunk's size line, or the end of the body. Beast keeps asking for more
// until it has seen the line's end.
constexpr size_t kMaxChunkLineBytes = 2048;

// The shortest rest of an unfinished chunked body is "0\r\n\r\n". Beast 1.74
// runs into an assertion when it has seen the "0\r\n" and gets fewer bytes
// than that.
constexpr size_t kShortestRest = 5;

}  // namespace

BodyParser::BodyParser(const BodyLimits& limits, std::string& body)
    : body_(body) {
  header_limit(limits.max_head_bytes);
  body_limit(limits.max_body_bytes);
}

BodyParser::State BodyParser::Feed(std::string_view received,
                                   size_t& consumed) {
  consumed = 0;
  const bool in_body = is_header_done();
  if (in_body && chunked() && received.size() < kShortestRest) {
    return State::kNeedsMore;
  }
  eager(in_body);
  Error failure;
  if (!received.empty()) {
    consumed = put({received.data(), received.size()}, failure);
  }
  if (failure && failure != error::need_more) {
    refusal_ = failure == error::body_limit ? Refusal::kPayloadTooLarge
                                            : Refusal::kBadFraming;
    return State::kRefused;
  }
  if (is_done()) return State::kComplete;
  const size_t rest = received.size() - consumed;
  return failure && rest > kMaxChunkLineBytes ? State::kRefused
                                              : State::kNeedsMore;
}

void BodyParser::on_field_impl(boost::beast::http::field, Text, Text,
                               Error& failure) {
  if (is_header_done()) failure = error::bad_field;
}

void BodyParser::on_body_init_impl(boost::optional<uint64_t> const& length,
                                   Error&) {
  if (length) body_.reserve(static_cast<size_t>(*length));
}

size_t BodyParser::on_body_impl(Text data, Error&) {
  body_.append(data.data(), data.size());
  return data.size();
}

void BodyParser::on_chunk_header_impl(uint64_t, Text extensions,
                                      Error& failure) {
  extension_bytes_ += extensions.size();
  if (extension_bytes_ > kMaxExtensionBytes) {
    failure = error::bad_chunk_extension;
  }
}

size_t BodyParser::on_chunk_body_impl(uint64_t, Text data, Error& failure) {
  return on_body_impl(data, failure);
}

}  // namespace rollbook::gateway::http
