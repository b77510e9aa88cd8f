// npm run check: formatter, linter, type checker and import rules, all at once; exit code 1 if any finds something.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runTool } from './check/run-tool.ts'

const root = join(import.meta.dirname, '..')

const tools: { name: string; program: string; args: string[] }[] = [
  { name: 'format', program: 'biome', args: ['format', '--colors=off', '--max-diagnostics=200'] },
  { name: 'lint', program: 'oxlint', args: ['--type-aware', '--deny-warnings'] },
  { name: 'imports', program: 'oxlint', args: ['-c', '.oxlintrc.imports.json', '--deny-warnings'] },
  ...typeProjects().map((project, index) => ({
    name: index === 0 ? 'types' : 'types (browser)',
    program: 'tsc',
    args: ['-p', project],
  })),
]

const outcomes = await Promise.all(tools.map(({ program, args }) => runTool(root, program, args)))
for (const [index, { passed, output }] of outcomes.entries()) {
  if (!passed) console.log(`\n── ${tools[index]?.name} ──\n${output.trimEnd()}\n`)
}
for (const [index, { passed, ms }] of outcomes.entries()) {
  console.log(`${passed ? 'ok    ' : 'FAILED'}  ${tools[index]?.name} (${(ms / 1000).toFixed(1)} s)`)
}
process.exitCode = outcomes.every(({ passed }) => passed) ? 0 : 1

/** Browser code has the DOM's types instead of Node's, so it is a project of its own. */
function typeProjects(): string[] {
  const browser = 'services/gateway/src/browser/tsconfig.json'
  return ['tsconfig.json', ...(existsSync(join(root, browser)) ? [browser] : [])]
}
