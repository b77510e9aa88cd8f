import type { FastifyInstance } from 'fastify'
import type { RouteParts } from '../pages.ts'
import { about } from './about.ts'
import { invites } from './invites.ts'
import { join } from './join.ts'
import { leave } from './leave.ts'
import { members } from './members.ts'
import { newGroup } from './new-group.ts'
import { owner } from './owner.ts'
import { peopleFound } from './people-found.ts'

/** The pages on which groups are made and managed, and the same for scripts. */
export function groups(app: FastifyInstance, parts: RouteParts): void {
  newGroup(app, parts)
  peopleFound(app, parts)
  about(app, parts)
  members(app, parts)
  owner(app, parts)
  leave(app, parts)
  invites(app, parts)
  join(app, parts)
}
