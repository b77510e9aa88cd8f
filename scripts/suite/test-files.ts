import { globSync, statSync } from 'node:fs'

const ALL = ['packages/*/test/**/*.test.ts', 'services/*/test/**/*.test.ts', 'scripts/test/*.test.ts']

/** The test files that are meant: all of them, or those named by file, folder or pattern. Each name must give some. */
export function testFiles(root: string, named: string[]): string[] {
  const patterns = named.length > 0 ? named.map((name) => asPattern(name)) : ALL
  const files = patterns.flatMap((pattern, index) => {
    const found = globSync(pattern, { cwd: root, exclude: ['**/node_modules/**'] })
    if (found.length === 0 && named.length > 0) throw new Error(`There is no test file at ${named[index]}`)
    return found
  })
  return [...new Set(files)].sort((a, b) => (a < b ? -1 : 1))
}

function asPattern(name: string): string {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() ? `${name}/**/*.test.ts` : name
}
