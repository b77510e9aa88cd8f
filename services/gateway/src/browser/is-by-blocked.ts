import type { ClientEvents } from '@parley/client'
import { isGroup } from '@parley/contracts/group-ids'
import type { Page } from './page.ts'

/** Whether an entry is by somebody of whom nothing is told, as the viewer blocks them. */
export function isByBlocked({ blocked }: Page, { conversation, by }: ClientEvents['entry']): boolean {
  return isGroup(conversation) && blocked.has(by)
}
