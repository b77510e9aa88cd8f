import { BrowserlessPerson, waitFor } from '@parley/testing'
import type { Test } from 'tap'
import { type Ended, run } from '../start/program.ts'

/** Somewhere that the command is to reach. */
export interface Administered {
  /** A gateway; absent where nothing runs. */
  url?: string
  /** What the command finds in its environment. */
  env: Record<string, string>
}

export async function admin(t: Test, { env }: Administered, ...args: string[]): Promise<Ended> {
  return await run(t, { entry: 'commands/admin.ts', args, env })
}

/** What the commands do to people who are there, and to whom nobody else is affected. */
export async function administrationSuite(t: Test, where: Administered & { url: string }): Promise<void> {
  const signUp = (name: string) => BrowserlessPerson.signUp(where.url, name)
  const [ann, eve] = [await signUp('ann'), await signUp('eve')]
  const outsider = await eve.open('/ws/notifications/')

  await t.test('grant and revoke', async (t) => {
    t.match(await admin(t, where, 'grant', 'ANN'), {
      code: 0,
      stdout: 'ann is an administrator.\n',
      stderr: '',
    })
    t.match(await admin(t, where, 'revoke', 'ann'), { code: 0, stdout: 'ann is not an administrator.\n' })
    t.equal((await ann.get('/session')).status, 204, 'neither ends a session')
  })

  await t.test('disable ends what is open, enable lets in again', async (t) => {
    const sockets = [
      await ann.open('/ws/notifications/'),
      await ann.open('/ws/chat/eve/'),
      await ann.open('/ws/'),
    ]
    const [ended] = await Promise.all([
      admin(t, where, 'disable', 'ann'),
      ...sockets.map(async ({ closed }) => t.equal(await closed, 4_500, 'told to stop')),
    ])
    t.match(ended, { code: 0, stdout: /^ann is disabled/ })
    t.equal((await ann.get('/messages/unread/')).status, 401)
    t.equal(await logIn(where.url, 'ann', ann.password), 401)
    t.match(await admin(t, where, 'enable', 'ann'), { code: 0, stdout: 'ann may log in again.\n' })
    t.equal(await logIn(where.url, 'ann', ann.password), 303)
  })

  await t.test('reset-password', async (t) => {
    const again = new BrowserlessPerson(where.url, 'ann')
    await again.form('/login', { username: 'ann', password: ann.password })
    const socket = await again.open('/ws/')
    const { code, stdout } = await admin(t, where, 'reset-password', 'ann')
    t.equal(code, 0)
    t.equal(await socket.closed, 4_500)
    t.equal((await again.get('/session')).status, 401)
    const [, password = ''] = /^The new password of ann is (\S+)\n/.exec(stdout) ?? []
    t.equal(await logIn(where.url, 'ann', ann.password), 401, 'the old one is over')
    t.equal(await logIn(where.url, 'ann', password), 303)
  })

  await t.test('invite', async (t) => {
    const { code, stdout } = await admin(t, where, 'invite', '1')
    t.equal(code, 0)
    t.match(stdout, /\/signup\?invite=\S+\n/)
    t.match(await admin(t, where, 'invite', 'soon'), { code: 1, stderr: /^An invitation lasts [^\n]+\n$/ })
  })

  await t.test('what cannot be is one sentence', async (t) => {
    const nobody = await admin(t, where, 'grant', 'nobody')
    t.match(nobody, { code: 1, stdout: '', stderr: 'There is nobody with the username nobody.\n' })
    t.match(await admin(t, where, 'grant'), { code: 1, stderr: /^Administration:/ })
    t.match(await admin(t, where, 'promote', 'ann'), { code: 1, stderr: /^Administration:/ })
  })

  t.equal(outsider.socket.readyState, outsider.socket.OPEN, 'nobody else is touched')
  t.equal((await eve.get('/session')).status, 204)
  await waitFor(() => outsider.all.length > 0, { what: 'the outsider to have her count' })
  t.equal(outsider.all.length, 1)
  await outsider.close()
}

async function logIn(url: string, username: string, password: string): Promise<number> {
  return (await new BrowserlessPerson(url, username).form('/login', { username, password })).status
}
