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
# shellcheck disable=SC2086 # the options are a list, split at its semicolons
found=$(printf '#include "%s"\n' "$@" | "$compiler" -std=c17 -nostdinc $options -M -MG -x c - | tr ' ' '\n')
for header in "$@"; do
    case $found in
    *"/$header"*)
        echo "$header can be included from $folder"
        status=1
        ;;
    esac
done
if grep -rnE '#include "\.\./' "$folder"; then
    status=1
fi
exit $status
