import { Type } from 'typebox'
import { Unread } from './entries.ts'
import { operation } from './operation.ts'

/** The acting person's unread count and the newest unread messages, counted now: what a page and a new socket show. */
export const unread = operation({
  owner: 'notifications',
  name: 'unread',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/unread',
  summary: 'What a person has not read',
  input: Type.Object({}, { additionalProperties: false }),
  output: Unread,
  errors: ['UNAVAILABLE'],
})
