#ifndef ROLLBOOK_TESTS_E2E_OPENAPI_DOCUMENT_H_
#define ROLLBOOK_TESTS_E2E_OPENAPI_DOCUMENT_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {

// One operation of a partner's document.
struct Operation {
  std::string id;      // operationId
  std::string method;  // "POST"
  std::string path;    // its template
  Json node;           // the operation itself

  bool takes_body() const { return node.contains("requestBody"); }
};

// The document of one contract as the service hands it out, and what has been
// seen of what it promises. Not thread-safe.
class OpenApiDocument {
 public:
  explicit OpenApiDocument(Json document);

  const Json& json() const { return json_; }
  const std::vector<Operation>& operations() const { return operations_; }
  const Operation& Find(const std::string& id) const;

  // The body's schema of an operation, all references followed.
  const Json& BodySchema(const Operation& operation) const;
  // The values of the request's examples, by name.
  Json RequestExamples(const Operation& operation) const;

  // Expects that the document says what `answer` is: its status, its headers,
  // its body. Remembers it.
  void ExpectDocumented(const Operation& operation, const HttpAnswer& answer);

  // Expects that every status was seen and every example of an answer was
  // given, up to ids and times, except with the statuses in `unprovoked`; the
  // examples of those only have to fit.
  void ExpectAllSeen(const std::vector<std::string>& unprovoked) const;

 private:
  void ExpectHeaders(const Json& response, const HttpAnswer& answer) const;

  Json json_;
  std::vector<Operation> operations_;
  // By operation and status.
  std::map<std::pair<std::string, std::string>, std::vector<Json>> seen_;
};

}  // namespace rollbook::tests

#endif  // ROLLBOOK_TESTS_E2E_OPENAPI_DOCUMENT_H_
