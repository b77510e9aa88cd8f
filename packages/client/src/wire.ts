/** What a socket tells. After `closed` it is silent. */
export interface WireEvents {
  opened(): void
  message(text: string): void
  /** The close code; 1006 where the connection broke or was refused. */
  closed(code: number): void
}

/** A WebSocket, reduced to what this client needs of it. */
export interface Wire {
  send(text: string): void
  close(code: number): void
}

/** Opens a socket to `/ws/`. Never calls back before it has returned. */
export type OpenWire = (events: WireEvents) => Wire
