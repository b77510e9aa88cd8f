// npm run secrets: writes .env with fresh random secrets for docker-compose; an .env that is there stays as it is.
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

const file = resolve(process.argv[2] ?? '.env')

/** Letters and digits, `-` and `_`: safe in a URL, a shell and a compose file without quotes. */
const secret = (bytes: number) => randomBytes(bytes).toString('base64url')

const lines = [
  '# Made by `npm run secrets`. Whoever has this file can read everything: keep it to yourself, and back it up.',
  `PARLEY_SECRET=${secret(48)}`,
  `REDIS_PASSWORD=${secret(24)}`,
  `NATS_PASSWORD=${secret(24)}`,
  `MONGODB_PASSWORD=${secret(24)}`,
  `MONGODB_ROOT_PASSWORD=${secret(24)}`,
  // What the members of the replica set know each other by: MongoDB wants base64 of 6 to 1,024 characters.
  `MONGODB_KEYFILE=${randomBytes(384).toString('base64')}`,
]

try {
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' })
  console.log(`Wrote ${file}`)
} catch (error) {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  console.error(`${file} exists and stays as it is. Move it away to have new secrets made.`)
  process.exitCode = 1
}
