import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { directConversation } from '@parley/contracts'
import { chromium, needs, waitFor } from '@parley/testing'
import t from 'tap'
import { assetUrlOf } from '../../src/assets/asset-url.ts'
import { buildAssets } from '../../src/assets/build.ts'
import { front } from '../front.ts'

const options = { ...(await needs('chromium')), timeout: 90_000 }

t.test('with JavaScript off one signs up, finds somebody, writes, reads and logs out', options, async (t) => {
  const dir = join(t.testdir(), 'assets')
  const url = assetUrlOf(await buildAssets({ outDir: dir }))
  const { app, add, owners } = await front(t, { assets: { url, dir }, clock: Date.now })
  const bob = add('bob', 'Bob')
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const browser = await chromium(t)
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const submit = () => page.click('main form button[type=submit]')

  await page.goto(`http://127.0.0.1:${port}/people/`)
  await page.click('text=Create an account')
  await page.fill('[name=username]', 'ann')
  await page.fill('[name=display_name]', 'Ann')
  await page.fill('[name=password]', 'short')
  await submit()
  t.match(await page.textContent('main'), '10 characters')
  t.equal(await page.inputValue('[name=username]'), 'ann', 'what was typed is there')
  t.equal(await page.inputValue('[name=password]'), '')
  await page.fill('[name=password]', 'four words put together')
  await submit()
  t.equal(new URL(page.url()).pathname, '/people/', 'where one was headed')

  await page.click('main .person-row a.person')
  await page.click('main a:has-text("Message")')
  await page.fill('[name=message]', 'Hello Bob')
  await page.click('#composer-send')
  t.match(await page.textContent('#messages'), 'Hello Bob')

  const ann = owners.accounts.find('ann').id
  const conversation = directConversation(ann, bob.id)
  await owners.messages.write(conversation, bob.id, 'Hello Ann', 'c1')
  t.equal(owners.messages.pointer(conversation, ann).readSeq, 1)
  await page.reload()
  t.match(await page.textContent('#messages'), 'Hello Ann')
  await waitFor(() => owners.messages.pointer(conversation, ann).readSeq === 2, {
    what: 'what the page shows to be read',
  })

  await page.goto(`http://127.0.0.1:${port}/messages/`)
  await page.click('#me > summary')
  await page.click('#logout button')
  t.match(await page.textContent('main'), 'You are logged out')
})

t.test('with JavaScript off one changes one’s settings', options, async (t) => {
  const dir = join(t.testdir(), 'assets')
  const url = assetUrlOf(await buildAssets({ outDir: dir }))
  const { app, add, loggedIn } = await front(t, { assets: { url, dir }, clock: Date.now })
  add('ann', 'Ann')
  const phone = await loggedIn('ann')
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const browser = await chromium(t)
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

  await page.goto(`http://127.0.0.1:${port}/login`)
  await page.getByLabel('Username').fill('ann')
  await page.getByLabel('Password').fill('password of ann')
  await press('Log in')
  await page.locator('#me > summary').click()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.locator('#field-display_name').fill('Ann 安')
  await press('Save name')
  t.match(await page.textContent('.notice'), 'Your name is changed.')
  t.match(await page.textContent('.me-name'), 'Ann 安')

  await page.getByLabel('Current password').fill('not it')
  await page.getByLabel('New password').fill('four words put together')
  await press('Change password')
  t.match(await page.textContent('#error-summary'), 'not your current password')
  await page.reload()
  t.match(await page.title(), 'Settings', 'the page of a refused form can be loaded again')

  t.equal((await phone.json('/session')).statusCode, 204)
  await press('Log out lightMyRequest')
  t.match(await page.textContent('.notice'), 'That session is logged out.')
  t.equal((await phone.json('/session')).statusCode, 401)

  const again = await loggedIn('ann')
  await page.goto(`http://127.0.0.1:${port}/settings/`)
  await press('Log out everywhere else')
  t.match(await page.textContent('.notice'), 'Everywhere else you are logged out.')
  t.equal((await again.json('/session')).statusCode, 401)
  await page.getByLabel('Current password').fill('password of ann')
  await page.getByLabel('New password').fill('four words put together')
  await press('Change password')
  t.match(await page.textContent('.notice'), 'Your password is changed.')
  t.equal(await page.locator('.session').count(), 1)
})
