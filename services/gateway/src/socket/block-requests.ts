import { directConversation, messages, ParleyError, type socket } from '@parley/contracts'
import type { Asked } from './requests.ts'

/** Blocks somebody who is there. @throws ParleyError NOT_FOUND, INVALID, CONFLICT, UNAVAILABLE */
export async function block(asked: Asked, user: string): Promise<socket.Answers['block']> {
  const { parts, context } = asked
  if (!(await parts.app.people.byIds([user], context.requestId)).has(user)) throw new ParleyError('NOT_FOUND')
  await parts.app.call(messages.block, { user }, context)
  forget(asked, user)
  return {}
}

export async function unblock(asked: Asked, user: string): Promise<socket.Answers['unblock']> {
  await asked.parts.app.call(messages.unblock, { user }, asked.context)
  forget(asked, user)
  return {}
}

export async function blocked({ parts, context }: Asked): Promise<socket.Answers['blocked']> {
  const { blocked: found } = await parts.app.call(messages.blocked, {}, context)
  const ids = found.map(({ user }) => user)
  return { blocked: found, people: [...(await parts.app.people.byIds(ids, context.requestId)).values()] }
}

/** What comes next here goes by it, whether the event is here by then or not. */
function forget({ connection, parts }: Asked, other: string): void {
  const { user } = connection
  parts.app.blocks.forget({ conversation: directConversation(user, other), user })
}
