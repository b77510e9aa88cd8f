import { markPath } from '../views/mark.ts'

// These stand alone in tabs and on home screens, where the style sheet and its tokens do not reach.
const accent = '#0e6680'
const unread = '#f5a524'

/** The mark on a tile; with a dot where something is unread. */
export function favicon(hasUnread: boolean): string {
  const dot = hasUnread
    ? `<circle cx="24.5" cy="7.5" r="6.5" fill="${unread}" stroke="#fff" stroke-width="1.5"/>`
    : ''
  return tile('<rect width="32" height="32" rx="8"', 'translate(5.2 4.6) scale(.675)', dot)
}

/** The mark with room around it, for systems that cut icons into shapes of their own. */
export function maskableIcon(): string {
  return tile('<rect width="32" height="32"', 'translate(8.2 7.6) scale(.49)', '')
}

function tile(rect: string, transform: string, above: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${rect} fill="${accent}"/><path transform="${transform}" fill="#fff" fill-rule="evenodd" d="${markPath}"/>${above}</svg>`
}
