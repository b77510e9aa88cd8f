import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './compose-file.ts'

/** Parley's own figures, each with the service that has it, or `all`; from what each answers at `/metrics`. */
export function figuresOf(metrics: ReadonlyMap<string, string>): string[] {
  const owners = new Map<string, string[]>()
  for (const [service, text] of metrics) {
    for (const [, figure = ''] of text.matchAll(/^# TYPE (parley_\w+) /gm))
      owners.set(figure, [...(owners.get(figure) ?? []), service])
  }
  const words = [...owners].map(
    ([figure, services]) => `${figure} ${services.length === metrics.size ? 'all' : services.join()}`,
  )
  return words.sort()
}

/** The same, from the table of docs/operations.md. */
export function documentedFigures(): string[] {
  const text = readFileSync(join(root, 'docs/operations.md'), 'utf8')
  const rows = [...text.matchAll(/^\| `(parley_\w+)` \| (\w+) \|/gm)]
  return rows.map(([, figure, service]) => `${figure} ${service}`).sort()
}
