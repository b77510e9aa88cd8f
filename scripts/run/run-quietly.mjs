import { spawn } from 'node:child_process'

/** Runs a program of npm's to its end and gives what it wrote to stdout; shows everything it wrote if it fails. */
export function runQuietly(program, args, { cwd, env }) {
  return new Promise((resolve, reject) => {
    const shell = process.platform === 'win32' // npx is a .cmd there, which only a shell can start
    const child = spawn(program, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] })
    let all = ''
    let out = ''
    child.stdout.on('data', (chunk) => {
      out += chunk
      all += chunk
    })
    child.stderr.on('data', (chunk) => {
      all += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) return resolve(out)
      process.stderr.write(all)
      reject(new Error(`${program} ${args.join(' ')} failed (${code})`))
    })
  })
}
