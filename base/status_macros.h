#ifndef ROLLBOOK_BASE_STATUS_MACROS_H_
#define ROLLBOOK_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// RETURN_IF_ERROR(DoIt());
#define RETURN_IF_ERROR(expression)                      \
  do {                                                   \
    if (absl::Status status_macro_status = (expression); \
        !status_macro_status.ok()) {                     \
      return status_macro_status;                        \
    }                                                    \
  } while (false)

// ASSIGN_OR_RETURN(Thing thing, MakeThing());
#define ASSIGN_OR_RETURN(declaration, expression)                             \
  ROLLBOOK_ASSIGN_OR_RETURN_(ROLLBOOK_CONCAT_(status_macro_value_, __LINE__), \
                             declaration, expression)

#define ROLLBOOK_ASSIGN_OR_RETURN_(value, declaration, expression) \
  auto value = (expression);                                       \
  if (!value.ok()) return std::move(value).status();               \
  declaration = *std::move(value)

#define ROLLBOOK_CONCAT_(a, b) ROLLBOOK_CONCAT_INNER_(a, b)
#define ROLLBOOK_CONCAT_INNER_(a, b) a##b

#endif  // ROLLBOOK_BASE_STATUS_MACROS_H_
