import { randomBytes } from 'node:crypto'
import { join } from 'node:path'

/** What every service of an installation finds in its environment, its own addresses aside. */
export function commonEnvironment(folder: string, name: string): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
    PARLEY_DATA: join(folder, `${name}-data`),
    PARLEY_SEND_RATE: '0',
    PARLEY_LOGIN_RATE: '0',
  }
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}
