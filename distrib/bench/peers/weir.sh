#!/bin/bash
# Weir as it ships, store on, JSON on the wire.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd)
home=$root/distrib/gateway/target/weir

case $1 in
build)
  if [ ! -x "$home/bin/weir" ]; then
    mvn -B -ntp -q -f "$root/pom.xml" -DskipTests -pl distrib/gateway -am package
  fi
  ;;
prep)
  /usr/bin/python3 "$root/distrib/bench/weir/configuration.py" "$WORK/etc"
  ;;
start)
  cd "$WORK"
  exec "$home/bin/weir" --etc "$WORK/etc" --data "$WORK/data"
  ;;
esac
