# The partners' documents are part of the binary that serves them: each
# contract's openapi.json, and a page of HTML made from it.
#
#   rollbook_api_reference(out CONTRACTS boca_raton ...)
#     sets `out` to the generated source file of the calling folder
function(rollbook_api_reference out)
  cmake_parse_arguments(ARG "" "" "CONTRACTS" ${ARGN})
  set(documents)
  foreach(contract IN LISTS ARG_CONTRACTS)
    list(APPEND documents
         ${CMAKE_CURRENT_SOURCE_DIR}/contracts/${contract}/openapi.json)
  endforeach()
  rollbook_generated(source
    OUTPUT gateway/reference/documents.cc
    SCRIPT cmake/api_reference.py
    INPUTS ${documents})
  set(${out} ${source} PARENT_SCOPE)
endfunction()
