# Runs PROGRAM, which counts what it does, on captures that TRAFFIC makes, and leaves the counts in COUNTS.
execute_process(COMMAND id -u -n OUTPUT_VARIABLE user OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
if(user STREQUAL "root")
  set(stay -Z root) # another user could not write there
endif()

file(REMOVE_RECURSE ${COUNTS})
file(MAKE_DIRECTORY ${COUNTS})
set(capture ${COUNTS}/sample.pcap)

foreach(mix requests ipv6 bulk acked)
  execute_process(COMMAND ${TRAFFIC} 10000 20 ${mix} OUTPUT_FILE ${capture} COMMAND_ERROR_IS_FATAL ANY)
  foreach(view -nn --json)
    execute_process(COMMAND ${PROGRAM} --no-config --sandbox off ${stay} -n ${view} -r ${capture}
      OUTPUT_FILE ${COUNTS}/output ERROR_QUIET COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
endforeach()
file(REMOVE ${capture} ${COUNTS}/output)

file(GLOB_RECURSE counts ${COUNTS}/*.gcda)
if(NOT counts)
  message(FATAL_ERROR "${PROGRAM} left no counts in ${COUNTS}")
endif()
