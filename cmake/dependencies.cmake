# Everything third-party, all of it from Debian 12's packages (the list of
# packages is in ./install-dependencies). Rooms name these targets in DEPS.
find_package(Threads REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
find_package(absl REQUIRED)
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(RocksDB 7.8 CONFIG REQUIRED)
find_package(Boost 1.74 REQUIRED COMPONENTS system)
find_package(ICU 72 REQUIRED COMPONENTS uc)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(simdjson REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
find_package(GTest REQUIRED)

# Replaces malloc in what is shipped and measured (docs/adr/0026); sanitizers
# bring their own.
find_library(JEMALLOC_LIBRARY jemalloc REQUIRED)
add_library(jemalloc::jemalloc INTERFACE IMPORTED)
if(NOT ROLLBOOK_SANITIZE)
  target_link_libraries(jemalloc::jemalloc INTERFACE ${JEMALLOC_LIBRARY})
endif()

# Part of what is shipped and measured (docs/adr/0050). Sanitizers take the
# shared library, which keeps its own, uninstrumented copies of templates.
add_library(rocksdb::rocksdb INTERFACE IMPORTED)
if(ROLLBOOK_SANITIZE)
  target_link_libraries(rocksdb::rocksdb INTERFACE RocksDB::rocksdb-shared)
else()
  target_link_libraries(rocksdb::rocksdb INTERFACE RocksDB::rocksdb)
endif()

# libphonenumber ships neither a CMake package nor a pkg-config file.
find_path(PHONENUMBER_INCLUDE phonenumbers/phonenumberutil.h REQUIRED)
find_library(PHONENUMBER_LIBRARY phonenumber REQUIRED)
add_library(phonenumber::phonenumber INTERFACE IMPORTED)
target_include_directories(phonenumber::phonenumber SYSTEM INTERFACE
                           ${PHONENUMBER_INCLUDE})
target_link_libraries(phonenumber::phonenumber INTERFACE
                      ${PHONENUMBER_LIBRARY})

# cjose's pkg-config file asks for jansson's headers, which nobody needs here.
find_path(CJOSE_INCLUDE cjose/cjose.h REQUIRED)
find_library(CJOSE_LIBRARY cjose REQUIRED)
add_library(cjose::cjose INTERFACE IMPORTED)
target_include_directories(cjose::cjose SYSTEM INTERFACE ${CJOSE_INCLUDE})
target_link_libraries(cjose::cjose INTERFACE ${CJOSE_LIBRARY})
