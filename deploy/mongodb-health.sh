#!/bin/sh
# Well when this member is the primary; initiates the set the first time. The password stays out of the arguments,
# which everyone on the machine can read.
set -eu
# The shell keeps logs in its home, which would be the volume with the data.
export HOME="${TMPDIR:-/tmp}"
exec mongosh --quiet --norc --eval '
  const admin = db.getSiblingDB("admin")
  admin.auth(process.env.MONGO_INITDB_ROOT_USERNAME, process.env.MONGO_INITDB_ROOT_PASSWORD)
  try {
    rs.status()
  } catch (error) {
    if (error.codeName !== "NotYetInitialized") throw error
    rs.initiate({ _id: "rs0", members: [{ _id: 0, host: "mongodb:27017" }] })
  }
  if (!db.hello().isWritablePrimary) quit(1)
'
