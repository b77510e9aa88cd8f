import type { Arrangement } from '@parley/contracts/own'

const hourMs = 3_600_000

/** What one can do with a conversation, by the name that forms, scripts and menus call it. */
export const arrangements = {
  pin: { pinned: true },
  unpin: { pinned: false },
  archive: { archived: true },
  unarchive: { archived: false },
  'mute-hour': { mute: hourMs },
  'mute-8-hours': { mute: 8 * hourMs },
  'mute-day': { mute: 24 * hourMs },
  mute: { mute: 'always' },
  'mute-but-mentions': { mute: 'mentions' },
  unmute: { mute: 'off' },
  'mark-unread': { unread: true },
  'mark-read': { unread: false },
} as const satisfies Record<string, Arrangement>

export type ArrangeAction = keyof typeof arrangements

export function isArrangeAction(name: unknown): name is ArrangeAction {
  return typeof name === 'string' && Object.hasOwn(arrangements, name)
}
