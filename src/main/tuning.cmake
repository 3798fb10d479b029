# A release by gcc is compiled twice. The first program, in the folder `counting` of the build, counts what it does while it
# runs on captures (tuning_counts.cmake). The second one, the release, is compiled with these counts: what runs often stands
# together and fits in the processor's cache. What is printed does not depend on them, and the same source gives the same
# counts.
if(NOT TCPGLOSS_TUNED OR NOT CMAKE_C_COMPILER_ID STREQUAL "GNU" OR CMAKE_CROSSCOMPILING)
  return()
endif()

# Counts are named after object files, here by their paths below the folder of the build.
set(names -fprofile-prefix-path=${PROJECT_BINARY_DIR})
include(CheckCSourceCompiles)
set(CMAKE_REQUIRED_FLAGS "-fprofile-generate ${names}")
check_c_source_compiles("int main(void) { return 0; }" PROGRAM_CAN_COUNT)
unset(CMAKE_REQUIRED_FLAGS)
if(NOT PROGRAM_CAN_COUNT)
  return()
endif()

if(TCPGLOSS_COUNT_INTO) # this is the first program
  set(options ${names} -fprofile-generate -fprofile-dir=${TCPGLOSS_COUNT_INTO} -fprofile-update=atomic) # in two threads
  target_sources(tcpgloss PRIVATE no_entropy.c)
  add_executable(sample_traffic ${PROJECT_SOURCE_DIR}/tests/bench/generate.c)
  target_link_libraries(sample_traffic PRIVATE tcpgloss_options)
  set(script ${CMAKE_CURRENT_SOURCE_DIR}/tuning_counts.cmake)
  add_custom_command(OUTPUT ${TCPGLOSS_COUNT_INTO}/made VERBATIM COMMENT "Counting what the program does"
    COMMAND ${CMAKE_COMMAND} -D PROGRAM=$<TARGET_FILE:tcpgloss> -D TRAFFIC=$<TARGET_FILE:sample_traffic>
      -D CAPTURES=${PROJECT_SOURCE_DIR}/pcaps/kernel -D COUNTS=${TCPGLOSS_COUNT_INTO} -P ${script}
    COMMAND ${CMAKE_COMMAND} -E touch ${TCPGLOSS_COUNT_INTO}/made
    DEPENDS tcpgloss sample_traffic ${script})
  add_custom_target(counts DEPENDS ${TCPGLOSS_COUNT_INTO}/made)
else()
  set(first ${PROJECT_BINARY_DIR}/counting)
  set(same "")
  foreach(variable CMAKE_C_COMPILER CMAKE_C_COMPILER_LAUNCHER CMAKE_C_FLAGS CMAKE_C_FLAGS_RELEASE CMAKE_EXE_LINKER_FLAGS
      CMAKE_MAKE_PROGRAM CMAKE_PREFIX_PATH CMAKE_INSTALL_PREFIX)
    string(REPLACE ";" "\\;" value "${${variable}}")
    list(APPEND same "-D${variable}=${value}")
  endforeach()
  execute_process(COMMAND ${CMAKE_COMMAND} -S ${PROJECT_SOURCE_DIR} -B ${first} -G ${CMAKE_GENERATOR} ${same}
      -D CMAKE_BUILD_TYPE=Release -D TCPGLOSS_TESTS=OFF -D TCPGLOSS_COUNT_INTO=${first}/counts
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)

  # The compiler says nothing the second time: it has a warning of functions that ran as parts of others only. It makes no
  # copies of functions for certain callers, nor divides them: their counts would be lost.
  set(options ${names} -fprofile-use=${first}/counts -w -fno-ipa-cp -fno-ipa-sra -fno-partial-inlining)
  include(ProcessorCount)
  ProcessorCount(cores)
  add_custom_target(counts VERBATIM COMMENT "Building a program that counts what it does"
    COMMAND ${CMAKE_COMMAND} -E env MAKEFLAGS=--no-print-directory
      ${CMAKE_COMMAND} --build ${first} --parallel ${cores} --target counts)
  add_dependencies(tcpgloss counts)
endif()
target_compile_options(tcpgloss PRIVATE ${options})
target_link_options(tcpgloss PRIVATE ${options})
