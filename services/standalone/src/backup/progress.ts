import type { Tell } from './copy-lines.ts'

const everyMs = 2_000

/** Says now and then how far it has come. */
export function progress(say: (line: string) => void): Tell {
  let saidAt = performance.now()
  return (counts) => {
    if (performance.now() - saidAt < everyMs) return
    saidAt = performance.now()
    say(sum(counts))
  }
}

export function sum({ people, conversations, entries }: Parameters<Tell>[0]): string {
  const number = (value: number, one: string, many: string) =>
    `${value.toLocaleString('en')} ${value === 1 ? one : many}`
  return [
    number(people, 'person', 'people'),
    number(conversations, 'conversation', 'conversations'),
    number(entries, 'entry', 'entries'),
  ].join(', ')
}
