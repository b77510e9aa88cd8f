import { html } from 'ghtml'
import { choice } from '../choice.ts'
import { field } from '../field.ts'
import { textArea } from '../text-area.ts'
import type { GroupErrors, GroupFields } from './model.ts'

export const historyChoices = [
  { value: 'joining', words: 'Only messages from then on' },
  { value: 'all', words: 'All messages, also earlier ones' },
] as const

export function nameField(value: string, error: string | undefined): string {
  return field({ name: 'name', label: 'Name', error, value, autocomplete: 'off', maxLength: 200 })
}

/** What a group is about, and what newcomers see of it. */
export function aboutFields({ about, history }: GroupFields, errors: GroupErrors): string {
  const words = textArea({
    name: 'about',
    label: 'About',
    hint: 'What the group is for, in up to 500 characters. It may stay empty.',
    error: errors.about,
    value: about,
    rows: 3,
    maxLength: 1_000,
  })
  const shown = choice({
    name: 'history',
    label: 'What newcomers can read',
    error: errors.history,
    options: historyChoices,
    chosen: history,
  })
  return html`!${words}!${shown}`
}
