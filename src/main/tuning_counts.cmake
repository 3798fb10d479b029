# Runs PROGRAM, which counts what it does, on captures that TRAFFIC makes and on those of the folder CAPTURES, and leaves the
# counts in COUNTS.
execute_process(COMMAND id -u -n OUTPUT_VARIABLE user OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
if(user STREQUAL "root")
  set(stay -Z root) # another user could not write there
endif()

file(REMOVE_RECURSE ${COUNTS})
file(MAKE_DIRECTORY ${COUNTS})

# The same wherever it is built.
set(ENV{TZ} UTC)
set(ENV{LC_ALL} C.UTF-8)
set(ENV{TCPGLOSS_LANG} both)

# Further arguments are options.
function(show capture)
  execute_process(COMMAND ${PROGRAM} --no-config --sandbox off ${stay} -nn ${ARGN} -r ${capture}
    OUTPUT_FILE ${COUNTS}/output ERROR_QUIET COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(GLOB captures ${CAPTURES}/*.pcap)
foreach(mix requests ipv6 bulk acked)
  set(capture ${COUNTS}/${mix}.pcap)
  execute_process(COMMAND ${TRAFFIC} 20000 20 ${mix} OUTPUT_FILE ${capture} COMMAND_ERROR_IS_FATAL ANY)
  list(APPEND captures ${capture})
endforeach()
foreach(capture ${captures})
  show(${capture})
  show(${capture} --json)
endforeach()

# The other views less often. One that writes a file is the only one beside --count.
set(few ${COUNTS}/few.pcap)
execute_process(COMMAND ${TRAFFIC} 1000 20 requests OUTPUT_FILE ${few} COMMAND_ERROR_IS_FATAL ANY)
foreach(view --json=flow --ladder "--count;--summary")
  show(${few} ${view})
endforeach()
foreach(view --pcapng --svg --mermaid --graph --html)
  show(${few} --count ${view} ${COUNTS}/view)
endforeach()

file(GLOB counts ${COUNTS}/*.gcda)
if(NOT counts)
  message(FATAL_ERROR "${PROGRAM} left no counts in ${COUNTS}")
endif()
