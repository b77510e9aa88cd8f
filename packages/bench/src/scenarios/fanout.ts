import { measure } from '../measure.ts'
import { signUp } from '../people/sign-up.ts'
import type { Scenario } from '../scenario.ts'
import { Meter } from '../statistics/meter.ts'
import { openChatLine } from '../traffic/chat-line.ts'
import { DeliveryCheck, wordsFor } from '../traffic/delivery-check.ts'
import { setTimeout as pause } from 'node:timers/promises'

/** What a gateway lets one person have. */
const devices = 50
const settleWithinMs = 10_000

/** Somebody with many devices: each message goes to all of them. */
export const fanout: Scenario = {
  name: 'fanout',
  summary: 'one person on 50 sockets: each message counts when the last of them has it',
  async run({ house, options }) {
    const [sender, receiver] = await signUp(house.urls, 2)
    if (!sender || !receiver) throw new Error('two people are needed')
    const meter = new Meter()
    const checks = Array.from({ length: devices }, () => new DeliveryCheck())
    const failures = new Set<string>()
    const underWay = new Map<number, { missing: number; sentAt: number }>()
    let isSending = true

    const failed = (reason: string) => void (failures.size < 10 && failures.add(reason))
    const nothing = () => undefined
    const line = await openChatLine(sender, receiver.username, {
      delivered: nothing,
      confirmed: nothing,
      failed,
    })
    const send = () => {
      if (!isSending) return
      const number = Math.max(...checks.map((check) => check.sending()))
      underWay.set(number, { missing: devices, sentAt: performance.now() })
      line.send(`${number} is what this message would say if anybody had written it for many.`)
    }
    const lines = await Promise.all(
      checks.map((check) =>
        openChatLine(receiver, sender.username, {
          delivered: (text) => {
            const number = Number.parseInt(text, 10)
            const message = underWay.get(number)
            if (!check.arrived(number) || !message) return
            message.missing -= 1
            if (message.missing > 0) return
            underWay.delete(number)
            meter.took(performance.now() - message.sentAt)
            send()
          },
          confirmed: nothing,
          failed,
        }),
      ),
    )
    for (let i = 0; i < options.window; i++) send()
    const { seconds } = options
    const measured = await measure({ processes: house.processes(), meter, seconds, unit: 'message' })
    isSending = false
    const last = performance.now() + settleWithinMs
    while (underWay.size > 0 && performance.now() < last) await pause(10)
    await Promise.all([line, ...lines].map((each) => each.close()))

    const faults = wordsFor(
      'deliveries',
      checks.map((check) => check.faults()),
    )
    return {
      figures: [
        { name: `messages to all ${devices} sockets`, value: measured.perSecond, unit: '/s' },
        { name: 'deliveries', value: measured.perSecond * devices, unit: '/s', isRate: true },
        { name: 'until the last has it, p50', value: measured.latency.p50, unit: 'ms' },
        { name: 'until the last has it, p99', value: measured.latency.p99, unit: 'ms' },
      ],
      measured: [measured],
      faults: [...faults, ...failures],
    }
  },
}
