# Read by cpack before it begins.

# Each component has a description of its own; cpack would put the project's before it.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")

# Packages of the same source are the same bytes, whenever they are made: their date is that of the
# changelog's last entry.
if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
  file(STRINGS ${CMAKE_CURRENT_LIST_DIR}/changelog entry REGEX "^ -- " LIMIT_COUNT 1)
  string(REGEX REPLACE ".*>  " "" date ${entry})
  execute_process(COMMAND date --date ${date} +%s OUTPUT_VARIABLE seconds OUTPUT_STRIP_TRAILING_WHITESPACE)
  set(ENV{SOURCE_DATE_EPOCH} ${seconds})
endif()
