# Layers: one static library each, which sees its own headers and those of the layers it names.
#
# All public headers stand in include/tcpgloss/LAYER/. So that an include of a layer not named does
# not build, each layer offers an include root of its own, holding nothing but a link to that folder.
# A layer's private headers are included by their path below src/ ("print/line.h"); its second root holds
# nothing but a link to its own sources, so no layer finds the private headers of another.

# _DEFAULT_SOURCE: what POSIX and the BSDs have beyond C17.
add_library(tcpgloss_options INTERFACE)
target_compile_definitions(tcpgloss_options INTERFACE _DEFAULT_SOURCE TCPGLOSS_VERSION="${PROJECT_VERSION}"
  TCPGLOSS_TCPDUMP="${TCPGLOSS_TCPDUMP}")
target_compile_options(tcpgloss_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla
  -fno-common -fstack-protector-strong)

# The same bytes wherever the source stands; a debugger needs to find it.
target_compile_options(tcpgloss_options INTERFACE
  $<$<NOT:$<CONFIG:Debug>>:-ffile-prefix-map=${PROJECT_SOURCE_DIR}=.>)
target_compile_definitions(tcpgloss_options INTERFACE $<$<CONFIG:Release>:_FORTIFY_SOURCE=2>)
if(NOT APPLE)
  target_compile_options(tcpgloss_options INTERFACE -fno-semantic-interposition)
  target_link_options(tcpgloss_options INTERFACE -Wl,-z,relro,-z,now)
endif()

# A build that looks for bugs has its assertions, though it is optimised.
if(TCPGLOSS_SANITIZE)
  target_compile_options(tcpgloss_options INTERFACE -UNDEBUG
    -fsanitize=${TCPGLOSS_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(tcpgloss_options INTERFACE -fsanitize=${TCPGLOSS_SANITIZE})
endif()
if(TCPGLOSS_SANITIZE STREQUAL "memory")
  add_subdirectory(tests/msan)
  target_link_libraries(tcpgloss_options INTERFACE tcpgloss_msan)
endif()
if(TCPGLOSS_COVERAGE)
  target_compile_options(tcpgloss_options INTERFACE -fprofile-instr-generate -fcoverage-mapping)
  target_link_options(tcpgloss_options INTERFACE -fprofile-instr-generate)
endif()
if(TCPGLOSS_FUZZ)
  target_compile_options(tcpgloss_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# tcpgloss_private_root(TARGET FOLDER): the target finds the private headers of src/FOLDER, and of no other.
function(tcpgloss_private_root target folder)
  set(root ${PROJECT_BINARY_DIR}/private/${folder})
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/src/${folder} ${root}/${folder} SYMBOLIC)
  target_include_directories(${target} PRIVATE ${root})
endfunction()

# tcpgloss_layer(NAME [SOURCES file…] [LAYERS layer…] [LIBRARIES target…])
# Without SOURCES: all of the folder, so that a new printer or link type needs no line in a list.
function(tcpgloss_layer name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LAYERS;LIBRARIES" ${ARGN})
  set(root ${PROJECT_BINARY_DIR}/layers/${name})
  file(MAKE_DIRECTORY ${root}/tcpgloss)
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/include/tcpgloss/${name} ${root}/tcpgloss/${name} SYMBOLIC)
  if(NOT ARG_SOURCES)
    file(GLOB_RECURSE ARG_SOURCES RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} CONFIGURE_DEPENDS *.c)
  endif()
  list(TRANSFORM ARG_SOURCES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  add_library(tcpgloss_${name} STATIC ${ARG_SOURCES})
  set_target_properties(tcpgloss_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON C_VISIBILITY_PRESET hidden)
  target_include_directories(tcpgloss_${name} PUBLIC ${root})
  tcpgloss_private_root(tcpgloss_${name} ${name})
  set_property(GLOBAL APPEND PROPERTY TCPGLOSS_LAYERS ${name})
  set_property(GLOBAL PROPERTY TCPGLOSS_LAYERS_BELOW_${name} ${ARG_LAYERS})
  set_property(GLOBAL PROPERTY TCPGLOSS_LIBRARIES_OF_${name} ${ARG_LIBRARIES})
  list(TRANSFORM ARG_LAYERS PREPEND tcpgloss_)
  target_link_libraries(tcpgloss_${name} PUBLIC ${ARG_LAYERS} PRIVATE tcpgloss_options ${ARG_LIBRARIES})
endfunction()
