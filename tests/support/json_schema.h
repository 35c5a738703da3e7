#ifndef ROLLBOOK_TESTS_SUPPORT_JSON_SCHEMA_H_
#define ROLLBOOK_TESTS_SUPPORT_JSON_SCHEMA_H_

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace rollbook::tests {

// What is wrong with `value` by a JSON Schema (2020-12) of an OpenAPI document;
// empty when nothing is. Knows the keywords that the partners' documents use,
// and complains about any other. A format is a mere note, as the standard has
// it: the documents have a pattern beside those that matter.
std::vector<std::string> SchemaFaults(const nlohmann::ordered_json& document,
                                      const nlohmann::ordered_json& schema,
                                      const nlohmann::ordered_json& value);

// `node`, or what its $ref leads to.
const nlohmann::ordered_json& Resolve(const nlohmann::ordered_json& document,
                                      const nlohmann::ordered_json& node);

}  // namespace rollbook::tests

#endif  // ROLLBOOK_TESTS_SUPPORT_JSON_SCHEMA_H_
