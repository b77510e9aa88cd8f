import type { BrowserlessPerson } from '@parley/testing'
import { openSocket, closeSocket } from '../traffic/open-socket.ts'

const maxUnderWay = 64

/** Sends so many messages to somebody over the simple surface; resolves when all are stored. */
export async function writeMessages(from: BrowserlessPerson, to: string, count: number): Promise<void> {
  const socket = await openSocket(`${from.url}/ws/chat/${to}/`, from.cookie)
  await new Promise<void>((resolve, reject) => {
    let sent = 0
    let stored = 0
    const sendSome = () => {
      for (; sent < count && sent - stored < maxUnderWay; sent++) {
        socket.send(
          JSON.stringify({
            message: `Message ${sent + 1} of ${count}, written before anything was measured.`,
          }),
        )
      }
    }
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as { sender?: string; error?: { code: string } }
      if (frame.error) return reject(new Error(`a message was refused: ${frame.error.code}`))
      if (frame.sender === from.username) stored += 1
      if (stored === count) resolve()
      else sendSome()
    })
    socket.on('close', (code) => reject(new Error(`closed with ${code} while messages were written`)))
    sendSome()
  })
  await closeSocket(socket)
}
