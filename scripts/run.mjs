// node scripts/run.mjs <entry.ts> [arguments…]: runs an entry of the project on a machine with Node 20 or newer and
// npm. Plain JavaScript without dependencies: it is what brings the right Node and the dependencies.
import { spawn } from 'node:child_process'
import { delimiter, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chooseNode } from './run/choose-node.mjs'
import { installDependencies } from './run/install-dependencies.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

async function main() {
  const [entry, ...args] = process.argv.slice(2)
  if (entry === undefined) throw new Error('Usage: node scripts/run.mjs <entry.ts> [arguments…]')
  const node = await chooseNode(root)
  const env = {
    // What was compiled once need not be again: a process starts in half the time.
    NODE_COMPILE_CACHE: resolve(root, 'node_modules/.cache/compiled'),
    ...process.env,
    PATH: [dirname(node), process.env.PATH].filter(Boolean).join(delimiter),
  }
  await installDependencies(root, env)
  hand(
    spawn(node, ['--disable-warning=ExperimentalWarning', resolve(root, entry), ...args], {
      stdio: 'inherit',
      env,
    }),
  )
}

/** Passes signals on to the child and ends as it ends. */
function hand(child) {
  let isTold = false
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM']) {
    process.on(signal, () => {
      isTold = true
      // A terminal's Ctrl-C reaches the child by itself; twice would mean "at once" instead of "in good order".
      if (signal === 'SIGTERM' || !atTerminal()) child.kill(signal)
    })
  }
  if (process.env.npm_lifecycle_event !== undefined) {
    whenParentEnds(() => {
      if (!isTold) child.kill('SIGTERM')
    })
  }
  child.on('error', fail)
  child.on('exit', (code, signal) => {
    if (signal === null || process.platform === 'win32') process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

/** npm that is told to end tells its shell only, which passes nothing on. Without a parent one gets another. */
function whenParentEnds(end) {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    end()
  }, 500)
  timer.unref()
}

function atTerminal() {
  return Boolean(process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY)
}

function fail(error) {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}

main().catch(fail)
