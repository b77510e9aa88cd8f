import type { BrowserlessPerson } from '@parley/testing'
import type { WebSocket } from 'ws'
import { openSocket } from '../traffic/open-socket.ts'

const atOnce = 64
const hello = JSON.stringify({ type: 'hello', id: 1, version: 1 })

/** Opens sockets `from` … `to` - 1 on `/ws/`, greeted as a page is; each person has its part of them. */
export async function openIdle(
  people: readonly BrowserlessPerson[],
  { url, from, to }: { url: string; from: number; to: number },
): Promise<WebSocket[]> {
  return await openMany({ from, to }, async (i) => {
    const person = people[i % people.length]
    if (!person) throw new RangeError('there is nobody')
    const socket = await openSocket(`${url}/ws/`, person.cookie)
    await new Promise((resolve, reject) => {
      socket.once('message', resolve)
      socket.once('close', (code) => reject(new Error(`closed with ${code} instead of an answer to hello`)))
      socket.send(hello)
    })
    // An idle client is as small as it can be.
    socket.removeAllListeners('close')
    return socket
  })
}

/** Opens sockets some at a time. */
export async function openMany(
  { from, to }: { from: number; to: number },
  open: (i: number) => Promise<WebSocket>,
): Promise<WebSocket[]> {
  const sockets: WebSocket[] = []
  let next = from
  const workers = Array.from({ length: atOnce }, async () => {
    for (let i = next++; i < to; i = next++) sockets.push(await open(i))
  })
  await Promise.all(workers)
  return sockets
}
