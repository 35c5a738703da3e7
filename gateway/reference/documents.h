#ifndef ROLLBOOK_GATEWAY_REFERENCE_DOCUMENTS_H_
#define ROLLBOOK_GATEWAY_REFERENCE_DOCUMENTS_H_

#include <span>
#include <string_view>

namespace rollbook::gateway {

// What a partner is given to read about one contract. Lives for ever.
struct ReferenceDocument {
  std::string_view contract;  // "boca-raton"
  std::string_view openapi;   // OpenAPI 3.1, JSON
  std::string_view section;   // the same for people: a <section> of HTML
};

// One for each gateway/contracts/*/openapi.json: generated from them by
// cmake/api_reference.py.
std::span<const ReferenceDocument> ReferenceDocuments();

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_REFERENCE_DOCUMENTS_H_
