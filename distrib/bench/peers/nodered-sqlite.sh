#!/bin/bash
# Node-RED with store and forward over SQLite, as users build it.
export NODERED_STORE=${WORK:-}/queue.db
exec "$(dirname "$0")/nodered.sh" "$@"
