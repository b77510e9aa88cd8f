import type { IconName } from '../icons/list.ts'
import type { ErrorStatus, ErrorView } from './model.ts'

export interface ErrorWords {
  icon: IconName
  heading: string
  sentence: string
}

/** What a failure is called and what it means, for the person who met it. */
export function wordsFor(view: ErrorView): ErrorWords {
  const words = table[view.status]
  const sentence = view.detail ?? words.sentence
  const heading = view.heading ?? words.heading
  return { ...words, heading, sentence: sentence + waiting(view.retryAfterSeconds) }
}

const table: Record<ErrorStatus, ErrorWords> = {
  403: {
    icon: 'lock',
    heading: 'This was not allowed',
    sentence: 'The page may have been open for too long. Go back, reload it and try again.',
  },
  404: {
    icon: 'compass',
    heading: 'Page not found',
    sentence: 'There is no such page, or no such person. Check the address for typing mistakes.',
  },
  413: {
    icon: 'file-warning',
    heading: 'That is too long',
    sentence: 'A message may have up to 5,000 characters. Send it in parts.',
  },
  422: {
    icon: 'circle-alert',
    heading: 'That cannot be done',
    sentence: 'Part of what you sent could not be used. Go back, check it and send it again.',
  },
  429: {
    icon: 'hourglass',
    heading: 'That was a little fast',
    sentence: 'Nothing is lost. Wait a moment and try again.',
  },
  500: {
    icon: 'triangle-alert',
    heading: 'Something went wrong',
    sentence: 'The fault is ours, and it has been noted. Trying again may help.',
  },
  503: {
    icon: 'cloud-off',
    heading: 'Not available right now',
    sentence: 'A part of the system is away. It comes back by itself; what you have sent is safe.',
  },
}

function waiting(seconds: number | undefined): string {
  if (seconds === undefined || seconds <= 0) return ''
  if (seconds < 90) return ` You can go on in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`
  return ` You can go on in ${Math.ceil(seconds / 60)} minutes.`
}
