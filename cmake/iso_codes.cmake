# Countries and subdivisions change without us: the tables are made at build
# time from what Debian's iso-codes package knows.
#
#   rollbook_iso_tables(out)   sets `out` to the generated source file
find_path(ISO_CODES_DIR iso_3166-1.json
          PATHS /usr/share/iso-codes/json NO_DEFAULT_PATH REQUIRED)

function(rollbook_iso_tables out)
  rollbook_generated(tables
    OUTPUT domain/iso_tables.cc
    SCRIPT cmake/iso_codes.py
    INPUTS ${ISO_CODES_DIR}/iso_3166-1.json ${ISO_CODES_DIR}/iso_3166-2.json)
  set(${out} ${tables} PARENT_SCOPE)
endfunction()
