import type { ParleyClient } from './client.ts'

/** Resolves when the client's socket is usable. @throws Error when the session ended, or as the signal says */
export async function whenOnline(client: ParleyClient, signal?: AbortSignal): Promise<void> {
  if (client.state === 'online') return
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const stop = client.on('state', ({ state, reason }) => {
    if (state === 'online') resolve()
    if (state === 'ended') reject(new Error(`the connection ended: ${reason}`))
  })
  const aborted = () => reject(signal?.reason)
  signal?.addEventListener('abort', aborted)
  try {
    await promise
  } finally {
    stop()
    signal?.removeEventListener('abort', aborted)
  }
}
