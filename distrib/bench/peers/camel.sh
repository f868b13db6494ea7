#!/bin/bash
# Apache Camel with PLC4X Modbus and Paho MQTT 5 on small-heap settings; no store.
set -eu
here=$(cd "$(dirname "$0")/../camel" && pwd)
home=$TOOLS/camel

case $1 in
build)
  if [ ! -e "$home/camel-bench.jar" ]; then
    mvn -B -ntp -q -f "$here/pom.xml" package
  fi
  ;;
prep) ;;
start)
  cd "$WORK"
  # shellcheck disable=SC2086
  exec java ${JAVA_OPTIONS:--Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1} \
    -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    -cp "$home/camel-bench.jar:$home/lib/*" bench.Gateway
  ;;
esac
