# The only place where targets are declared. Every call reads like Bazel's
# cc_library / cc_binary / cc_test, and bazel-compat's lists are generated from
# the same calls.
#
#   rollbook_library(NAME domain SRCS a.cc HDRS a.h DEPS base absl::status)
#   rollbook_binary (NAME rollbookd SRCS main.cc DEPS services)
#   rollbook_test   (NAME domain_test SRCS a_test.cc DEPS domain [LABELS grpc])
#   rollbook_proto  (NAME user_proto SRCS rollbook/user/v1/user.proto [GRPC])
#   rollbook_generated(var OUTPUT domain/t.cc SCRIPT cmake/t.py [INPUTS ...])
#
# DEPS names rooms by their NAME and third-party libraries by their imported
# target. Headers are included from the root: #include "domain/user.h".

include(${CMAKE_CURRENT_LIST_DIR}/bazel.cmake)

add_library(rollbook_options INTERFACE)
target_compile_options(rollbook_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -Werror)
# Boost 1.74 and GCC 12: a false alarm in inlined Asio code at -O2.
target_compile_options(rollbook_options INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-restrict>)
if(ROLLBOOK_SANITIZE)
  add_compile_options(-fsanitize=${ROLLBOOK_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ROLLBOOK_SANITIZE})
  if(ROLLBOOK_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
  endif()
  if(ROLLBOOK_SANITIZE MATCHES "thread")
    # libstdc++'s fences are not understood by TSan, and GCC 12 says so.
    target_compile_options(rollbook_options INTERFACE -Wno-tsan)
    # Only what a test without gRPC needs is built.
    set(ROLLBOOK_EXCLUDE EXCLUDE_FROM_ALL)
  endif()
endif()

function(_rollbook_deps target scope)
  foreach(dep IN LISTS ARGN)
    if(dep MATCHES "::" OR dep MATCHES "^-")
      target_link_libraries(${target} ${scope} ${dep})
    else()
      target_link_libraries(${target} ${scope} rollbook::${dep})
    endif()
  endforeach()
endfunction()

function(rollbook_library)
  cmake_parse_arguments(ARG "" "NAME" "SRCS;HDRS;DEPS" ${ARGN})
  _rollbook_record(library ${ARGN})
  set(target rollbook_${ARG_NAME})
  if(ARG_SRCS)
    add_library(${target} STATIC ${ROLLBOOK_EXCLUDE} ${ARG_SRCS})
    set(scope PUBLIC)
    target_link_libraries(${target} PRIVATE rollbook_options)
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(rollbook::${ARG_NAME} ALIAS ${target})
  # The header set is what all_verify_interface_header_sets compiles alone.
  target_sources(${target} ${scope} FILE_SET HEADERS
                 BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${ARG_HDRS})
  target_include_directories(${target} ${scope} ${PROJECT_SOURCE_DIR})
  set_target_properties(${target} PROPERTIES
    VERIFY_INTERFACE_HEADER_SETS ON OUTPUT_NAME rollbook_${ARG_NAME})
  _rollbook_deps(${target} ${scope} ${ARG_DEPS})
endfunction()

function(rollbook_binary)
  cmake_parse_arguments(ARG "" "NAME" "SRCS;DEPS" ${ARGN})
  _rollbook_record(binary ${ARGN})
  # Targets carry a prefix so that the CLI may be called `rollbook`.
  set(target ${ARG_NAME}_binary)
  add_executable(${target} ${ROLLBOOK_EXCLUDE} ${ARG_SRCS})
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${ARG_NAME})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${target} PRIVATE rollbook_options)
  _rollbook_deps(${target} PRIVATE ${ARG_DEPS})
endfunction()

include(GoogleTest)

# LABELS grpc marks tests that use gRPC (not built under TSan); ENV entries are
# NAME=VALUE pairs for the test's environment.
function(rollbook_test)
  cmake_parse_arguments(ARG "" "NAME;TIMEOUT" "SRCS;DEPS;LABELS;ENV" ${ARGN})
  _rollbook_record(test ${ARGN})
  if(ROLLBOOK_SANITIZE MATCHES "thread" AND "grpc" IN_LIST ARG_LABELS)
    return()
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  if(ROLLBOOK_SANITIZE)
    # Several times slower, and no test of speed.
    math(EXPR ARG_TIMEOUT "10 * ${ARG_TIMEOUT}")
  endif()
  add_executable(${ARG_NAME} ${ARG_SRCS})
  target_include_directories(${ARG_NAME} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${ARG_NAME} PRIVATE rollbook_options GTest::gmock_main)
  _rollbook_deps(${ARG_NAME} PRIVATE ${ARG_DEPS})
  set(properties TIMEOUT ${ARG_TIMEOUT})
  if(ARG_LABELS)
    list(APPEND properties LABELS ${ARG_LABELS})
  endif()
  if(ROLLBOOK_SANITIZE MATCHES "thread")
    # Not a second entry of ENVIRONMENT: gtest_discover_tests takes that for a
    # property of its own.
    list(APPEND properties ENVIRONMENT_MODIFICATION
         TSAN_OPTIONS=set:suppressions=${PROJECT_SOURCE_DIR}/tests/tsan.supp)
  endif()
  if(ARG_ENV)
    list(APPEND properties ENVIRONMENT "${ARG_ENV}")
  endif()
  gtest_discover_tests(${ARG_NAME} DISCOVERY_MODE PRE_TEST
                       TEST_PREFIX "${ARG_NAME}." PROPERTIES ${properties})
