import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Ends what the tests started and left behind, known by a variable in its environment, and gives its command lines.
 * What is just about to end by itself gets a moment for that. Only where there is /proc.
 */
export async function endLeftovers(name: string, value: string): Promise<string[]> {
  const marked = () =>
    processes().filter((pid) => read(pid, 'environ').split('\0').includes(`${name}=${value}`))
  for (let tries = 0; tries < 20 && marked().length > 0; tries++) await sleep(50)
  return marked().flatMap((pid) => {
    const command = read(pid, 'cmdline').replaceAll('\0', ' ').trim()
    try {
      process.kill(pid, 'SIGKILL')
      return [command]
    } catch {
      return [] // it ended meanwhile
    }
  })
}

function processes(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return '' // ended, or another user's
  }
}
