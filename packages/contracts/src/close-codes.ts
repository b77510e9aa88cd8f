/** Close codes of the sockets: 4000–4499 reconnect, 4500–4999 stop. */
export const closeCodes = {
  /** The server shuts down or restarts. */
  goingAway: 4000,
  /** More was waiting for this client than its buffer holds; resume. */
  tooSlow: 4001,
  /** No hello, no answer to a ping, or no part of the system to answer with. */
  unresponsive: 4002,
  /** The session ended. */
  sessionEnded: 4500,
  /** The client broke the protocol in a way that a repetition would break it again. */
  protocolError: 4501,
  /** The person is no member of the group any more whose socket it was. */
  left: 4502,
} as const