endfunction()

# A test that is a program of the tree and runs the binaries in $ROLLBOOK_BIN;
# not in Bazel's lists, because it is not compiled.
function(rollbook_script_test)
  cmake_parse_arguments(ARG "" "NAME;SCRIPT;TIMEOUT" "" ${ARGN})
  add_test(NAME ${ARG_NAME}
           COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_SCRIPT})
  set_tests_properties(${ARG_NAME} PROPERTIES
    TIMEOUT ${ARG_TIMEOUT} LABELS grpc
    ENVIRONMENT ROLLBOOK_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY})
endfunction()

# A fuzz target over the seeds in seeds/NAME: libFuzzer's with ROLLBOOK_FUZZ
# (clang); everywhere else a test that REPLAY makes of the seeds.
function(rollbook_fuzz)
  cmake_parse_arguments(ARG "" "NAME;REPLAY" "SRCS;DEPS" ${ARGN})
  if(ROLLBOOK_FUZZ)
    rollbook_binary(NAME ${ARG_NAME} SRCS ${ARG_SRCS}
                    DEPS ${ARG_DEPS} -fsanitize=fuzzer)
  else()
    rollbook_test(NAME ${ARG_NAME}
      SRCS ${ARG_SRCS} ${ARG_REPLAY}
      DEPS ${ARG_DEPS}
      ENV ROLLBOOK_SEEDS=${CMAKE_CURRENT_SOURCE_DIR}/seeds/${ARG_NAME})
  endif()
endfunction()

# A source that `python3 SCRIPT INPUTS... OUTPUT` writes: OUTPUT is its path from
# the root, below <build>/gen; `var` is set to where it will be. SCRIPT is a path
# from the root, INPUTS are absolute.
function(rollbook_generated var)
  cmake_parse_arguments(ARG "" "OUTPUT;SCRIPT" "INPUTS" ${ARGN})
  set(output ${PROJECT_BINARY_DIR}/gen/${ARG_OUTPUT})
  set(script ${PROJECT_SOURCE_DIR}/${ARG_SCRIPT})
  cmake_path(GET output PARENT_PATH folder)
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(
    OUTPUT ${output}
    COMMAND Python3::Interpreter ${script} ${ARG_INPUTS} ${output}
    DEPENDS ${script} ${ARG_INPUTS}
    COMMENT "Generating ${ARG_OUTPUT}")
  set_property(GLOBAL APPEND PROPERTY ROLLBOOK_GENERATED ${ARG_OUTPUT})
  _rollbook_record(generated NAME ${ARG_OUTPUT} SCRIPT ${ARG_SCRIPT}
                   INPUTS ${ARG_INPUTS})
  set(${var} ${output} PARENT_SCOPE)
endfunction()

# Generated code lands in <build>/gen and is treated as a system header: our
# warnings are for what we write.
function(rollbook_proto)
  cmake_parse_arguments(ARG "GRPC" "NAME" "SRCS;DEPS" ${ARGN})
  _rollbook_record(proto ${ARGN})
  set(gen ${PROJECT_BINARY_DIR}/gen)
  file(MAKE_DIRECTORY ${gen})
  set(outputs)
  foreach(src IN LISTS ARG_SRCS)
    string(REGEX REPLACE "\\.proto$" "" stem ${src})
    set(out ${gen}/${stem}.pb.cc ${gen}/${stem}.pb.h)
    set(plugin)
    if(ARG_GRPC)
      list(APPEND out ${gen}/${stem}.grpc.pb.cc ${gen}/${stem}.grpc.pb.h)
      set(plugin --grpc_out=${gen}
          --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>)
    endif()
    add_custom_command(
      OUTPUT ${out}
      COMMAND protobuf::protoc -I ${PROJECT_SOURCE_DIR}/proto
              --cpp_out=${gen} ${plugin} ${PROJECT_SOURCE_DIR}/proto/${src}
      DEPENDS ${PROJECT_SOURCE_DIR}/proto/${src}
      COMMENT "Generating ${stem}.pb")
    list(APPEND outputs ${out})
  endforeach()
  set(target rollbook_${ARG_NAME})
  add_library(${target} STATIC ${ROLLBOOK_EXCLUDE} ${outputs})
  add_library(rollbook::${ARG_NAME} ALIAS ${target})
  target_include_directories(${target} SYSTEM PUBLIC ${gen})
  target_link_libraries(${target} PUBLIC protobuf::libprotobuf)
  if(ARG_GRPC)
    target_link_libraries(${target} PUBLIC gRPC::grpc++)
  endif()
  _rollbook_deps(${target} PUBLIC ${ARG_DEPS})
endfunction()
