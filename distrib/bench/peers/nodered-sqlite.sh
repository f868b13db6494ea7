#!/usr/bin/env bash
# Node-RED with store and forward over SQLite, as users build it.
set -euo pipefail
export NODERED_STORE=${WORK:-}/queue.db
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/nodered.sh" "$@"
