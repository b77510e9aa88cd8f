/** What was sent, and what was wrong. */
export interface Report {
  seed: number
  requests: number
  frames: number
  sockets: number
  busMessages: number
  canaries: number
  /** Answers by their status. */
  statuses: Map<number, number>
  /** Each in one sentence, the first hundred. */
  violations: string[]
}

const maxViolations = 100

export function newReport(seed: number): Report {
  const none = { requests: 0, frames: 0, sockets: 0, busMessages: 0, canaries: 0 }
  return { seed, ...none, statuses: new Map(), violations: [] }
}

export function complain(report: Report, sentence: string): void {
  if (report.violations.length < maxViolations) report.violations.push(sentence)
}

export function reportLines(report: Report): string[] {
  const { seed, requests, frames, sockets, busMessages, canaries, statuses, violations } = report
  const answers = [...statuses].toSorted(([one], [other]) => one - other)
  return [
    `${requests} requests, ${frames} frames on ${sockets} sockets, ${busMessages} messages on the bus`,
    `answers: ${answers.map(([status, count]) => `${count} × ${status || 'closed'}`).join(', ')}`,
    `${canaries} messages between two others arrived meanwhile`,
    ...violations.map((violation) => `WRONG: ${violation}`),
    `seed ${seed}: ${violations.length === 0 ? 'passed' : 'failed'}`,
  ]
}
