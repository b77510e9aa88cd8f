import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Ended {
  code: number | null
  out: string
}

/** Runs a program to its end, with no other environment than this one; `out` is what it wrote to both of its ends. */
export async function endedProcess(
  [program = '', ...args]: string[],
  options: { env: Record<string, string | undefined>; cwd: string; timeoutMs?: number },
): Promise<Ended> {
  const { timeoutMs = 20_000, ...rest } = options
  const child = spawn(program, args, { ...rest, timeout: timeoutMs, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  const take = (chunk: Buffer) => {
    out += String(chunk)
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  const [code] = await once(child, 'close')
  return { code: typeof code === 'number' ? code : null, out }
}
