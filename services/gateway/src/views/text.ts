import { html } from 'ghtml'
import { LinkifyIt } from 'linkify-it'
import { mayBeFormatted } from './formatting/may-be-formatted.ts'
import type { Parse } from './formatting/piece.ts'
import { linkHtml, piecesHtml } from './formatting/pieces-html.ts'
import { mentionSpans } from './mention-spans.ts'

/**
 * Text of people as HTML: escaped, with what `parse` finds in marks set as it is meant, with web and mail addresses as
 * links, and with the names marked of those who are `mentioned`. Line breaks stay line breaks (the style sheet keeps
 * them). The only place where text becomes more than text, shared with the browser.
 */
export function messageHtml(text: string, parse: Parse, mentioned: ReadonlySet<string> = nobody): string {
  return partsHtml(text, parse, (words) => mentionsHtml(words, mentioned))
}

/** The names that a text calls where they would be marked, in lower case: not in code, links and addresses. Each once. */
export function namesIn(text: string, parse: Parse): string[] {
  const names = new Set<string>()
  partsHtml(text, parse, (words) => {
    for (const { name } of mentionSpans(words)) names.add(name)
    return ''
  })
  return [...names]
}

const nobody: ReadonlySet<string> = new Set()

/** `wordsHtml` is asked for what is neither code nor an address, nor within a link. */
function partsHtml(text: string, parse: Parse, wordsHtml: (words: string) => string): string {
  const textHtml = (words: string) => addressesHtml(words, wordsHtml)
  return mayBeFormatted(text) ? piecesHtml(parse(text), textHtml) : textHtml(text)
}

function addressesHtml(text: string, wordsHtml: (words: string) => string): string {
  let out = ''
  let end = 0
  for (const link of linkify.match(text) ?? []) {
    out += wordsHtml(text.slice(end, link.index))
    out += addressHtml(text.slice(link.index, link.lastIndex), secureUrl(link.schema, link.url))
    end = link.lastIndex
  }
  return out + wordsHtml(text.slice(end))
}

function mentionsHtml(text: string, mentioned: ReadonlySet<string>): string {
  if (mentioned.size === 0) return html`${text}`
  let out = ''
  let end = 0
  for (const span of mentionSpans(text)) {
    if (!mentioned.has(span.name)) continue
    out += html`${text.slice(end, span.start)}<span class="mention">${text.slice(span.start, span.end)}</span>`
    end = span.end
  }
  return out + html`${text.slice(end)}`
}

/** How many emoji a text consists of, where it is nothing but one to three of them; otherwise ''. */
export function emojiOnly(text: string): '' | '1' | '2' | '3' {
  const trimmed = text.trim()
  if (trimmed.length > 80 || !fewEmoji.test(trimmed)) return ''
  const count = trimmed.match(oneEmoji)?.length
  return count === 1 ? '1' : count === 2 ? '2' : count === 3 ? '3' : ''
}

const fewEmoji = /^(?:\p{RGI_Emoji}\s*){1,3}$/v
const oneEmoji = /\p{RGI_Emoji}/gv

// Endings of two letters are also those of file names (main.rs, build.sh), so a bare name needs one of these.
const linkify = new LinkifyIt({
  fuzzyLink: true,
  fuzzyEmail: true,
  tlds: ['com', 'org', 'net', 'edu', 'gov', 'info', 'app', 'dev'],
  maxLength: 2000,
})
linkify.add('ftp:', null).add('//', null)

const allowed = new Set(['http:', 'https:', 'mailto:'])

function secureUrl(schema: string, url: string): string {
  return schema === '' ? url.replace(/^http:/, 'https:') : url
}

function addressHtml(text: string, url: string): string {
  // A second lock on the door: whatever the library learns to recognise one day, nothing else becomes a link.
  if (!URL.canParse(url) || !allowed.has(new URL(url).protocol)) return html`${text}`
  return linkHtml(url, html`${text}`)
}
