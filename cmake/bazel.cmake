# Writes down, for Bazel, what the functions of rollbook.cmake are given:
# bazel-compat/targets.bzl (docs/adr/0024).
#
#   _rollbook_record(library NAME ${name} SRCS ... HDRS ... DEPS ...)
#   rollbook_write_bazel_targets()        once, after the last target
#
# Paths are written from the root, in the order of the call, so that the text
# depends on the tree alone: not on the preset, the machine or the build folder.

# "domain/user.h" for what a CMakeLists.txt calls user.h; for what is generated,
# the path below <build>/gen.
function(_rollbook_from_root out path)
  set(gen ${PROJECT_BINARY_DIR}/gen)
  cmake_path(ABSOLUTE_PATH path BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
             NORMALIZE)
  cmake_path(IS_PREFIX gen ${path} generated)
  if(generated)
    cmake_path(RELATIVE_PATH path BASE_DIRECTORY ${gen})
    get_property(known GLOBAL PROPERTY ROLLBOOK_GENERATED)
    if(NOT path IN_LIST known)
      message(FATAL_ERROR "${path} is generated, but not by "
                          "rollbook_generated: Bazel cannot know how.")
    endif()
  else()
    cmake_path(RELATIVE_PATH path BASE_DIRECTORY ${PROJECT_SOURCE_DIR})
  endif()
  set(${out} ${path} PARENT_SCOPE)
endfunction()

function(_rollbook_bazel_list out name)
  set(text)
  foreach(item IN LISTS ARGN)
    string(APPEND text "            \"${item}\",\n")
  endforeach()
  if(text)
    set(text "        ${name} = [\n${text}        ],\n")
  endif()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# What a test's environment names below the root is what it reads: a file, all
# files below a folder, or "." for the tree itself.
function(_rollbook_data out)
  set(data)
  foreach(entry IN LISTS ARGN)
    if(NOT entry MATCHES "={root}(/.*)?$")
      continue()
    endif()
    set(path ${PROJECT_SOURCE_DIR}${CMAKE_MATCH_1})
    if(NOT CMAKE_MATCH_1)
      list(APPEND data .)
    elseif(IS_DIRECTORY ${path})
      file(GLOB_RECURSE files LIST_DIRECTORIES OFF
           RELATIVE ${PROJECT_SOURCE_DIR} ${path}/*)
      list(SORT files)
      list(APPEND data ${files})
    else()
      cmake_path(RELATIVE_PATH path BASE_DIRECTORY ${PROJECT_SOURCE_DIR})
      list(APPEND data ${path})
    endif()
  endforeach()
  set(${out} ${data} PARENT_SCOPE)
endfunction()

function(_rollbook_record kind)
  cmake_parse_arguments(ARG "GRPC" "NAME;TIMEOUT;SCRIPT"
                        "SRCS;HDRS;DEPS;LABELS;ENV;INPUTS" ${ARGN})
  cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR
             BASE_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE package)
  set(text "    dict(\n        kind = \"${kind}\",\n")
  string(APPEND text "        package = \"${package}\",\n")
  string(APPEND text "        name = \"${ARG_NAME}\",\n")
  foreach(list SRCS HDRS)
    set(paths)
    foreach(path IN LISTS ARG_${list})
      _rollbook_from_root(path ${path})
      list(APPEND paths ${path})
    endforeach()
    set(ARG_${list} ${paths})
    set_property(GLOBAL APPEND PROPERTY ROLLBOOK_${list} ${paths})
  endforeach()
  string(REPLACE "${PROJECT_SOURCE_DIR}/" "" ARG_INPUTS "${ARG_INPUTS}")
  string(REPLACE "=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}" "={bin}"
         ARG_ENV "${ARG_ENV}")
  string(REPLACE "=${PROJECT_SOURCE_DIR}" "={root}" ARG_ENV "${ARG_ENV}")
  _rollbook_data(ARG_DATA ${ARG_ENV})
  foreach(list SRCS HDRS DEPS INPUTS ENV DATA)
    string(TOLOWER ${list} name)
    _rollbook_bazel_list(lines ${name} ${ARG_${list}})
    string(APPEND text "${lines}")
  endforeach()
  if(ARG_SCRIPT)
    string(APPEND text "        script = \"${ARG_SCRIPT}\",\n")
  endif()
  if(ARG_TIMEOUT)
    string(APPEND text "        timeout_s = ${ARG_TIMEOUT},\n")
  endif()
  if(ARG_GRPC)
    string(APPEND text "        grpc = True,\n")
  endif()
  set_property(GLOBAL APPEND_STRING PROPERTY ROLLBOOK_TARGETS "${text}    ),\n")
  set_property(GLOBAL APPEND PROPERTY ROLLBOOK_PACKAGES ${package})
endfunction()

# Headers that no library hands on: tests and binaries of the same folder share
# them, and Bazel's sandbox shows a compiler only what it was told of.
function(_rollbook_private_headers out)
  get_property(packages GLOBAL PROPERTY ROLLBOOK_PACKAGES)
  get_property(public GLOBAL PROPERTY ROLLBOOK_HDRS)
  string(REGEX REPLACE "/[^;]*" "" rooms "${packages}")
  list(REMOVE_DUPLICATES rooms)
  set(text)
  foreach(room IN LISTS rooms)
    file(GLOB_RECURSE headers LIST_DIRECTORIES OFF
         RELATIVE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/${room}/*.h)
    list(SORT headers)
    list(REMOVE_ITEM headers ${public})
    foreach(header IN LISTS headers)
      string(APPEND text "    \"${header}\",\n")
    endforeach()
  endforeach()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Into the build folder always, and from there into the source tree unless
# $ROLLBOOK_FROZEN is set, as it is in ./check: there a test compares them.
function(rollbook_write_bazel_targets)
  if(ROLLBOOK_FUZZ)  # Other targets than everywhere else.
    return()
  endif()
  get_property(targets GLOBAL PROPERTY ROLLBOOK_TARGETS)
  _rollbook_private_headers(headers)
  set(generated ${PROJECT_BINARY_DIR}/bazel/targets.bzl)
  set(committed ${PROJECT_SOURCE_DIR}/bazel-compat/targets.bzl)
  file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT [[
# Written by CMake's configure from the rooms' CMakeLists.txt; not edited.

TARGETS = [
@targets@]

# Headers in no library's hdrs.
PRIVATE_HEADERS = [
@headers@]
]])
  if(NOT DEFINED ENV{ROLLBOOK_FROZEN})
    file(COPY_FILE ${generated} ${committed} ONLY_IF_DIFFERENT)
  endif()
  add_test(NAME bazel_lists
           COMMAND Python3::Interpreter
                   ${PROJECT_SOURCE_DIR}/bazel-compat/check_lists.py
                   ${generated})
  add_test(NAME bazel_lists_test
           COMMAND Python3::Interpreter
                   ${PROJECT_SOURCE_DIR}/bazel-compat/lists_test.py)
endfunction()
