import { limits } from '@parley/contracts'
import { type TObject, Type } from 'typebox'
import { GroupBody, InvitationBody, InviteBody, MembersBody } from '../groups/group-body.ts'
import { csrf, errors, json } from './document-parts.ts'

const group = {
  name: 'group',
  in: 'path',
  required: true,
  schema: Type.String({ pattern: '^[a-z0-9]{1,64}$' }),
}
const token = {
  name: 'token',
  in: 'path',
  required: true,
  schema: Type.String({ pattern: '^[A-Za-z0-9_-]{20,64}$' }),
}

const clientId = Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }))
const name = Type.String({ minLength: 1, maxLength: limits.groupNameCharacters })
const about = Type.String({ maxLength: limits.groupAboutCharacters })
const history = Type.Union([Type.Literal('all'), Type.Literal('joining')], {
  description: 'What newcomers can read: all messages, or only those from then on',
})
const people = Type.Array(Type.String(), { maxItems: limits.groupMembers - 1, description: 'Usernames' })
const ended = { 204: { description: 'It is done' }, ...errors }
const changed = { 200: json(GroupBody, 'The group as it is then'), ...errors }

/** Groups: how they are made, who is in them, and the links that lead into them. */
export const groupPaths = {
  '/messages/groups/new/': {
    post: {
      operationId: 'createGroup',
      summary: 'Make a group; with a client id, once however often it is tried',
      parameters: [csrf],
      requestBody: body(
        Type.Object({
          name,
          about: Type.Optional(about),
          history: Type.Optional(history),
          people: Type.Optional(people),
          client_id: clientId,
        }),
      ),
      responses: { 200: json(GroupBody, 'The group'), ...errors },
    },
  },
  '/messages/group/{group}/about/': {
    get: {
      operationId: 'group',
      summary: 'A group and its members',
      parameters: [group],
      responses: { 200: json(MembersBody, 'The group'), ...errors },
    },
    post: {
      operationId: 'changeGroup',
      summary: 'Name or describe a group, or decide what newcomers can read; for its owner and admins',
      parameters: [group, csrf],
      requestBody: body(
        Type.Object({
          name: Type.Optional(name),
          about: Type.Optional(about),
          history: Type.Optional(history),
          client_id: clientId,
        }),
      ),
      responses: changed,
    },
  },
  '/messages/group/{group}/members/': {
    post: {
      operationId: 'addMembers',
      summary: 'Add people to a group, as its owner or an admin',
      parameters: [group, csrf],
      requestBody: body(Type.Object({ people, client_id: clientId })),
      responses: changed,
    },
  },
  '/messages/group/{group}/members/remove/': {
    post: {
      operationId: 'removeMember',
      summary: 'Remove a member, as the owner or an admin; an admin, as the owner',
      parameters: [group, csrf],
      requestBody: body(Type.Object({ username: Type.String(), client_id: clientId })),
      responses: changed,
    },
  },
  '/messages/group/{group}/members/role/': {
    post: {
      operationId: 'changeRole',
      summary: 'Make a member an admin, an admin a member, or somebody else the owner; for the owner',
      parameters: [group, csrf],
      requestBody: body(
        Type.Object({
          username: Type.String(),
          role: Type.Union(['owner', 'admin', 'member'].map((role) => Type.Literal(role))),
          client_id: clientId,
        }),
      ),
      responses: changed,
    },
  },
  '/messages/group/{group}/leave/': {
    post: {
      operationId: 'leaveGroup',
      summary: 'Leave a group; after its owner, the admin, else the member, who is there longest owns it',
      parameters: [group, csrf],
      requestBody: body(Type.Object({ client_id: clientId })),
      responses: ended,
    },
  },
  '/messages/group/{group}/invites/': {
    get: {
      operationId: 'invites',
      summary: 'The links that lead into a group, the newest first; for its owner and admins',
      parameters: [group],
      responses: { 200: json(Type.Object({ invites: Type.Array(InviteBody) }), 'The links'), ...errors },
    },
    post: {
      operationId: 'createInvite',
      summary: 'Make a link that leads into a group; with a client id, once however often it is tried',
      parameters: [group, csrf],
      requestBody: body(
        Type.Object({
          expires: Type.Optional(
            Type.Union(['never', 'hour', 'day', 'week'].map((end) => Type.Literal(end))),
          ),
          uses: Type.Optional(
            Type.Union([Type.Literal('any'), Type.Integer({ minimum: 1, maximum: limits.groupMembers })]),
          ),
          client_id: clientId,
        }),
      ),
      responses: { 200: json(InviteBody, 'The link'), ...errors },
    },
  },
  '/messages/group/{group}/invites/end/': {
    post: {
      operationId: 'endInvite',
      summary: 'End a link: it lets nobody in any more',
      parameters: [group, csrf],
      requestBody: body(Type.Object({ token: Type.String() })),
      responses: ended,
    },
  },
  '/join/{token}/': {
    get: {
      operationId: 'invitation',
      summary: 'What a link leads into',
      parameters: [token],
      responses: { 200: json(InvitationBody, 'The group, as far as the invited may know it'), ...errors },
    },
    post: {
      operationId: 'join',
      summary: 'Join a group by a link',
      parameters: [token, csrf],
      responses: { 200: json(GroupBody, 'The group'), ...errors },
    },
  },
}

function body(schema: TObject) {
  return { content: { 'application/json': { schema } } }
}
