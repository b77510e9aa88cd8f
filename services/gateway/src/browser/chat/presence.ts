import type { ParleyClient } from '@parley/client'
import { byId, slot, within } from '../elements.ts'
import { setTime } from '../local-times.ts'

/** Whether the other person is there, in the head of the chat. Who is offline cannot know, and says nothing. */
export function keepPresence(client: ParleyClient, peerId: string | undefined): void {
  if (peerId === undefined) return
  client.on('state', ({ state }) => {
    const element = byId('presence', HTMLElement)
    if (element !== undefined && (state === 'offline' || state === 'http')) element.dataset.state = 'unknown'
  })
  client.on('presence', ({ user, online, lastSeenAt }) => {
    const element = byId('presence', HTMLElement)
    if (user !== peerId || element === undefined) return
    element.dataset.state = online ? 'online' : lastSeenAt === undefined ? 'unknown' : 'away'
    const place = slot(element, 'last-seen')
    const time = place && within(place, 'time', HTMLTimeElement)
    if (time !== undefined && lastSeenAt !== undefined) setTime(time, new Date(lastSeenAt).toISOString())
  })
}
