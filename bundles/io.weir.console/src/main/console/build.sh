#!/bin/sh
# Checks, tests and builds the console into target/classes/static; called by Maven.
set -eu
cd "$(dirname "$0")"
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --prefer-offline --no-audit --no-fund
  touch node_modules/.package-lock.json
fi
npm run --silent lint
npm test --silent
npm run --silent build
find ../../../target/classes/static -type f \( -name '*.js' -o -name '*.css' -o -name '*.svg' -o -name '*.html' \) \
  -exec gzip --best --no-name --keep --force {} +
