import type { ReportAction, ReportReason } from '@parley/contracts'

/** What one may report for, in the order in which it is offered. */
export const reasonWords: readonly { value: ReportReason; words: string }[] = [
  { value: 'spam', words: 'It is advertising or spam' },
  { value: 'harassment', words: 'It insults or harasses somebody' },
  { value: 'threat', words: 'It threatens somebody, or somebody may be in danger' },
  { value: 'content', words: 'It shows or asks for what is not allowed' },
  { value: 'impersonation', words: 'Somebody pretends to be another person' },
  { value: 'other', words: 'Something else' },
]

export function reasonSentence(reason: ReportReason): string {
  return reasonWords.find(({ value }) => value === reason)?.words ?? 'Something else'
}

/** What was done about a report, as one line. */
export function actionsSentence(actions: readonly ReportAction[]): string {
  const done = actions.map((action) =>
    action === 'deleted' ? 'The message was deleted' : 'the account was closed',
  )
  if (done.length === 0) return 'Dismissed'
  const line = done.join(', and ')
  return line.charAt(0).toUpperCase() + line.slice(1)
}
