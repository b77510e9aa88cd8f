import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import type { Report } from '../src/report/result.ts'

const run = promisify(execFile)
const main = join(import.meta.dirname, '../src/main.ts')

t.test(
  'a short run measures an installation of its own and a bare relay, and writes what it found',
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-bench-test-'))
    t.teardown(() => rm(folder, { recursive: true, force: true }))
    const [json, html] = [join(folder, 'run.json'), join(folder, 'run.html')]
    const args = ['chat', '--seconds', '2', '--pairs', '3', '--json', json, '--html', html]
    // Exit 0: nothing was lost, doubled or out of order.
    const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args])
    t.match(stdout, /messages delivered +[\d.,]+ \/s +[\d.]+ of the bare relay/)

    const { machine, runs } = JSON.parse(await readFile(json, 'utf8')) as Report
    t.equal(machine.node, process.version)
    t.equal(runs.length, 1)
    const [result] = runs
    if (!result) return
    t.match(result, {
      scenario: 'chat',
      installation: 'embedded',
      store: 'SQLite',
      hasStandIn: false,
      faults: [],
    })
    const [figure] = result.figures
    t.ok((figure?.value ?? 0) > 0)
    t.ok((figure?.ratioToRelay ?? 0) > 0 && (figure?.ratioToRelay ?? 0) < 1)
    t.ok(result.relay.perSecond > 0)
    const [measured] = result.measured
    t.equal(measured?.series.counts.length, 8, 'one for each quarter of a second')
    t.ok((measured?.latency.p99 ?? 0) >= (measured?.latency.p50 ?? 0))
    t.same(
      measured?.costs.map(({ name }) => name),
      ['parley', 'generator'],
    )
    if (process.platform === 'linux') t.ok((measured?.costs[0]?.bytes ?? 0) > 10_000_000)

    const page = await readFile(html, 'utf8')
    t.match(page, /<svg/)
    t.notMatch(page, /(src|href)=/, 'fetches nothing')
  },
)
