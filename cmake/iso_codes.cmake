# Countries and subdivisions change without us: the tables are made at build
# time from what Debian's iso-codes package knows.
#
#   rollbook_iso_tables(out)   sets `out` to the generated source file
find_package(Python3 REQUIRED COMPONENTS Interpreter)
find_path(ISO_CODES_DIR iso_3166-1.json
          PATHS /usr/share/iso-codes/json NO_DEFAULT_PATH REQUIRED)

function(rollbook_iso_tables out)
  set(script ${PROJECT_SOURCE_DIR}/cmake/iso_codes.py)
  set(countries ${ISO_CODES_DIR}/iso_3166-1.json)
  set(subdivisions ${ISO_CODES_DIR}/iso_3166-2.json)
  set(tables ${PROJECT_BINARY_DIR}/gen/domain/iso_tables.cc)
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/gen/domain)
  add_custom_command(
    OUTPUT ${tables}
    COMMAND Python3::Interpreter ${script} ${countries} ${subdivisions}
            ${tables}
    DEPENDS ${script} ${countries} ${subdivisions}
    COMMENT "Generating iso_tables.cc")
  set(${out} ${tables} PARENT_SCOPE)
endfunction()
