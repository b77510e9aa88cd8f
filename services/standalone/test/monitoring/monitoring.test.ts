import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BrowserlessPerson } from '@parley/testing'
import t from 'tap'
import { parse } from 'yaml'
import { readRunning } from '../../src/running-file.ts'
import { newDataFolder } from '../start/data-folder.ts'
import { startParley } from '../start/program.ts'
import { type Sample, samplesOf } from './samples-of.ts'
import { type Selector, selectorsOf } from './selectors-of.ts'

const root = join(import.meta.dirname, '../../../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

interface Rule {
  alert: string
  expr: string
  labels: { severity: string }
  annotations: { summary: string; description: string; runbook_url: string }
}
const rules = (parse(read('deploy/prometheus/alerts.yml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
)

interface Panel {
  id: number
  type: string
  title: string
  gridPos: { x: number; y: number; w: number; h: number }
  targets?: { expr: string }[]
}
const { panels } = JSON.parse(read('deploy/grafana/parley.json')) as { panels: Panel[] }

t.test('what alerts and panels ask for is there, before anything has happened', async (t) => {
  const folder = newDataFolder(t)
  const parley = await startParley(t, { PARLEY_DATA: folder })
  // Only what everybody does: a failure, a takeover or a slow socket must not be needed for its metric to be there.
  const [ann, ben] = await Promise.all([
    BrowserlessPerson.signUp(parley.url, 'ann'),
    BrowserlessPerson.signUp(parley.url, 'ben'),
  ])
  await ann.post(`/messages/send/${ben.username}/`, { message: 'hello' })
  await ben.get(`/messages/history/${ann.username}/`)
  const running = readRunning(join(folder, 'running.json'))
  const owners = running ? Object.values(running.urls) : []
  const texts = await Promise.all(
    [parley.url, ...owners].map(async (url) => await (await fetch(`${url}/metrics`)).text()),
  )
  t.equal(texts.length, 4)
  const samples = texts.flatMap(samplesOf)
  const asked = [
    ...rules.map(({ alert, expr }) => [alert, expr] as const),
    ...panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)),
  ]
  t.ok(asked.length > 50)
  for (const [what, expr] of asked) {
    const selectors = selectorsOf(expr)
    t.ok(selectors.length > 0, what)
    for (const selector of selectors) t.ok(isThere(selector, samples), `${what}: ${expr}`)
  }
  t.notOk(isThere({ name: 'parley_nothing', labels: new Map() }, samples), 'what is not there is missed')
  t.throws(() => selectorsOf('sum(('))
})

t.test('every alert has its page, and every page its alert', async (t) => {
  const document = read('docs/operations.md')
  const section = document.slice(document.indexOf('## Dashboard and alerts'), document.indexOf('## Logs'))
  const pages = new Map(
    section
      .split('\n### ')
      .slice(1)
      .map((page) => [page.slice(0, page.indexOf('\n')), page]),
  )
  t.strictSame(
    [...pages.keys()],
    rules.map(({ alert }) => alert),
    'in one order',
  )
  for (const { alert, labels, annotations } of rules) {
    for (const part of ['**Means.** ', '**Look at.** ', '**Do.** ']) t.match(pages.get(alert), part, alert)
    t.equal(annotations.runbook_url, `docs/operations.md#${alert.toLowerCase()}`)
    t.ok(annotations.summary && annotations.description)
    t.ok(['critical', 'warning'].includes(labels.severity))
  }
})

t.test('the dashboard’s panels lie side by side', async (t) => {
  t.equal(new Set(panels.map(({ id }) => id)).size, panels.length)
  const places = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, i) => `${x + (i % w)}:${y + Math.floor(i / w)}`),
  )
  t.equal(new Set(places).size, places.length, 'none over another')
  for (const { title, gridPos } of panels) t.ok(gridPos.x + gridPos.w <= 24, title)
})

/** Labels that Prometheus itself adds are not looked at, nor is `up`, which it makes. */
function isThere({ name, labels }: Selector, samples: readonly Sample[]): boolean {
  if (name === 'up') return true
  return samples.some(
    (sample) =>
      sample.name === name &&
      [...labels].every(([label, matcher]) => {
        if (label === 'job' || label === 'instance') return true
        const value = sample.labels.get(label)
        return value !== undefined && isMatch(value, matcher)
      }),
  )
}

/** @param matcher as `="x"` or `=~"x|y"` */
function isMatch(value: string, matcher: string): boolean {
  const [, operator = '', wanted = ''] = /^(=~|=)"([^"]*)"$/.exec(matcher) ?? []
  if (operator === '=') return value === wanted
  return operator === '=~' && new RegExp(`^(?:${wanted})$`).test(value)
}
