import { checkOf, type Entry, LiveEvent, type Unread } from '@parley/contracts'
import { Compile } from 'typebox/compile'
import type { AroundUnread } from '../rendering/unread-body.ts'

/** What a room passes on to each of its connections; frames for `/ws/` are made once for all of them. */
export type LiveDelivery =
  | { type: 'entry'; entry: Entry; frame: (render: boolean) => Buffer }
  | { type: 'head'; conversation: string; seq: number; frame: Buffer }
  | { type: 'receipt'; frame: Buffer }
  | { type: 'typing'; frame: Buffer }
  | { type: 'arranged'; frame: Buffer }
  | { type: 'left'; conversation: string; frame: Buffer }
  | { type: 'unread'; unread: Unread; around: AroundUnread; frame: Buffer }

const check = checkOf(Compile(LiveEvent))

/** What was published for one person; kinds that this version does not know are left out. */
export function liveEvents(payload: unknown): LiveEvent[] {
  if (!Array.isArray(payload)) return []
  return payload.flatMap((event: unknown) => {
    try {
      return [check(event) as LiveEvent]
    } catch {
      return []
    }
  })
}
