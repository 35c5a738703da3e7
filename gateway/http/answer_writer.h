#ifndef ROLLBOOK_GATEWAY_HTTP_ANSWER_WRITER_H_
#define ROLLBOOK_GATEWAY_HTTP_ANSWER_WRITER_H_

#include <string>
#include <string_view>

#include "gateway/http/message.h"

namespace rollbook::gateway::http {

// What an answer's form depends on besides its content.
struct AnswerForm {
  bool keep_alive = false;
  int minor_version = 1;   // of the request
  bool head_only = false;  // HEAD: the body's length without the body
};

// Puts the answer's bytes into `out`, whatever was in it before. `date` is
// an HTTP date (http_date.h). A field whose value holds a control character is
// left out: it could split the answer in two.
void WriteAnswer(const HttpResponse& response, const AnswerForm& form,
                 std::string_view date, std::string& out);

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_ANSWER_WRITER_H_
