# page.cmake: makes C of the page: what stands before its records, and after them. A build step:
#
#   cmake -D OUTPUT=page.c -D MODULES=dom.js;store.js;… -P page.cmake
#
# Each ES module becomes a function that returns what it exports, so that all of them stand in one script. Modules
# come in an order in which each finds those that it imports. The policy of the page names the script and
# the style by their SHA-256: the browser runs nothing else.
cmake_minimum_required(VERSION 3.25)
cmake_policy(VERSION 3.25)

set(folder ${CMAKE_CURRENT_LIST_DIR})

# The module as `const module_NAME = (() => { … return { exported, … }; })();`.
function(read_module file result)
  file(READ ${folder}/${file} text)
  string(REGEX MATCHALL "\nexport [a-z]+ [A-Za-z0-9_]+" exports "\n${text}")
  list(TRANSFORM exports REPLACE "\nexport [a-z]+ " "")
  list(JOIN exports ", " exports)
  string(REGEX REPLACE "import ({[^}]*}) from \"\\./([a-z_]+)\\.js\";" "const \\1 = module_\\2;" text "\n${text}")
  string(REGEX REPLACE "\nexport " "\n" text "${text}")
  get_filename_component(name ${file} NAME_WE)
  set(${result} "const module_${name} = (() => {${text}return { ${exports} };\n})();\n" PARENT_SCOPE)
endfunction()

# "sha256-" and the hash in base64, six bits at a time.
function(policy_hash text result)
  set(alphabet "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  string(SHA256 hex "${text}")
  set(hash "")
  foreach(at RANGE 0 60 3)
    string(SUBSTRING ${hex} ${at} 3 three)
    math(EXPR high "0x${three} >> 6")
    math(EXPR low "0x${three} & 63")
    string(SUBSTRING ${alphabet} ${high} 1 first)
    string(SUBSTRING ${alphabet} ${low} 1 second)
    string(APPEND hash ${first}${second})
  endforeach()
  # 64 digits are 21 times three and one: its four bits end the hash.
  string(SUBSTRING ${hex} 63 1 last)
  math(EXPR last "0x${last} << 2")
  string(SUBSTRING ${alphabet} ${last} 1 last)
  set(${result} "sha256-${hash}${last}=" PARENT_SCOPE)
endfunction()

# A text as the bytes of an array.
function(write_array name text)
  file(WRITE ${OUTPUT}.part "${text}")
  file(READ ${OUTPUT}.part bytes HEX)
  file(REMOVE ${OUTPUT}.part)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  file(APPEND ${OUTPUT} "\nconst char ${name}[] = {${bytes}'\\0'};\nconst size_t ${name}_length = sizeof ${name} - 1;\n")
endfunction()

file(READ ${folder}/page.html page)
file(READ ${folder}/page.css style)
set(script "")
foreach(file IN LISTS MODULES)
  read_module(${file} module)
  string(APPEND script "${module}")
endforeach()

policy_hash("${style}" style_hash)
policy_hash("${script}" script_hash)
set(policy "default-src 'none'; script-src '${script_hash}'; style-src '${style_hash}'; base-uri 'none'; form-action 'none'")
string(REPLACE "@POLICY@" "${policy}" page "${page}")
string(REPLACE "@STYLE@" "${style}" page "${page}")
string(REPLACE "@SCRIPT@" "${script}" page "${page}")
string(FIND "${page}" "@RECORDS@" middle)
string(SUBSTRING "${page}" 0 ${middle} before)
math(EXPR middle "${middle} + 9")
string(SUBSTRING "${page}" ${middle} -1 after)

file(WRITE ${OUTPUT} "/* Made from src/views/html by page.cmake. */\n#include \"views/html/page.h\"\n")
write_array(page_before "${before}")
write_array(page_after "${after}")
