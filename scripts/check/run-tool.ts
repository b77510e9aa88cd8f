import { spawn } from 'node:child_process'
import { join } from 'node:path'

export interface Outcome {
  passed: boolean
  output: string
  ms: number
}

/** Runs an installed tool in the project to its end; a tool that cannot be started has not passed. */
export function runTool(root: string, program: string, args: string[]): Promise<Outcome> {
  const start = performance.now()
  const { CI: _, ...env } = process.env // with it, oxlint colours what nobody will see in colour
  const shell = process.platform === 'win32' // the tools are .cmd files there
  return new Promise((resolve) => {
    const child = spawn(join(root, 'node_modules/.bin', program), args, {
      cwd: root,
      shell,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const take = (chunk: Buffer) => {
      output += String(chunk)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('error', (error) => resolve({ passed: false, output: error.message, ms: 0 }))
    child.on('close', (code) => resolve({ passed: code === 0, output, ms: performance.now() - start }))
  })
}
