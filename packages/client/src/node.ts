/** What only Node has: sockets that can send a cookie, an outbox in a file. */
export { fileStorage } from './file-storage.ts'
export { nodeWire } from './node-wire.ts'
