import { chaos, isSound } from './chaos.ts'
import { readOptions, usage, UsageError } from './options.ts'

/** `npm run chaos`: exit 0 when every promise was kept, 1 when one was not or too little happened, 2 for a wrong call. */
try {
  const options = readOptions(process.argv.slice(2))
  const result = await chaos(options, say)
  say(`seed ${options.seed}: ${isSound(result) ? 'passed' : 'FAILED'}`)
  process.exit(isSound(result) ? 0 : 1)
} catch (error) {
  if (error instanceof UsageError) say(`${error.message}\n${usage}`)
  else say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exit(error instanceof UsageError ? 2 : 1)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
