import { randomUUID } from 'node:crypto'
import { accounts } from '@parley/contracts'
import type { Call } from '@parley/service'
import { BrowserlessPerson, waitFor } from '@parley/testing'
import type { Test } from 'tap'
import { type Installation, three } from './surface-people.ts'

/** A report's way from who makes it to an administrator, and what comes of it, through a whole installation. */
export function reportSuite(t: Test, installation: Installation & { call: Call }): void {
  const pageOf = async (person: BrowserlessPerson, path: string) =>
    await person.request(path, { headers: { accept: 'text/html' } })

  t.test('a report reaches administrators alone, who delete the message and close the account', async (t) => {
    const { ann, ben, eve } = await three(installation)
    const root = (await three(installation)).eve
    const context = { actor: null, requestId: randomUUID() }
    await installation.call(accounts.setAdmin, { username: root.username, isAdmin: true }, context)
    await waitFor(async () => (await pageOf(root, '/admin/reports/')).status === 200, {
      what: 'an administrator to be one',
    })
    const said = `not so nice ${ben.username}`
    await ben.post(`/messages/send/${ann.username}/`, { message: 'before' })
    await ben.post(`/messages/send/${ann.username}/`, { message: said })
    const bens = await ben.open('/ws/notifications/')
    const report = { id: 2, reason: 'harassment', words: `by ${ann.username}`, client_id: 'once' }
    for (let i = 0; i < 2; i++)
      t.equal((await ann.post(`/messages/report/${ben.username}/`, report)).status, 204)
    t.equal((await eve.post(`/messages/report/${ben.username}/`, report)).status, 404)
    await ben.post(`/messages/delete/${ann.username}/`, { id: 1 })

    const list = (await pageOf(root, '/admin/reports/')).text
    const rows = list.split('<li class="report-row">').filter((row) => row.includes(said))
    t.equal(rows.length, 1)
    const path = /href="(\/admin\/reports\/[^"]+)"/.exec(rows[0] ?? '')?.[1] ?? ''
    const page = (await pageOf(root, path)).text
    t.match(page, `by ${ann.username}`)
    t.match(page, 'before', 'what was deleted since is still in it')
    for (const person of [ann, ben, eve]) {
      t.equal((await pageOf(person, path)).status, 404)
      t.equal((await pageOf(person, '/admin/reports/')).status, 404)
      t.equal((await person.form(path, { close_account: 'true' })).status, 404)
    }
    t.notMatch(JSON.stringify(bens.all), 'harassment')

    const done = await root.form(path, { delete_message: 'true', close_account: 'true', note: 'so' })
    t.match([done.status, done.headers.get('location')], [303, path])
    t.equal(await bens.closed, 4500, 'the sockets of who was reported are closed')
    t.equal((await ben.get('/messages/unread/')).status, 401)
    const { messages } = (await ann.get(`/messages/history/${ben.username}/`)).json<{ messages: object[] }>()
    t.match(messages, [
      { content: '', deleted: true },
      { content: '', deleted: true },
    ])
    t.match((await pageOf(root, path)).text, 'The message was deleted, and the account was closed')
    const again = new BrowserlessPerson(ben.url, ben.username)
    const { username, password } = ben
    t.not((await again.form('/login', { username, password })).status, 303)
  })
}
