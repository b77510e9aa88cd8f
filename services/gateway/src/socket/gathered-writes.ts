/** What writes to the system: a TCP or TLS connection. */
export interface Corkable {
  cork(): void
  uncork(): void
}

/** Connections that were written to in this turn of the event loop. */
let corked: Corkable[] = []

/**
 * Holds what is written to a connection until this turn of the event loop ends, when all of it goes to the system in
 * one call: a call costs more than everything else about a frame. To be called before a write, once a turn or more.
 */
export function gather(connection: Corkable): void {
  if (corked.length === 0) setImmediate(release)
  connection.cork()
  corked.push(connection)
}

function release(): void {
  const written = corked
  corked = []
  for (const connection of written) connection.uncork()
}
