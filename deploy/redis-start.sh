#!/bin/sh
# Hands the password over on standard input: arguments can be read by everyone on the machine.
set -eu
: "${REDIS_PASSWORD:?run npm run secrets}"
exec redis-server - "$@" <<CONFIG
requirepass "$REDIS_PASSWORD"
CONFIG
