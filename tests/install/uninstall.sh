#!/bin/sh
# uninstall.sh CMAKE BUILD PREFIX: the target leaves no file of what was installed there, and no folder of tcpgloss's.
set -eu
[ -n "$(find "$3" -type f)" ]
touch "$3/share/somebody-elses"
"$1" --build "$2" --target uninstall >/dev/null
left=$(find "$3" ! -type d -o -name '*tcpgloss*')
[ "$left" = "$3/share/somebody-elses" ] || { echo "left there: $left"; exit 1; }
rm -r "$3"
