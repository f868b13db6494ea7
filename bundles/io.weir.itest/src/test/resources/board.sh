#!/bin/sh
# board.sh DIRECTORY COMMAND...
#
# Runs a command with DIRECTORY/bus in place of /sys/bus, and with a /dev where files stand that are
# named as a GPIO chip, an I2C bus and an SPI bus and are none. Within `unshare --mount`.
set -eu
directory=$1
shift
dev=$directory/dev
mkdir -p "$dev/shm"
for node in null zero full random urandom; do
  : >"$dev/$node"
  mount --bind "/dev/$node" "$dev/$node"
done
ln -sfn /proc/self/fd "$dev/fd"
for file in gpiochip0 i2c-1 spidev0.0; do
  : >"$dev/$file"
done
mount --rbind "$dev" /dev
mount --bind "$directory/bus" /sys/bus
exec "$@"
