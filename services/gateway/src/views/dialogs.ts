import { html } from 'ghtml'
import { formattingHelp } from './formatting-help.ts'
import { icon } from './icon.ts'
import { keys as keysHtml } from './keys.ts'
import type { RenderContext } from './model.ts'

const shortcuts: readonly [keys: readonly string[], words: string][] = [
  [['Ctrl', 'K'], 'Go to a person or conversation'],
  [['Enter'], 'Send'],
  [['Shift', 'Enter'], 'New line'],
  [['Ctrl', 'B'], 'Bold'],
  [['Ctrl', 'I'], 'Italic'],
  [['Ctrl', 'Shift', 'X'], 'Strike through'],
  [['Ctrl', 'E'], 'Code'],
  [['↑', '↓'], 'Move through messages or a list'],
  [['R'], 'Reply to the message you are on'],
  [['F'], 'Forward it'],
  [['E'], 'Edit it'],
  [['+'], 'React to it'],
  [['C'], 'Copy its text'],
  [['L'], 'Copy a link to it'],
  [['P'], 'Pin or unpin it'],
  [['S'], 'Save it for yourself'],
  [['Del'], 'Delete it'],
  [['Ctrl', 'Z'], 'Undo deleting'],
  [['M'], 'All that one can do with it, or with a conversation'],
  [['Esc'], 'Close what is open'],
  [['?'], 'Show these shortcuts'],
]

/** What opens over every page of someone who is logged in. */
export function dialogs(context: RenderContext): string {
  return shortcutsDialog(context) + formattingDialog(context) + switcherDialog(context) + endedDialog(context)
}

function shortcutsDialog(context: RenderContext): string {
  const rows = shortcuts.map(
    ([keys, words]) => html`<div class="shortcut"><dt>${words}</dt><dd>!${keysHtml(keys)}</dd></div>`,
  )
  return html`<dialog id="shortcuts" class="dialog" aria-labelledby="shortcuts-title"><div class="dialog-head"><h2 id="shortcuts-title">Keyboard shortcuts</h2>!${closeButton(context)}</div><dl class="shortcut-list">!${rows.join('')}</dl><p class="dialog-foot"><button class="button" data-variant="quiet" type="button" data-open="formatting">How to format a message</button></p></dialog>`
}

function formattingDialog(context: RenderContext): string {
  return html`<dialog id="formatting" class="dialog" aria-labelledby="formatting-title"><div class="dialog-head"><h2 id="formatting-title">Formatting</h2>!${closeButton(context)}</div>!${formattingHelp}</dialog>`
}

function switcherDialog(context: RenderContext): string {
  return html`<dialog id="switcher" class="dialog dialog-switcher" aria-label="Go to a person or conversation"><form class="switcher-form" action="/people/" method="get" role="search"><span class="switcher-icon">!${icon(context, 'search')}</span><input id="switcher-input" name="q" type="text" role="combobox" aria-label="Name" aria-expanded="true" aria-controls="switcher-results" aria-autocomplete="list" autocomplete="off" autocapitalize="none" spellcheck="false" placeholder="Go to a person or conversation" hx-get="/people/?for=switcher" hx-trigger="input delay:120ms, parley:open" hx-target="#switcher-results" hx-swap="innerHTML">!${closeButton(context)}</form><div id="switcher-results" class="switcher-results" role="listbox" aria-label="People"></div></dialog>`
}

function endedDialog(context: RenderContext): string {
  return html`<dialog id="session-ended" class="dialog" aria-labelledby="session-ended-title"><div class="dialog-body"><span class="dialog-icon">!${icon(context, 'lock')}</span><h2 id="session-ended-title">You are logged out</h2><p>Your session has ended. Log in again to go on where you were.</p><p class="dialog-actions"><a class="button" data-variant="primary" data-login href="/login">Log in</a></p></div></dialog>`
}

function closeButton(context: RenderContext): string {
  return html`<button type="button" class="icon-button" data-close aria-label="Close">!${icon(context, 'x')}</button>`
}
