#!/bin/bash
# Node-RED with node-red-contrib-modbus: modbus-read -> function -> mqtt out, QoS 1, no store.
set -eu
here=$(cd "$(dirname "$0")/../nodered" && pwd)
home=$TOOLS/nodered
store=${NODERED_STORE:-plain}

case $1 in
build)
  if ! cmp -s "$here/package.json" "$home/package.json"; then
    mkdir -p "$home"
    cp "$here/package.json" "$home/package.json.new"
    rm -f "$home/package.json"
    (cd "$home" && cp package.json.new package.json && npm install --no-audit --no-fund) ||
      { rm -f "$home/package.json"; exit 1; }
  fi
  ;;
prep)
  cp "$here/settings.js" "$WORK/"
  /usr/bin/python3 "$here/flow.py" "$store" > "$WORK/flows.json"
  cp "$home/package.json" "$WORK/"
  ln -sfn "$home/node_modules" "$WORK/node_modules"
  ;;
start)
  cd "$WORK"
  exec "$home/node_modules/node/bin/node" "$home/node_modules/node-red/red.js" \
    -u "$WORK" -s "$WORK/settings.js"
  ;;
esac
