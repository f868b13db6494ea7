#!/usr/bin/env bash
# Weir as it ships, store on, JSON on the wire. WEIR_HOME measures another gateway folder than the
# one built here.
set -euo pipefail
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
# shellcheck source=scripts/lib/tools.sh
. "$here/../../../scripts/lib/tools.sh"
home=${WEIR_HOME:-$folder}
cache=$TOOLS/weir-cache

# The gateway keeps an archive of its classes from its first orderly stop on; what is measured is
# one that has been started before.
has_archive() {
  local archive
  archive=$(find "$cache" -name 'classes-*.jsa' 2>/dev/null | head -n 1)
  [ -n "$archive" ] && [ -z "$(find "$home" -newer "$archive" -type f -print -quit)" ]
}

case $1 in
  build)
    [ -n "${WEIR_HOME:-}" ] || build
    ;;
  prep)
    /usr/bin/python3 "$here/../weir/configuration.py" "$WORK/etc"
    if ! has_archive; then
      timeout 15 "$home/bin/weir" --etc "$WORK/etc" --data "$WORK/first" --cache "$cache" || true
      rm -rf "$WORK/first"
    fi
    ;;
  start)
    cd "$WORK"
    exec "$home/bin/weir" --etc "$WORK/etc" --data "$WORK/data" --cache "$cache" --id bench
    ;;
esac
