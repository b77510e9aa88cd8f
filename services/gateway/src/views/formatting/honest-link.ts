/**
 * The address that `[words](address)` may lead to, or undefined: then it stays as it was written, and one sees where
 * it goes. Words that name a place must name the very place that the link leads to.
 */
export function honestLink(words: string, address: string): string | undefined {
  if (words.trim() === '' || address.length > longest || !allowed.test(address)) return undefined
  const url = parsed(address)
  if (url === undefined || url.username !== '' || url.password !== '') return undefined
  const shown = unmarked(words.replaceAll(ofEmoji, ''))
  // What reorders or hides characters can make any words look like an address.
  if (/\p{Default_Ignorable_Code_Point}/u.test(shown)) return undefined
  if (namesAddress.test(shown)) return isSame(shown.trim(), url) ? address : undefined
  const hosts = [...shown.matchAll(dottedName)].flatMap(([name]) => hostOf(name))
  return hosts.every((host) => host === withoutWww(unmarked(url.hostname))) ? address : undefined
}

const longest = 2000
const allowed = /^(?:https?:\/\/|mailto:)[^\s\p{Cc}\p{Default_Ignorable_Code_Point}]+$/iu

/** Joiners and selectors, which hold emoji together and show nothing themselves. */
const ofEmoji = /\u200c|\u200d|\ufe0f/gu

/** With a scheme, or of a mailbox. */
const namesAddress = /:\/\/|\b(?:https?|mailto):|[\p{L}\p{N}]@/iu

/** Names with dots, whichever dot: browsers take all of these for one. */
const dottedName = /[\p{L}\p{N}\p{M}_-]+(?:[.\u3002\uff0e\uff61\u2024][\p{L}\p{N}\p{M}_-]+)+/gu

/** Endings of files that are not endings of hosts. */
const ofFiles = /\.(?:js|ts|json|txt|pdf|html|css|ya?ml|png|jpe?g|csv|xml|docx?|xlsx?)$/i

/** Nothing where it is not a host: a number, a version, a file. */
function hostOf(name: string): string[] {
  const dotted = name.replaceAll(/[\u3002\uff0e\uff61\u2024]/gu, '.')
  const isHost = /\.[\p{L}\p{M}]{2,}$|\.xn--[\w-]+$|^\d+(?:\.\d+){3}$/iu.test(dotted) && !ofFiles.test(dotted)
  if (!isHost) return []
  return [withoutWww(parsed(`http://${dotted}`)?.hostname ?? dotted)]
}

/** Marks within the words, as in `**bank**.example`, are not seen. */
function unmarked(text: string): string {
  return text.replaceAll(/[*_~`]/g, '')
}

function withoutWww(host: string): string {
  return host.replace(/^www\./, '')
}

function isSame(words: string, url: URL): boolean {
  const href = unmarked(url.href)
  return parsed(words)?.href === href || `mailto:${words}` === href
}

function parsed(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined
}
