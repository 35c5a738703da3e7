#include "gateway/http/answer_writer.h"

#include <algorithm>
#include <boost/beast/http/status.hpp>
#include <charconv>
#include <cstddef>

namespace rollbook::gateway::http {
namespace {

// Room for the status line and the fields that every answer has.
constexpr size_t kUsualHeadBytes = 512;
constexpr size_t kMaxDigits = 20;

constexpr int kNoContent = 204;
constexpr int kNotModified = 304;

void AppendNumber(size_t number, std::string& out) {
  char digits[kMaxDigits];
  const auto end = std::to_chars(digits, digits + kMaxDigits, number).ptr;
  out.append(digits, end);
}

void AppendField(std::string_view name, std::string_view value,
                 std::string& out) {
  out.append(name).append(": ").append(value).append("\r\n");
}

bool IsSafe(std::string_view value) {
  return std::none_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7f;
  });
}

// RFC 9110 sections 15.3.5 and 15.4.5: these end with their head.
bool MayHaveBody(int status) {
  return status != kNoContent && status != kNotModified;
}

bool SaysHowToCache(const HttpResponse& response) {
  return std::any_of(
      response.headers.begin(), response.headers.end(),
      [](const auto& field) { return field.first == "Cache-Control"; });
}

}  // namespace

void WriteAnswer(const HttpResponse& response, const AnswerForm& form,
                 std::string_view date, std::string& out) {
  out.clear();
  out.reserve(kUsualHeadBytes + response.body.size());
  out.append("HTTP/1.1 ");
  AppendNumber(static_cast<size_t>(response.status), out);
  const auto phrase = boost::beast::http::obsolete_reason(
      static_cast<boost::beast::http::status>(response.status));
  out.append(" ").append(phrase.data(), phrase.size()).append("\r\n");
  AppendField("Date", date, out);
  for (const auto& [name, value] : response.headers) {
    if (IsSafe(value)) AppendField(name, value, out);
  }
  if (!SaysHowToCache(response)) {
    AppendField("Cache-Control", "no-store", out);
  }
  AppendField("X-Content-Type-Options", "nosniff", out);
  if (!form.keep_alive) {
    AppendField("Connection", "close", out);
  } else if (form.minor_version == 0) {
    AppendField("Connection", "keep-alive", out);
  }
  if (MayHaveBody(response.status)) {
    out.append("Content-Length: ");
    AppendNumber(response.body.size(), out);
    out.append("\r\n");
  }
  out.append("\r\n");
  if (!form.head_only && MayHaveBody(response.status)) {
    out.append(response.body);
  }
}

}  // namespace rollbook::gateway::http
