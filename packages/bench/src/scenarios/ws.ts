import type { Scenario } from '../scenario.ts'
import { openClientLine, type SideTraffic } from '../traffic/client-line.ts'
import { runPairs } from './chat.ts'

/** The same over `/ws/`, with everything that an open chat brings with it. */
export const ws: Scenario = {
  name: 'ws',
  summary:
    'the same over /ws/: sends answered, deliveries and reads acknowledged, receipts and notifications on',
  async run(work) {
    const traffic: SideTraffic = { receipts: 0, notifications: 0, reads: 0 }
    const outcome = await runPairs(
      work,
      (person, peer) => (listener) => openClientLine(person, peer.username, listener, traffic),
    )
    const { receipts, notifications, reads } = traffic
    const notes = [
      `beside the messages: ${reads} reads, ${receipts} receipts, ${notifications} notifications`,
    ]
    return { ...outcome, notes }
  },
}
