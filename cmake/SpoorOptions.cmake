# SPDX-License-Identifier: Apache-2.0
# Warnings, sanitizers and switches that every room shares.
option(SPOOR_BENCH "Build micro-benchmarks and the programs in bench/" ON)
option(SPOOR_TESTS "Build the tests" ON)
option(SPOOR_FUZZ "Build fuzz targets with libFuzzer (needs clang); otherwise they only replay their corpus" OFF)
set(SPOOR_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize= (address;undefined or thread)")

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
find_program(SPOOR_CCACHE ccache)
if(SPOOR_CCACHE)
  # What one clone has compiled, another need not: paths below the source count as relative ones.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}"
    CCACHE_NOHASHDIR=1 "${SPOOR_CCACHE}")
endif()

add_library(spoor_warnings INTERFACE)
target_compile_options(spoor_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual -Wdouble-promotion
  -Wimplicit-fallthrough -Werror)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")  # libstdc++ 12's stable_sort is built on what it deprecates itself
  target_compile_options(spoor_warnings INTERFACE -Wno-deprecated-declarations)
endif()

if(SPOOR_SANITIZE)
  string(REPLACE ";" "," spoor_sanitize_list "${SPOOR_SANITIZE}")
  add_compile_options(-fsanitize=${spoor_sanitize_list} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${spoor_sanitize_list})
endif()
if(SPOOR_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
