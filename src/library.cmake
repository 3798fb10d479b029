# libtcpgloss: the layers that do no I/O, as one installed library.
set(library_layers base decode track gloss)

list(TRANSFORM library_layers REPLACE "(.+)" "$<TARGET_OBJECTS:tcpgloss_\\1>" OUTPUT_VARIABLE objects)
add_library(tcpgloss_library STATIC ${objects})
set_target_properties(tcpgloss_library PROPERTIES OUTPUT_NAME tcpgloss LINKER_LANGUAGE C)
install(TARGETS tcpgloss_library)
foreach(layer IN LISTS library_layers)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/tcpgloss/${layer} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/tcpgloss)
endforeach()

configure_file(src/tcpgloss.pc.in tcpgloss.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/tcpgloss.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
