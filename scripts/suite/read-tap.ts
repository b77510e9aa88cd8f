/** What one test file's TAP says. Counted are assertions; a test that did not run counts as one. */
export interface TapReport {
  passed: number
  failed: number
  skipped: number
  /** Each as "test › subtest: why". */
  skips: string[]
}

/** Reads tap's own totals at the end of a file. A file that ended badly has failed once at least, whatever they say. */
export function readTap(tap: string, endedWell: boolean): TapReport {
  const totals = [...tap.matchAll(/^# (\{ total: .*\})$/gm)].at(-1)?.[1]
  const number = (name: string) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(totals ?? '')?.[1] ?? 0)
  const failed = number('fail')
  // A file without any test has totals of its own kind: that it says nothing is no success.
  const sound = endedWell && (totals !== undefined || /^1\.\.0/m.test(tap))
  return {
    passed: number('pass'),
    failed: sound ? failed : Math.max(failed, 1),
    skipped: number('skip') + number('todo'),
    skips: skipsOf(tap),
  }
}

function skipsOf(tap: string): string[] {
  const within: string[] = []
  const skips: string[] = []
  for (const line of tap.split('\n')) {
    const subtest = /^( *)# Subtest: (.*)$/.exec(line)
    if (subtest) within.splice((subtest[1] ?? '').length / 4, Infinity, subtest[2] ?? '')
    const skip = /^( *)(?:not )?ok \d+(?: - )?(.*?)(?: # time=\S+)? # (?:SKIP|TODO)\b *(.*)$/.exec(line)
    if (skip === null) continue
    const [, indent = '', name = '', why = ''] = skip
    const path = [...within.slice(0, indent.length / 4), name].filter(Boolean).join(' › ')
    skips.push(why ? `${path}: ${why}` : path)
  }
  return skips
}
