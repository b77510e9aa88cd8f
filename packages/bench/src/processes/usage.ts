import { readFileSync } from 'node:fs'
import { processTree } from './process-tree.ts'

/** A process of the installation, or of the bench, by the name that reports give it. */
export interface NamedProcess {
  name: string
  pid: number
}

/** What a process and all its children have used so far. */
export interface Usage {
  name: string
  cpuMs: number
  /** Memory that is its own, and its part of what it shares (PSS), or all that is resident where that is not told. */
  bytes: number
}

/** /proc counts in ticks of a hundredth of a second on every Linux that Node runs on. */
const msPerTick = 10

export function usageOf(processes: readonly NamedProcess[], withMemory = true): Usage[] {
  return processes.map(({ name, pid }) => {
    const tree = processTree(pid)
    return {
      name,
      cpuMs: tree.reduce((total, { ticks }) => total + ticks * msPerTick, 0),
      bytes: withMemory ? tree.reduce((total, stat) => total + memoryOf(stat.pid), 0) : 0,
    }
  })
}

/** What one process (and its children) used in a window. */
export interface Cost {
  name: string
  /** Of one core. */
  cpuShare: number
  cpuMicrosPerUnit: number
  bytes: number
}

/** The cost of each process for each of `count` things done in `seconds`. */
export function costsBetween(
  before: readonly Usage[],
  after: readonly Usage[],
  { count, seconds }: { count: number; seconds: number },
): Cost[] {
  return after.map(({ name, cpuMs, bytes }) => {
    const used = cpuMs - (before.find((usage) => usage.name === name)?.cpuMs ?? 0)
    return { name, cpuShare: used / (seconds * 1_000), cpuMicrosPerUnit: (used * 1_000) / count, bytes }
  })
}

function memoryOf(pid: number): number {
  return fieldOf(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB/m) ?? residentOf(pid)
}

function residentOf(pid: number): number {
  return fieldOf(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB/m) ?? 0
}

function fieldOf(file: string, pattern: RegExp): number | undefined {
  try {
    const found = pattern.exec(readFileSync(file, 'utf8'))
    return found ? Number(found[1]) * 1_024 : undefined
  } catch {
    return undefined
  }
}
