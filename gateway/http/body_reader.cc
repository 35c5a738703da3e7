#include "gateway/http/body_reader.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <iterator>
#include <utility>

namespace rollbook::gateway::http {
namespace {

namespace beast = boost::beast;

// A chunk's size line, extensions included.
constexpr size_t kMaxChunkLineBytes = 1024;
// Chunk framing may cost as much again as this many bodies: tiny chunks are
// honest, endless extensions are not.
constexpr size_t kMaxFramingFactor = 8;

}  // namespace

struct BodyReader::Impl {
  beast::http::request_parser<beast::http::string_body> parser;
  size_t fields = 0;
  size_t bytes_left = 0;
};

BodyReader::BodyReader(size_t max_header_bytes, size_t max_body_bytes,
                       size_t fields)
    : impl_(std::make_unique<Impl>()) {
  impl_->parser.eager(true);
  impl_->parser.header_limit(static_cast<uint32_t>(max_header_bytes + 1));
  impl_->parser.body_limit(max_body_bytes);
  impl_->fields = fields;
  impl_->bytes_left = max_header_bytes + kMaxFramingFactor * max_body_bytes;
}

BodyReader::~BodyReader() = default;

BodyReader::Progress BodyReader::Feed(std::string_view received) {
  Progress progress;
  const auto refuse = [&progress](Refusal refusal) {
    progress.state = Progress::State::kRefused;
    progress.refusal = refusal;
    return progress;
  };
  auto& parser = impl_->parser;
  while (!parser.is_done() && progress.consumed < received.size()) {
    const std::string_view rest = received.substr(progress.consumed);
    beast::error_code error;
    const size_t used =
        parser.put(boost::asio::buffer(rest.data(), rest.size()), error);
    progress.consumed += used;
    impl_->bytes_left -= std::min(used, impl_->bytes_left);
    if (error == beast::http::error::need_more) {
      if (rest.size() - used > kMaxChunkLineBytes) {
        return refuse(Refusal::kBadFraming);
      }
      break;
    }
    if (error == beast::http::error::body_limit) {
      return refuse(Refusal::kPayloadTooLarge);
    }
    if (error) return refuse(Refusal::kBadFraming);
    if (used == 0) break;
  }
  if (impl_->bytes_left == 0) return refuse(Refusal::kBadFraming);
  if (!parser.is_done()) return progress;
  const auto& header = parser.get();
  if (static_cast<size_t>(std::distance(header.begin(), header.end())) !=
      impl_->fields) {
    return refuse(Refusal::kBadFraming);
  }
  progress.state = Progress::State::kDone;
  return progress;
}

std::string BodyReader::TakeBody() {
  return std::move(impl_->parser.get().body());
}

}  // namespace rollbook::gateway::http
