import type { BrowserlessPerson } from '@parley/testing'
import type { RawData } from 'ws'
import type { Line, LineListener } from './line.ts'
import { closeSocket, openSocket } from './open-socket.ts'

interface ChatFrame {
  sender?: string
  content?: string
  error?: { code: string }
}

/** `/ws/chat/<peer>/` as the simple surface has it. Own messages come back once they are stored. */
export async function openChatLine(
  person: BrowserlessPerson,
  peer: string,
  listener: LineListener,
): Promise<Line> {
  const socket = await openSocket(`${person.url}/ws/chat/${peer}/`, person.cookie)
  let isClosing = false
  socket.on('message', (data: RawData) => {
    const frame = JSON.parse(data.toString('utf8')) as ChatFrame
    if (frame.content === undefined) listener.failed(`refused: ${frame.error?.code}`)
    else if (frame.sender === person.username) listener.confirmed(frame.content)
    else listener.delivered(frame.content)
  })
  socket.on('close', (code) => {
    if (!isClosing) listener.failed(`closed with ${code}`)
  })
  return {
    confirms: true,
    send: (text) => socket.send(JSON.stringify({ message: text })),
    close: async () => {
      isClosing = true
      await closeSocket(socket)
    },
  }
}
