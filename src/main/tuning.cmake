# A program for what it does most, in two builds that differ in nothing else. The first one, `count`, is a program that
# counts what it does, and runs it on captures as the benchmark makes them; the second, `use`, compiles with these
# counts. What the program prints does not depend on them.
include(CheckCCompilerFlag)
check_c_compiler_flag(-fprofile-prefix-path=/ HAVE_PROFILE_PREFIX_PATH)
if(NOT HAVE_PROFILE_PREFIX_PATH OR NOT CMAKE_C_COMPILER_ID STREQUAL "GNU" OR NOT CMAKE_BUILD_TYPE STREQUAL "Release")
  message(FATAL_ERROR "TCPGLOSS_TUNING needs a release by gcc 12 or later")
endif()

if(TCPGLOSS_TUNING STREQUAL "use" AND NOT EXISTS ${TCPGLOSS_COUNTS})
  message(FATAL_ERROR "There are no counts in ${TCPGLOSS_COUNTS}: the preset `counting` makes them")
endif()

# Counts are named after object files, here by their paths below the folder of the build.
if(TCPGLOSS_TUNING STREQUAL "count")
  set(tuning -fprofile-generate -fprofile-update=atomic -fprofile-dir=${TCPGLOSS_COUNTS}) # two threads count
else()
  # Without warnings, of which gcc has one for what ran within other functions only. The layers themselves are built
  # with theirs.
  set(tuning -fprofile-use=${TCPGLOSS_COUNTS} -w)
endif()
list(APPEND tuning -fprofile-prefix-path=${PROJECT_BINARY_DIR})
target_compile_options(tcpgloss PRIVATE ${tuning})
target_link_options(tcpgloss PRIVATE ${tuning})

if(TCPGLOSS_TUNING STREQUAL "count")
  add_executable(sample_traffic ${PROJECT_SOURCE_DIR}/tests/bench/generate.c)
  target_link_libraries(sample_traffic PRIVATE tcpgloss_options)
  add_custom_target(counts ALL VERBATIM COMMENT "Counting what the program does"
    COMMAND ${CMAKE_COMMAND} -D PROGRAM=$<TARGET_FILE:tcpgloss> -D TRAFFIC=$<TARGET_FILE:sample_traffic>
      -D COUNTS=${TCPGLOSS_COUNTS} -P ${CMAKE_CURRENT_SOURCE_DIR}/count.cmake
    DEPENDS tcpgloss sample_traffic)
endif()
