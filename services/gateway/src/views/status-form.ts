import { html } from 'ghtml'
import { choice } from './choice.ts'
import { csrfField } from './csrf-field.ts'
import { field } from './field.ts'
import type { Chrome, SettingsView } from './model.ts'
import { moment } from './moment.ts'

/** How long a status is shown. */
export const statusEnds = [
  { value: 'never', words: 'Until I change it' },
  { value: '30m', words: 'For 30 minutes' },
  { value: '1h', words: 'For an hour' },
  { value: 'today', words: 'For the rest of today' },
  { value: '1w', words: 'For a week' },
] as const

/** What one says of oneself, and until when. */
export function statusForm(chrome: Chrome, { says, statusEnd, hasStatus, errors }: SettingsView): string {
  const emoji = field({
    name: 'emoji',
    label: 'Emoji',
    error: errors.emoji,
    value: says.emoji,
    autocomplete: 'off',
    maxLength: 40,
    isOptional: true,
  })
  const text = field({
    name: 'status',
    label: 'Status',
    error: errors.status,
    value: says.text,
    autocomplete: 'off',
    maxLength: 160,
    isOptional: true,
  })
  const until = choice({
    name: 'until',
    label: 'Shown',
    error: errors.until,
    options: statusEnds,
    chosen: statusEnd,
  })
  const clear = hasStatus
    ? '<button class="button" data-variant="quiet" type="submit" name="clear" value="true">Clear status</button>'
    : ''
  return html`<form class="settings-form" method="post" action="/settings/status/" novalidate>!${csrfField(chrome)}<input type="hidden" name="time_zone" value=""><p class="settings-words">What others see beside your name: an emoji, up to 80 characters, or both.!${end(chrome, says.until)}</p><div class="status-fields">!${emoji}!${text}!${until}</div><div class="status-actions"><button class="button" data-variant="primary" type="submit">Save status</button>!${clear}</div></form>`
}

function end(chrome: Chrome, until: string | undefined): string {
  return until === undefined
    ? ''
    : html` Ends: !${moment(chrome, until, 'day')}, !${moment(chrome, until, 'clock')}.`
}
