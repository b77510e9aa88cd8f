import { readFileSync } from 'node:fs'
import type { Recorder } from './history.ts'
import type { Installation } from './installation/installation.ts'

const everyMs = 2_000
const figuresEveryMs = 5_000
/** What waits somewhere, by the names under which the services tell it. */
const queues = [
  'parley_gateway_sends_waiting',
  'parley_gateway_sockets',
  'parley_log_queued_messages',
  'parley_heads_laid_over',
  'parley_notifications_waiting',
]

/** Takes down how much memory every process has and how much waits in every queue, until `stop`. */
export function watchProcesses(
  { parts }: Installation,
  recorder: Recorder,
): { stop(): void; readQueues(type: 'queue' | 'final queue'): Promise<void> } {
  const memory = setInterval(() => {
    for (const { name, pid } of parts.values()) {
      const bytes = residentBytes(pid)
      if (bytes !== undefined) recorder.record({ type: 'memory', process: name, pid, bytes })
    }
  }, everyMs)
  const figures = setInterval(() => void readQueues('queue'), figuresEveryMs)

  async function readQueues(type: 'queue' | 'final queue'): Promise<void> {
    const asked = [...parts.values()].flatMap(({ name, metricsUrls }) =>
      metricsUrls.map((url) => ({ name, url })),
    )
    await Promise.all(
      asked.map(async ({ name: process, url }) => {
        const text = await figuresAt(url)
        for (const name of queues) {
          const value = valueOf(text, name)
          if (value !== undefined) recorder.record({ type, process, name, value })
        }
      }),
    )
  }

  return {
    readQueues,
    stop() {
      clearInterval(memory)
      clearInterval(figures)
    },
  }
}

/** A process that is down or frozen has nothing to tell. */
async function figuresAt(url: string): Promise<string> {
  try {
    return await (await fetch(url, { signal: AbortSignal.timeout(2_000) })).text()
  } catch {
    return ''
  }
}

function valueOf(text: string, name: string): number | undefined {
  const found = new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)
  return found ? Number(found[1]) : undefined
}

function residentBytes(pid: number): number | undefined {
  try {
    const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return found ? Number(found[1]) * 1_024 : undefined
  } catch {
    return undefined
  }
}
