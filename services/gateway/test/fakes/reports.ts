import { messages, ParleyError, type Report } from '@parley/contracts'
import type { FakeAnswers } from './answers.ts'

interface Log {
  /** A message as somebody sees it. @throws ParleyError NOT_FOUND */
  message(conversation: string, user: string, n: number): { by: string; at: number; text?: string }
  remove(conversation: string, n: number): Promise<unknown>
}

/** What people have reported, in memory; of what was around a message, the message alone. */
export class FakeReports {
  readonly all: Report[] = []

  constructor(answers: FakeAnswers, log: Log) {
    const add = (report: Omit<Report, 'id' | 'at'>) => {
      const at = Date.now() + this.all.length
      this.all.push({ id: `fake${String(this.all.length).padStart(18, '0')}`, at, ...report })
      return {}
    }
    answers.answer(messages.reportMessage, ({ conversation, n, reason, words }, actor) => {
      const { by: user, at, text } = log.message(conversation, actor, n)
      if (user === actor) throw new ParleyError('INVALID', undefined, { field: 'n' })
      if (text === undefined) throw new ParleyError('CONFLICT', 'This message was deleted.')
      const message = { conversation, n, context: [{ n, by: user, at, text }] }
      return add({ by: actor, user, reason, words, message })
    })
    answers.answer(messages.reportPerson, ({ user, reason, words }, actor) => {
      if (words === 'too often') throw new ParleyError('RATE_LIMITED', 'You can report 20 times a day.')
      return add({ by: actor, user, reason, words })
    })
    answers.answer(messages.reports, ({ done, beforeAt = Infinity, limit = 50 }) => {
      const found = this.all.filter((one) => (one.settled !== undefined) === done && one.at < beforeAt)
      const page = found.toReversed().slice(0, limit)
      return {
        reports: page.map(({ message, ...report }) => ({
          ...report,
          ...(message
            ? { message: { ...message, text: message.context[0]?.text ?? '', context: undefined } }
            : {}),
        })),
        more: found.length > limit,
      }
    })
    answers.answer(messages.report, ({ id }) => this.#of(id))
    answers.answer(messages.removeReported, async ({ id }) => {
      const { message } = this.#of(id)
      if (message) await log.remove(message.conversation, message.n)
      return {}
    })
    answers.answer(messages.settleReport, ({ id, by, actions, note }) => {
      const report = this.#of(id)
      if (report.settled) throw new ParleyError('CONFLICT', 'Somebody has settled this report already.')
      report.settled = { by, at: Date.now(), actions, note }
      return report
    })
  }

  #of(id: string): Report {
    const found = this.all.find((one) => one.id === id)
    if (!found) throw new ParleyError('NOT_FOUND')
    return found
  }
}
