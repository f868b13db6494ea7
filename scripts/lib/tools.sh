# Sourced by the scripts beside it: finds what a build needs and installs what is missing.
# shellcheck shell=bash

top=$(dirname -- "$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")")
folder=$top/distrib/gateway/target/weir
plant=$top/distrib/demo/plant/target/plant.jar

say() {
  printf '%s\n' "$*" >&2
}

die() {
  say "$(basename -- "$0"): $*"
  exit 2
}

# installs PACKAGE...: those of Debian's packages that are not there yet.
installs() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "needs ${missing[*]}; install them with your package manager"
  local root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  say "Installing ${missing[*]} ..."
  "${root[@]}" apt-get -o DPkg::Lock::Timeout=300 -qq update
  DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get -o DPkg::Lock::Timeout=300 -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
}

# major COMMAND OPTION: the first number that the command prints as its version, 0 without it.
major() {
  command -v "$1" >/dev/null || { echo 0; return; }
  "$1" "$2" 2>&1 | grep -oE '[0-9]+' | head -n 1
}

# What compiles and packs: a JDK from 17 on, Maven, Node from 18 on with npm.
build_tools() {
  [ "$(major "${JAVA_HOME:+$JAVA_HOME/bin/}javac" -version)" -ge 17 ] || installs openjdk-17-jdk-headless
  [ "$(major mvn --version)" -ge 3 ] || installs maven
  [ "$(major node --version)" -ge 18 ] || installs nodejs
  command -v npm >/dev/null || installs npm
  [ "$(major "${JAVA_HOME:+$JAVA_HOME/bin/}javac" -version)" -ge 17 ] || die "needs a JDK from 17 on; set JAVA_HOME to one"
  [ "$(major node --version)" -ge 18 ] || die "needs Node from 18 on, found $(node --version); see https://nodejs.org"
}

# Builds the gateway and the demo's plant unless they are newer than all their sources.
build() {
  local made=$folder/VERSION
  if [ -e "$made" ] && [ -e "$plant" ] && [ -z "$(newer "$top/distrib/gateway/target/.built")" ]; then
    return 0
  fi
  build_tools
  say "Building Weir; the first time takes some minutes ..."
  (cd "$top" && mvn -B -ntp -q -Dmaven.test.skip=true package) || die "the build failed; see above"
  touch "$top/distrib/gateway/target/.built"
}

# newer FILE: one source that is newer than FILE, or anything when FILE is missing.
newer() {
  [ -e "$1" ] || { echo missing; return; }
  find "$top/bundles" "$top/distrib" "$top/target-platform" "$top/pom.xml" \
    \( -name target -o -name node_modules -o -name bench -o -name docs \) -prune -o -type f -newer "$1" -print -quit
}
