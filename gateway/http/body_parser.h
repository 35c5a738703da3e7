#ifndef ROLLBOOK_GATEWAY_HTTP_BODY_PARSER_H_
#define ROLLBOOK_GATEWAY_HTTP_BODY_PARSER_H_

#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/http/handler.h"

namespace rollbook::gateway::http {

struct BodyLimits {
  uint32_t max_head_bytes;
  uint64_t max_body_bytes;
};

// Beast's request parser, with the holes closed that only show behind the
// head: it refuses any trailer field (Beast would merge it into the header
// fields), and bounds and drops chunk extensions. Of the head it is a second
// opinion: GuardHead read it before. Not thread-safe.
class BodyParser final : private boost::beast::http::basic_parser<true> {
 public:
  enum class State { kNeedsMore, kComplete, kRefused };

  // Appends the decoded body to `body`, which must outlive the parser.
  BodyParser(const BodyLimits& limits, std::string& body);

  // Feeds what has arrived and not been consumed yet: at first the head as a
  // whole. `consumed` bytes must not be fed again.
  State Feed(std::string_view received, size_t& consumed);

  // Why, after kRefused.
  Refusal refusal() const { return refusal_; }

 private:
  using Error = boost::beast::error_code;
  using Text = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb, Text, Text, int,
                       Error&) override {}
  void on_response_impl(int, Text, int, Error&) override {}
  void on_field_impl(boost::beast::http::field, Text, Text,
                     Error& failure) override;
  void on_header_impl(Error&) override {}
  void on_body_init_impl(boost::optional<uint64_t> const& length,
                         Error&) override;
  size_t on_body_impl(Text data, Error&) override;
  void on_chunk_header_impl(uint64_t, Text extensions, Error& failure) override;
  size_t on_chunk_body_impl(uint64_t, Text data, Error& failure) override;
  void on_finish_impl(Error&) override {}

  std::string& body_;
  size_t extension_bytes_ = 0;
  Refusal refusal_ = Refusal::kBadFraming;
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_BODY_PARSER_H_
