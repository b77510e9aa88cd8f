import { html } from 'ghtml'
import { parse } from './formatting/parse.ts'
import { keys } from './keys.ts'
import { messageHtml } from './text.ts'

const examples: readonly [written: string, keys?: readonly string[]][] = [
  ['**bold**', ['Ctrl', 'B']],
  ['_italic_ or *italic*', ['Ctrl', 'I']],
  ['~~struck out~~', ['Ctrl', 'Shift', 'X']],
  ['`code`', ['Ctrl', 'E']],
  ['[words](https://example.org)'],
  ['> a quote'],
  ['- one\n- two'],
  ['1. first\n2. second'],
  ['```\nsome code\n```'],
]

/** What one can write, and what becomes of it: made by what makes it of every message. */
export const formattingHelp = html`<dl class="formatting-list">!${examples.map(row).join('')}</dl>`

function row([written, names]: (typeof examples)[number]): string {
  const pressed = names === undefined ? '' : html`<dd class="formatting-keys">!${keys(names)}</dd>`
  return html`<div class="formatting-row"><dt>${written}</dt><dd class="text">!${messageHtml(written, parse)}</dd>!${pressed}</div>`
}
