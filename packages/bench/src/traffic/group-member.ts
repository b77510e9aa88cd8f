import type { BrowserlessPerson } from '@parley/testing'
import type { WebSocket } from 'ws'
import { DeliveryCheck } from './delivery-check.ts'
import { closeSocket, openSocket } from './open-socket.ts'

const hello = JSON.stringify({ type: 'hello', id: 1, version: 1 })
const entry = Buffer.from('{"type":"entry"')
const numbered = /"text":"(\d+) /

/** One member of a large group, who reads as little of a frame as tells which message it has. */
export class GroupMember {
  check = new DeliveryCheck()
  readonly #socket: WebSocket
  #arrived: (number: number) => void = () => undefined

  private constructor(socket: WebSocket) {
    this.#socket = socket
  }

  static async open(person: BrowserlessPerson): Promise<GroupMember> {
    const socket = await openSocket(`${person.url}/ws/`, person.cookie)
    const member = new GroupMember(socket)
    await new Promise((resolve, reject) => {
      socket.once('message', resolve)
      socket.once('close', (code) => reject(new Error(`closed with ${code} instead of an answer to hello`)))
      socket.send(hello)
    })
    socket.removeAllListeners('close')
    socket.on('message', (data: Buffer) => {
      if (data.compare(entry, 0, entry.length, 0, entry.length) !== 0) return
      const number = Number(numbered.exec(data.toString('latin1'))?.[1])
      if (Number.isInteger(number) && member.check.arrived(number)) member.#arrived(number)
    })
    return member
  }

  /** Messages are numbered anew. @param arrived is told the number of each that has come for the first time */
  begin(arrived: (number: number) => void): void {
    this.check = new DeliveryCheck()
    this.#arrived = arrived
  }

  async close(): Promise<void> {
    await closeSocket(this.#socket)
  }
}
