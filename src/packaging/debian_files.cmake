# What a Debian package has and `cmake --install` does not: copyright and changelog in Debian's form,
# compressed manual pages, one date on every file.
file(GLOB components ${CPACK_TEMPORARY_DIRECTORY}/*)
foreach(component IN LISTS components)
  cmake_path(GET component FILENAME name)
  string(TOUPPER ${name} NAME)
  set(share ${component}/usr/share)
  set(doc ${share}/doc/${CPACK_DEBIAN_${NAME}_PACKAGE_NAME})

  file(REMOVE ${doc}/LICENSE)
  file(COPY ${CMAKE_CURRENT_LIST_DIR}/copyright ${CMAKE_CURRENT_LIST_DIR}/changelog DESTINATION ${doc}
    FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
  # cpack writes scripts that call ldconfig for a package with a shared library, whatever triggers it has.
  if(component MATCHES "/library$")
    file(WRITE ${share}/lintian/overrides/${CPACK_DEBIAN_${NAME}_PACKAGE_NAME} "maintscript-calls-ldconfig\n")
  endif()
  # groff 1.23 cannot take a heading of Chinese characters apart, says so, and shows it as it is.
  if(component MATCHES "/program$")
    file(WRITE ${share}/lintian/overrides/${CPACK_DEBIAN_${NAME}_PACKAGE_NAME}
      "groff-message *macro 'doc-str-tmp2' not defined*\n")
  endif()
  file(GLOB_RECURSE pages ${share}/man/*.1)
  execute_process(COMMAND gzip --best --no-name ${doc}/changelog ${pages} COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND find ${component} -type d -exec chmod 755 {} + COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND find ${component} -exec touch --no-dereference --date @$ENV{SOURCE_DATE_EPOCH} {} +
    COMMAND_ERROR_IS_FATAL ANY)
endforeach()
