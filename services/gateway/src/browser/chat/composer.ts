import { OutboxFullError, type ParleyClient } from '@parley/client'
import { ParleyError } from '@parley/contracts/parley-error'
import { isBlank } from '@parley/contracts/sound-text'
import { chatUrl } from '../../views/chat-address.ts'
import type { AccountStore } from '../account-store.ts'
import { announce } from '../announcer.ts'
import { byId } from '../elements.ts'
import { fetchFormatting } from '../formatting.ts'
import type { ChatPage } from '../page.ts'
import { charactersLeft, isTooLong } from './characters-left.ts'
import { type About, onCancel, showAbout } from './compose-about.ts'
import { composerKey } from './composer-key.ts'
import { handleMarks } from './composer-marks.ts'

export interface ComposerParts {
  client: ParleyClient
  chat: ChatPage
  drafts: AccountStore
  /** The seq up to which the conversation was seen. */
  seen: () => number
  toLastMessage: () => void
}

const mostRows = 8
const isWide = '(min-width: 60rem) and (hover: hover)'

/** What others may ask of the composer. */
export interface Composer {
  /** Takes a message of one's own to be edited; what was being written comes back afterwards. */
  edit: (message: { n: number; text: string }) => void
  /** Makes what is written a reply to a message. */
  reply: (message: { n: number; author: string }) => void
  /** A message is gone, and with it what there was to edit. */
  deleted: (n: number) => void
}

/** Where one writes and edits: sends without leaving the page, and keeps what is not sent. */
export function handleComposer({
  client,
  chat,
  drafts,
  seen,
  toLastMessage,
}: ComposerParts): Composer | undefined {
  const form = byId('composer', HTMLFormElement)
  const text = byId('composer-text', HTMLTextAreaElement)
  if (form === undefined || text === undefined) return undefined
  let about: About | undefined

  const tellTyping = (active: boolean) => client.tellTyping(chat.conversation, active)
  const changed = () => {
    if (about?.kind !== 'edit') drafts.set(chat.conversation, text.value)
    say('composer-count', charactersLeft(text.value))
    byId('composer-count', HTMLElement)?.toggleAttribute('data-over', isTooLong(text.value))
    grow(text)
  }
  const setAbout = (next: About | undefined, value: string) => {
    about = next
    text.value = value
    showAbout(next)
    say('composer-problem', '')
    changed()
  }
  const focusEnd = () => {
    text.focus({ preventScroll: true })
    text.setSelectionRange(text.value.length, text.value.length)
  }
  /** What was written beside an edit comes back; what was to be a reply stays as a message. */
  const stop = () => setAbout(undefined, about?.kind === 'edit' ? drafts.get(chat.conversation) : text.value)
  const edit = (message: { n: number; text: string }, value = message.text) => {
    setAbout({ kind: 'edit', ...message }, value)
    focusEnd()
  }
  const reply = (message: { n: number; author: string }) => {
    if (about?.kind === 'edit') stop()
    setAbout({ kind: 'reply', ...message }, text.value)
    focusEnd()
  }
  const save = async (message: { n: number; text: string }) => {
    const written = text.value
    if (isBlank(written)) return say('composer-problem', 'Write something, or delete the message.')
    stop()
    if (written === message.text) return
    try {
      await client.edit(chat.conversation, message.n, written)
      announce('Your change is saved.')
    } catch (error) {
      edit(message, written)
      say('composer-problem', wordsFor(error))
    }
  }
  const send = async () => {
    if (about?.kind === 'edit') return await save(about)
    const written = text.value
    if (isBlank(written)) return
    const re = about?.n
    setAbout(undefined, '')
    tellTyping(false)
    say('composer-problem', '')
    try {
      const target = { conversation: chat.conversation, ...('username' in chat.to ? chat.to : {}) }
      await client.send(target, written, seen(), re)
      // On a page of older messages there is no place for it.
      if (!chat.isNewest) location.assign(chatUrl(chat.to))
    } catch (error) {
      // What was typed since stays, after it.
      text.value = written + text.value
      say('composer-problem', wordsFor(error))
    }
    changed()
  }

  if (text.value === '') text.value = drafts.get(chat.conversation)
  changed()
  text.addEventListener('input', () => {
    changed()
    if (about?.kind !== 'edit') tellTyping(!isBlank(text.value))
    fetchFormatting(text.value).catch(() => {})
  })
  handleMarks(text)
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && about !== undefined && !event.isComposing) {
      event.preventDefault()
      return stop()
    }
    const meaning = composerKey(event, text.value === '')
    if (meaning === undefined) return
    event.preventDefault()
    if (meaning === 'send') form.requestSubmit()
    else toLastMessage()
  })
  // What is only white space is simply not sent: no bubble of the browser's in its own words.
  form.noValidate = true
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    text.focus({ preventScroll: true })
    send().catch((error: unknown) => reportError(error))
  })
  onCancel(() => {
    stop()
    text.focus({ preventScroll: true })
  })
  if (matchMedia(isWide).matches && document.activeElement === document.body) {
    text.focus({ preventScroll: true })
    text.setSelectionRange(text.value.length, text.value.length)
  }
  return {
    edit,
    reply,
    deleted(n) {
      if (about?.kind !== 'edit' || about.n !== n) return
      stop()
      say('composer-problem', 'The message that you were editing was deleted.')
    },
  }
}

function wordsFor(error: unknown): string {
  const isKnown = error instanceof ParleyError || error instanceof OutboxFullError
  return isKnown ? error.message : 'This could not be kept for sending. Please try again.'
}

function say(id: string, words: string): void {
  const element = byId(id, HTMLElement)
  if (element !== undefined && element.textContent !== words) element.textContent = words
}

/** Browsers that know `field-sizing` grow it by the style sheet. */
function grow(text: HTMLTextAreaElement): void {
  if (CSS.supports('field-sizing', 'content')) return
  text.rows = 1
  while (text.rows < mostRows && text.scrollHeight > text.clientHeight) text.rows += 1
}
