import type { RawData } from 'ws'
import type { Line, LineListener } from './line.ts'
import { closeSocket, openSocket } from './open-socket.ts'

/** One end of a pair at the bare relay: frames like those of a chat, which the relay does not look at. */
export async function openRelayLine(url: string, pair: number, listener: LineListener): Promise<Line> {
  const socket = await openSocket(`${url}/${pair}`)
  socket.on('message', (data: RawData) => {
    const { message } = JSON.parse(data.toString('utf8')) as { message: string }
    listener.delivered(message)
  })
  return {
    confirms: false,
    send: (text) => socket.send(JSON.stringify({ message: text })),
    close: () => closeSocket(socket),
  }
}
