import { setTimeout as pause } from 'node:timers/promises'

/**
 * Loaded before the program of a process that the bench starts (`--import`, with --expose-gc): collects garbage when
 * the bench asks for it. The program itself knows nothing of it.
 */
process.on('message', (message) => {
  if (message === 'collect garbage') void collect()
})
// Asking keeps no process alive, and the program's own wish to hear of a disconnection stays as it is.
process.channel?.unref()

async function collect(): Promise<void> {
  // Once more each time: what finalizers let go of is found by the next.
  for (let i = 0; i < 4; i++) {
    globalThis.gc?.()
    await pause(50)
  }
  const { heapUsed, external } = process.memoryUsage()
  process.send?.({ collected: heapUsed + external })
}
