import { createServer } from 'node:net'

/** Whether a program could listen there now: undefined, or the error that it would get. */
export async function listenOnce(host: string, port: number): Promise<Error | undefined> {
  const server = createServer()
  const outcome = Promise.withResolvers<Error | undefined>()
  server.once('error', (error) => outcome.resolve(error))
  server.listen({ host, port }, () => server.close(() => outcome.resolve(undefined)))
  return await outcome.promise
}
