import type { ReportView } from '../../src/views/model.ts'
import { reportDetailPage, reportListPage, reportPage } from '../../src/views/index.ts'
import { type chrome, now, people } from './demo.ts'

const earlier = '2026-11-23T12:05:00.000Z'
const long = 'A long sentence without an end, as people write it when they are cross. '.repeat(12)

/** Pages about what people report, by name. */
export function reportStates(inside: ReturnType<typeof chrome>): Record<string, string> {
  const form = {
    to: people.rosa,
    peer: people.rosa,
    backUrl: '/',
    clientId: 'demo',
    words: '',
    errors: {},
    isDone: false,
  }
  const message = { n: 7, text: 'What was written here was not so nice.\nAnd it goes on.' }
  const list = { isDone: false, isOlderPage: false, olderUrl: null, reports: [] }
  const line = {
    id: 'demo',
    by: people.emoji,
    user: people.rosa,
    at: earlier,
    reason: 'harassment' as const,
    words: '',
  }
  const settled = {
    by: people.chinese,
    at: now,
    actions: ['deleted' as const, 'closed' as const],
    note: 'Was warned twice before.',
  }
  const report: ReportView = {
    ...line,
    words: 'It is not the first time.\nPlease look at it.',
    hasMessage: true,
    canClose: true,
    note: '',
    messages: [
      { n: 5, author: people.emoji, at: earlier, text: 'Good morning!', edited: false, isReported: false },
      { n: 6, author: people.rosa, at: earlier, edited: false, isReported: false },
      { n: 7, author: people.rosa, at: earlier, text: message.text, edited: true, isReported: true },
      { n: 8, author: people.emoji, at: now, text: long, edited: false, isReported: false },
    ],
  }
  return {
    'report-message': reportPage(inside, { ...form, message }),
    'report-person': reportPage(inside, { ...form, peer: people.unbroken }),
    'report-refused': reportPage(inside, {
      ...form,
      message: { n: 7, text: long },
      words: long,
      errors: { words: 'This may have up to 1,000 characters.' },
    }),
    'report-sent': reportPage(inside, { ...form, isDone: true }),
    'admin-reports': reportListPage(inside, {
      ...list,
      olderUrl: '/',
      isOlderPage: true,
      reports: [
        { ...line, text: message.text },
        { ...line, id: 'two', user: people.unbroken, text: long },
        { ...line, id: 'three', by: people.unbroken, words: long },
        { ...line, id: 'four', user: people.arabic, reason: 'spam' },
      ],
    }),
    'admin-reports-none': reportListPage(inside, list),
    'admin-reports-done': reportListPage(inside, {
      ...list,
      isDone: true,
      reports: [
        { ...line, text: message.text, settled },
        { ...line, id: 'two', words: long, settled: { ...settled, actions: [], note: '' } },
      ],
    }),
    'admin-report': reportDetailPage(inside, report),
    'admin-report-done': reportDetailPage(inside, { ...report, settled }),
    'admin-report-person': reportDetailPage(inside, {
      ...report,
      user: people.unbroken,
      hasMessage: false,
      messages: [],
      problem: 'Somebody has settled this report already.',
    }),
  }
}
