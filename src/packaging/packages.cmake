# Debian packages: `cmake --workflow --preset deb` leaves them in build/deb/packages.
#
# Three, as Debian wants it: the program, the shared library under the name of its soname, and what
# one needs to build with the library. The program does not need the library. The same source gives
# the same bytes, wherever and whenever they are made (with umask 022).
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_PACKAGE_CONTACT "tcpgloss developers <dev@tcpgloss.invalid>")
set(CPACK_PACKAGE_VENDOR "tcpgloss developers")
set(CPACK_STRIP_FILES ON)
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_SOURCE_DIR}/src/packaging/when_packing.cmake)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/src/packaging/debian_files.cmake)

set(CPACK_COMPONENTS_ALL program library development)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME tcpgloss)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "libcap2-bin, wireshark-common")
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "packet printer that explains TCP between the lines
tcpgloss prints a capture file, or what it captures live, in tcpdump's own
text, and writes notes in Chinese and English between the lines: what the two
ends of each TCP connection do, in which state of RFC 9293 they are, and what
is out of the ordinary. It also draws sequence diagrams and writes JSON.")

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libtcpgloss${TCPGLOSS_ABI})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/src/packaging/triggers)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_LIBRARY_DESCRIPTION "library that explains TCP packet by packet
libtcpgloss takes packets from memory and says, for each, which states of
RFC 9293 the two ends of its TCP connection are in and what has happened, as
values and in words, Chinese and English. It knows no libpcap.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libtcpgloss-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libtcpgloss${TCPGLOSS_ABI} (= ${PROJECT_VERSION}), libutf8proc-dev")
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "library that explains TCP packet by packet (development)
Headers, the static library, and the files by which pkg-config and CMake find
libtcpgloss.")

include(CPack)
