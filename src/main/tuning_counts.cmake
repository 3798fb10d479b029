# Runs PROGRAM, which counts what it does, on captures that TRAFFIC makes and on those of the folder CAPTURES, and leaves the
# counts in COUNTS.
execute_process(COMMAND id -u -n OUTPUT_VARIABLE user OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
if(user STREQUAL "root")
  set(stay -Z root) # another user could not write there
endif()

file(REMOVE_RECURSE ${COUNTS})
file(MAKE_DIRECTORY ${COUNTS})

# The same wherever it is built: the name of a file is in the output too, and so it is a short one.
set(ENV{TZ} UTC)
set(ENV{LC_ALL} C.UTF-8)
set(ENV{TCPGLOSS_LANG} both)
file(GLOB found ${CAPTURES}/*.pcap)
file(COPY ${found} DESTINATION ${COUNTS})
function(make_traffic packets mix capture)
  execute_process(COMMAND ${TRAFFIC} ${packets} 20 ${mix} OUTPUT_FILE ${COUNTS}/${capture} COMMAND_ERROR_IS_FATAL ANY)
endfunction()
foreach(mix requests ipv6 bulk acked)
  make_traffic(20000 ${mix} ${mix}.pcap)
endforeach()
file(GLOB captures RELATIVE ${COUNTS} ${COUNTS}/*.pcap)

# Further arguments are options.
function(show capture)
  execute_process(COMMAND ${PROGRAM} --no-config --sandbox off ${stay} -nn ${ARGN} -r ${capture}
    WORKING_DIRECTORY ${COUNTS} OUTPUT_FILE ${COUNTS}/output ERROR_QUIET COMMAND_ERROR_IS_FATAL ANY)
endfunction()
foreach(capture ${captures})
  show(${capture})
  show(${capture} --json)
endforeach()

# The other views less often. One that writes a file is the only one beside --count.
make_traffic(1000 requests few.pcap)
foreach(view --json=flow --ladder "--count;--summary")
  show(few.pcap ${view})
endforeach()
foreach(view --pcapng --svg --mermaid --graph --html)
  show(few.pcap --count ${view} view)
endforeach()

file(GLOB counts ${COUNTS}/*.gcda)
if(NOT counts)
  message(FATAL_ERROR "${PROGRAM} left no counts in ${COUNTS}")
endif()
