import type { Target } from './open-api.ts'

const text = { type: 'string' }
const inBody = (...names: string[]) => names.map((name) => ({ name, place: 'body' as const, schema: text }))
const inQuery = (...names: string[]) => names.map((name) => ({ name, place: 'query' as const, schema: text }))
const inPath = (name: string) => ({ name, place: 'path' as const, schema: text })
const username = inPath('username')
const group = inPath('group')
const reportId = inPath('id')

/** The gateway's pages and forms, which no OpenAPI document describes. */
export function pageTargets(base: string): Target[] {
  const get = (path: string, inputs: Target['inputs'] = []) => ({ base, method: 'GET', path, inputs })
  const post = (path: string, inputs: Target['inputs']) => ({ base, method: 'POST', path, inputs })
  return [
    get('/'),
    get('/login', inQuery('next')),
    get('/signup', inQuery('invite')),
    get('/people/', inQuery('q', 'before', 'after')),
    get('/people/{username}/', [username]),
    get('/messages/', inQuery('before')),
    get('/messages/chat/{username}/', [username, ...inQuery('before')]),
    get('/messages/groups/new/'),
    get('/messages/group/{group}/about/', [group, ...inQuery('q', 'page', 'done')]),
    get('/messages/group/{group}/owner/', [group, ...inQuery('to')]),
    get('/messages/group/{group}/leave/', [group]),
    get('/messages/group/{group}/invites/', [group, ...inQuery('done')]),
    get('/join/{token}/', [inPath('token')]),
    get('/messages/group/{group}/', [group, ...inQuery('before')]),
    get('/notifications/'),
    get('/settings/', inQuery('done')),
    get('/settings/delete/'),
    get('/settings/blocked/', inQuery('page', 'done')),
    get('/messages/block/{username}/', [username, ...inQuery('from')]),
    get('/messages/report/{username}/', [username, ...inQuery('id', 'done')]),
    get('/admin/reports/', inQuery('done', 'before', 'than')),
    get('/admin/reports/{id}/', [reportId]),
    post('/admin/reports/{id}/', [
      reportId,
      ...inBody('delete_message', 'close_account', 'note', 'csrf_token'),
    ]),
    get('/session'),
    get('/assets/{username}', [username]),
    get('/health/ready'),
    get('/metrics'),
    post('/login', inBody('username', 'password', 'next', 'csrf_token')),
    post('/signup', inBody('username', 'display_name', 'password', 'invite', 'csrf_token')),
    post('/messages/send/{username}/', [username, ...inBody('message', 'client_id', 'seen')]),
  ]
}
