#!/usr/bin/env bash
# Node-RED with node-red-contrib-modbus: modbus-read -> function -> mqtt out, QoS 1, no store.
set -euo pipefail
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
# shellcheck source=scripts/lib/tools.sh
. "$here/../../../scripts/lib/tools.sh"
sources=$here/../nodered
home=$TOOLS/nodered

case $1 in
  build)
    if ! cmp -s "$sources/package.json" "$home/.built"; then
      build_tools
      say "Installing Node-RED ..."
      mkdir -p "$home"
      cp "$sources/package.json" "$home/"
      (cd "$home" && npm install --no-audit --no-fund --loglevel=error)
      cp "$sources/package.json" "$home/.built"
    fi
    ;;
  prep)
    cp "$sources/settings.js" "$home/package.json" "$WORK/"
    /usr/bin/python3 "$sources/flow.py" "${NODERED_STORE:-plain}" >"$WORK/flows.json"
    ln -sfn "$home/node_modules" "$WORK/node_modules"
    ;;
  start)
    cd "$WORK"
    exec "$home/node_modules/node/bin/node" "$home/node_modules/node-red/red.js" \
      -u "$WORK" -s "$WORK/settings.js"
    ;;
esac
