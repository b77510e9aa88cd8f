import { cut } from '@parley/contracts'
import bowser from 'bowser'

const maxUnits = 500
const maxCharacters = 60
/** What people call these by, rather than by their system. */
const models = new Set(['iPhone', 'iPad', 'iPod'])

/**
 * What somebody uses, in words, by what it says of itself: `Firefox on Linux`, `Safari on iPhone`; of what is no browser
 * that is known the first word (`curl/8.5.0`). Empty where nothing is said. It proves nothing: anybody can say anything.
 */
export function deviceOf(userAgent = ''): string {
  const said = userAgent
    .slice(0, maxUnits)
    .replaceAll(/\p{Cc}/gu, '')
    .trim()
  if (said === '') return ''
  const { browser, os, platform } = bowser.parse(said)
  const { model = '' } = platform
  const system = models.has(model) ? model : os.name
  if (!browser.name || !system) return cut(said.split(' ')[0] ?? '', maxCharacters)
  return cut(`${browser.name.replace(' for Android', '')} on ${system}`, maxCharacters)
}
