#!/bin/sh
# Gives mongod the key file that members of a set know one another by, then starts it as the image does.
set -eu
: "${MONGODB_KEYFILE:?run npm run secrets}"
key=${TMPDIR:-/tmp}/parley.key
umask 077
printf '%s\n' "$MONGODB_KEYFILE" > "$key"
umask 022
exec docker-entrypoint.sh mongod --replSet rs0 --keyFile "$key" --bind_ip_all
