import { run } from '@parley/service'

// What it needs is away, and it waits for that.
await run(async () => {
  setInterval(() => {}, 60_000)
  // There may be nobody any more to hear it.
  process.send?.('waiting', () => {})
  await new Promise(() => {})
})
