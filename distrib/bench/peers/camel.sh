#!/usr/bin/env bash
# Apache Camel with PLC4X Modbus and Paho MQTT 5 on small-heap settings; no store.
set -euo pipefail
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
# shellcheck source=scripts/lib/tools.sh
. "$here/../../../scripts/lib/tools.sh"
home=$TOOLS/camel

case $1 in
  build)
    if [ ! -e "$home/camel-bench.jar" ]; then
      build_tools
      say "Building the Camel peer ..."
      mvn -B -ntp -q -f "$here/../camel/pom.xml" package
    fi
    ;;
  prep) ;;
  start)
    cd "$WORK"
    # shellcheck disable=SC2086 # options are words on purpose
    exec java ${CAMEL_JAVA_OPTS:--Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1} \
      -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
      -cp "$home/camel-bench.jar:$home/lib/*" bench.Gateway
    ;;
esac
