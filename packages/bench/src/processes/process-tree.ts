import { readdirSync, readFileSync } from 'node:fs'

/** What the system tells of one process. Times in clock ticks, of its ended children too. */
export interface ProcessStat {
  pid: number
  parent: number
  ticks: number
}

/** A process and all that it started, as far as they run now; nothing where the system has no /proc. */
export function processTree(root: number): ProcessStat[] {
  const all = allProcesses()
  const found: ProcessStat[] = []
  const wanted = new Set([root])
  // Children come after their parents by age, not by number: repeated until nothing is added.
  for (let before = -1; before !== found.length; ) {
    before = found.length
    for (const stat of all) {
      if (found.includes(stat) || !(wanted.has(stat.pid) || wanted.has(stat.parent))) continue
      wanted.add(stat.pid)
      found.push(stat)
    }
  }
  return found
}

function allProcesses(): ProcessStat[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => statOf(Number(name)) ?? [])
  } catch {
    return []
  }
}

function statOf(pid: number): ProcessStat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may contain anything: what counts stands behind its last bracket.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const at = (index: number) => Number(fields[index])
    return { pid, parent: at(1), ticks: at(11) + at(12) + at(13) + at(14) }
  } catch {
    return undefined
  }
}
