import { limits, ParleyError } from '@parley/contracts'
import { inviteEnds } from '../../views/groups/index.ts'
import { type Fields, textField } from '../bodies.ts'

const hourMs = 3_600_000

/** How long an invite lets people in, where that has an end. @throws INVALID, field `expires` */
export function forMsField(fields: Fields): number | undefined {
  const given = textField(fields, 'expires') || 'never'
  const end = inviteEnds.find(({ value }) => value === given)?.value
  switch (end) {
    case 'hour':
      return hourMs
    case 'day':
      return 24 * hourMs
    case 'week':
      return 7 * 24 * hourMs
    case 'never':
      return undefined
    case undefined:
      throw new ParleyError('INVALID', 'Choose how long the link works: hour, day, week or never.', {
        field: 'expires',
      })
  }
}

/** How many an invite lets in, where that is bounded; a form says it as text. @throws INVALID, field `uses` */
export function mostField({ uses }: Fields): number | undefined {
  if (uses === undefined || uses === null || uses === '' || uses === 'any') return undefined
  const most = typeof uses === 'string' && /^\d{1,4}$/.test(uses) ? Number(uses) : uses
  const isSound =
    typeof most === 'number' && Number.isInteger(most) && most >= 1 && most <= limits.groupMembers
  if (isSound) return most
  throw new ParleyError('INVALID', 'Choose how many people it lets in: 1 to 1,000, or any.', {
    field: 'uses',
  })
}
