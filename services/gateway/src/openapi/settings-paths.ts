import { type TObject, Type } from 'typebox'
import { csrf, errors, json } from './document-parts.ts'

const Moment = Type.String({ format: 'date-time' })

const Sessions = Type.Object({
  sessions: Type.Array(
    Type.Object({
      session: Type.String({ description: 'A digest; it opens nothing' }),
      device: Type.String({ description: 'By what it says of itself; empty where it says nothing' }),
      begun_at: Type.Union([Moment, Type.Null()], { description: 'null: not known' }),
      used_at: Type.String({ format: 'date-time', description: 'Exact to the hour' }),
      current: Type.Boolean({ description: 'Whether it is the one that asks' }),
    }),
  ),
})

const Said = Type.Object({
  emoji: Type.String(),
  status: Type.String(),
  until: Type.Union([Moment, Type.Null()], { description: 'null: without an end' }),
})

/** What one can change of one's own account. */
export const settingsPaths = {
  '/settings/profile/': {
    post: {
      operationId: 'changeName',
      summary: 'Change one’s name; empty, it is the username',
      parameters: [csrf],
      requestBody: body(Type.Object({ display_name: Type.String({ maxLength: 64 }) })),
      responses: {
        200: json(Type.Object({ username: Type.String(), display_name: Type.String() }), 'The name as it is'),
        ...errors,
      },
    },
  },
  '/settings/status/': {
    post: {
      operationId: 'setStatus',
      summary: 'Say something of oneself, for a while; with neither emoji nor text it is taken away',
      parameters: [csrf],
      requestBody: body(
        Type.Object({
          emoji: Type.Optional(Type.String({ maxLength: 40 })),
          status: Type.Optional(Type.String({ maxLength: 80 })),
          until: Type.Optional(
            Type.Union(['never', '30m', '1h', 'today', '1w'].map((end) => Type.Literal(end))),
          ),
          time_zone: Type.Optional(Type.String({ description: 'Whose day `today` is; UTC by default' })),
        }),
      ),
      responses: { 200: json(Said, 'What others see from now on'), ...errors },
    },
  },
  '/settings/presence/': {
    post: {
      operationId: 'hidePresence',
      summary: 'Hide or show one’s presence: who hides theirs is told nobody’s',
      parameters: [csrf],
      requestBody: body(Type.Object({ hidden: Type.Boolean() })),
      responses: { 200: json(Type.Object({ hidden: Type.Boolean() }), 'As it is now'), ...errors },
    },
  },
  '/settings/password/': {
    post: {
      operationId: 'changePassword',
      summary: 'Change one’s password: all other sessions end, this one gets other cookies',
      parameters: [csrf],
      requestBody: body(
        Type.Object({
          current_password: Type.String({ maxLength: 1_000 }),
          password: Type.String({ minLength: 10, maxLength: 1_000 }),
        }),
      ),
      responses: { 204: { description: 'It is changed; keep the cookies of this answer' }, ...errors },
    },
  },
  '/settings/delete/': {
    post: {
      operationId: 'deleteAccount',
      summary: 'Delete one’s account, for good: all sessions end, and what one wrote stays with the others',
      parameters: [csrf],
      requestBody: body(Type.Object({ current_password: Type.String({ maxLength: 1_000 }) })),
      responses: { 204: { description: 'It is deleted' }, ...errors },
    },
  },
  '/settings/sessions/': {
    get: {
      operationId: 'sessions',
      summary: 'Where one is logged in: this session, then the one used last',
      responses: { 200: json(Sessions, 'All of one’s sessions'), ...errors },
    },
  },
  '/settings/sessions/end/': {
    post: {
      operationId: 'endSession',
      summary: 'End one of one’s sessions',
      parameters: [csrf],
      requestBody: body(Type.Object({ session: Type.String() })),
      responses: { 204: { description: 'It has ended, and its sockets are closed' }, ...errors },
    },
  },
  '/settings/sessions/end-others/': {
    post: {
      operationId: 'endOtherSessions',
      summary: 'End all of one’s sessions but this one, which gets other cookies',
      parameters: [csrf],
      responses: { 204: { description: 'They have ended; keep the cookies of this answer' }, ...errors },
    },
  },
}

function body(schema: TObject) {
  return { content: { 'application/json': { schema } } }
}
