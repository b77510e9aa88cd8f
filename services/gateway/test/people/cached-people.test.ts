import { accounts, personChanged } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import t from 'tap'
import { front } from '../front.ts'

t.test('a new name arrives at every gateway', async (t) => {
  const { app, another, owners, add } = await front(t)
  const ann = add('ann', 'Ann Old')
  const gateways = [app, await another()]
  for (const { people } of gateways)
    t.match(await people.byUsername('ann', 'test'), { displayName: 'Ann Old' })
  const asked = () => owners.accounts.answers.asked.get('person') ?? 0
  const before = asked()
  for (const { people } of gateways) await people.byUsername('ann', 'test')
  t.equal(asked(), before, 'names are remembered')
  await owners.accounts.rename('ann', 'Ann New')
  for (const { people } of gateways) {
    const isNew = async () => (await people.byIds([ann.id], 'test')).get(ann.id)?.displayName === 'Ann New'
    await waitFor(isNew, { what: 'the new name' })
    t.match(await people.byUsername('ann', 'test'), { displayName: 'Ann New' })
  }
})

t.test('an answer of before a change is not remembered after it', async (t) => {
  const { app, owners, bus, add } = await front(t)
  const ann = add('ann', 'Ann Old')
  const { call } = app
  const held = Promise.withResolvers<void>()
  let answered = 0
  let told = false
  app.call = async (operation, input, context, options) => {
    const answer = await call(operation, input, context, options)
    if (operation.name === accounts.people.name || operation.name === accounts.person.name) {
      answered += 1
      await held.promise
    }
    return answer
  }
  const [byName, byId] = [app.people.byUsername('ann', 'test'), app.people.byIds([ann.id], 'test')]
  await waitFor(() => answered === 2, { what: 'both answers' })
  await bus.subscribe(personChanged.subject, () => {
    told = true
  })
  await owners.accounts.rename('ann', 'Ann New')
  await waitFor(() => told, { what: 'the change to be told' })
  held.resolve()
  await Promise.all([byName, byId])
  t.equal((await app.people.byIds([ann.id], 'test')).get(ann.id)?.displayName, 'Ann New')
  t.match(await app.people.byUsername('ann', 'test'), { displayName: 'Ann New' })
})
