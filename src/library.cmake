# libtcpgloss: the layers that open nothing, as one library, static and shared.
include(CMakePackageConfigHelpers)

# The number in the soname: raised when what a public header declares changes incompatibly.
set(TCPGLOSS_ABI 0)
set(library_layers base decode print track gloss views)

list(TRANSFORM library_layers REPLACE "(.+)" "$<TARGET_OBJECTS:tcpgloss_\\1>" OUTPUT_VARIABLE objects)
foreach(kind static shared)
  string(TOUPPER ${kind} KIND)
  add_library(tcpgloss_${kind} ${KIND} ${objects})
  set_target_properties(tcpgloss_${kind} PROPERTIES OUTPUT_NAME tcpgloss LINKER_LANGUAGE C)
  target_include_directories(tcpgloss_${kind} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
endforeach()
target_link_libraries(tcpgloss_shared PRIVATE PkgConfig::UTF8PROC)
target_link_libraries(tcpgloss_static PRIVATE PkgConfig::UTF8PROC)
set_target_properties(tcpgloss_static PROPERTIES EXPORT_NAME static)
set_target_properties(tcpgloss_shared PROPERTIES EXPORT_NAME tcpgloss
  VERSION ${PROJECT_VERSION} SOVERSION ${TCPGLOSS_ABI})

# A function of the same name in the program that uses it does not take the place of its own.
if(NOT APPLE)
  target_link_options(tcpgloss_shared PRIVATE -Wl,-Bsymbolic,-z,relro,-z,now)
endif()

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/tcpgloss)
file(RELATIVE_PATH prefix_from_pkgconfig
  ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(src/tcpgloss.pc.in tcpgloss.pc @ONLY)
configure_file(src/tcpgloss-config.cmake.in tcpgloss-config.cmake @ONLY)
write_basic_package_version_file(tcpgloss-config-version.cmake COMPATIBILITY SameMinorVersion)

install(TARGETS tcpgloss_shared EXPORT tcpgloss
  LIBRARY COMPONENT library NAMELINK_COMPONENT development)
install(TARGETS tcpgloss_static EXPORT tcpgloss COMPONENT development)
install(EXPORT tcpgloss NAMESPACE tcpgloss:: FILE tcpgloss-targets.cmake
  DESTINATION ${package_dir} COMPONENT development)
install(FILES ${PROJECT_BINARY_DIR}/tcpgloss-config.cmake ${PROJECT_BINARY_DIR}/tcpgloss-config-version.cmake
  DESTINATION ${package_dir} COMPONENT development)
install(FILES ${PROJECT_BINARY_DIR}/tcpgloss.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
install(FILES include/tcpgloss/tcpgloss.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/tcpgloss COMPONENT development)
foreach(layer IN LISTS library_layers)
  install(DIRECTORY include/tcpgloss/${layer}
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/tcpgloss COMPONENT development)
endforeach()
