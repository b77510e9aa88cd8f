import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

const Running = Type.Object({
  pid: Type.Integer(),
  urls: Type.Object({ accounts: Type.String(), messages: Type.String(), notifications: Type.String() }),
  /** Servers that it uses. */
  servers: Type.Optional(
    Type.Object({ MONGODB_URL: Type.String(), NATS_URL: Type.String(), REDIS_URL: Type.String() }),
  ),
})

/** Where the process that has the data folder answers operations: for commands that come while it runs. */
export type Running = Static<typeof Running>

export function writeRunning(file: string, running: Omit<Running, 'pid'>): void {
  writeFileSync(file, `${JSON.stringify({ pid: process.pid, ...running } satisfies Running)}\n`, {
    mode: 0o600,
  })
}

export function removeRunning(file: string): void {
  rmSync(file, { force: true })
}

/** What the file says, undefined where there is none that can be read. It may be of a process that was killed. */
export function readRunning(file: string): Running | undefined {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return Value.Check(Running, found) ? found : undefined
  } catch {
    return undefined
  }
}
