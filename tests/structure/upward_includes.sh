#!/bin/sh
# upward_includes.sh COMPILER INCLUDE-OPTIONS SOURCE-FOLDER HEADER...
#
# With the include roots that a layer has, no HEADER may be found (-MG names what is not by its bare
# name; what is installed on this machine does not count), and none of its sources may reach into
# another folder by a relative path.
compiler=$1 options=$2 folder=$3
shift 3
status=0
unset CPATH C_INCLUDE_PATH
IFS=';'
for header in "$@"; do
    # shellcheck disable=SC2086 # the options are a list, split at its semicolons
    if printf '#include "%s"\n' "$header" |
        "$compiler" -std=c17 -nostdinc $options -M -MG -x c - | grep -q "/$header"; then
        echo "$header can be included from $folder"
        status=1
    fi
done
if grep -rnE '#include "\.\./' "$folder"; then
    status=1
fi
exit $status
