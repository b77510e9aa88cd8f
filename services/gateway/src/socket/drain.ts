import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { socket } from '@parley/contracts'
import type { WebSocketServer } from 'ws'
import type { Hub } from './hub.ts'

const finishWithinMs = 4_000
const closeWithinMs = 1_500

/** Lets what is under way be answered, closes all sockets with "reconnect", and those that do not go along by force. */
export async function drain(hub: Hub, server: WebSocketServer): Promise<void> {
  hub.stopEntering()
  for (const connection of hub.connections()) connection.stopReading()
  const until = performance.now() + finishWithinMs
  while (isBusy(hub) && performance.now() < until) await pause(20)

  for (const connection of hub.connections()) connection.close(socket.closeCodes.goingAway, 'going away')
  const late = setTimeout(() => {
    for (const ws of server.clients) ws.terminate()
  }, closeWithinMs)
  const closed = once(server, 'close')
  server.close()
  await closed
  clearTimeout(late)
}

function isBusy(hub: Hub): boolean {
  for (const connection of hub.connections()) if (connection.underWay > 0) return true
  return false
}
