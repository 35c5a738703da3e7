#ifndef ROLLBOOK_GATEWAY_HTTP_RESPONSE_TEXT_H_
#define ROLLBOOK_GATEWAY_HTTP_RESPONSE_TEXT_H_

#include <string>

#include "gateway/http/message.h"

namespace rollbook::gateway::http {

struct ResponseForm {
  bool keep_alive = true;
  bool omit_body = false;  // HEAD: the length stays
};

// The response as it goes over the wire, with the headers that every answer
// has (message.h).
std::string ResponseText(const HttpResponse& response,
                         const ResponseForm& form);

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_RESPONSE_TEXT_H_
