/** Not done, and known not to be done: there is no connection, nobody to do it, or no room. Trying later may help. */
export class BusUnavailable extends Error {
  override readonly name = 'BusUnavailable'
}

/** Sent, but no answer came: whether it was done is unknown. Repeat only what may be done twice. */
export class BusTimeout extends Error {
  override readonly name = 'BusTimeout'
}

/**
 * Told of what has no caller to be thrown at: a handler that threw, a frame that could not be read, the
 * server's complaints. `subject` is empty where the error belongs to the connection.
 */
export type ErrorListener = (error: unknown, subject: string) => void
