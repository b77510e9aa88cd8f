import t from 'tap'
import { front } from '../front.ts'

const line = 'Message from somebody you blocked'

/** Ann blocks Ben; Cem blocks nobody. All three are in a group. */
async function three(t: Parameters<typeof front>[0]) {
  const house = await front(t)
  const people = ['ann', 'ben', 'cem'].map((name) => house.add(name, name.toUpperCase()))
  const [annId = '', benId = '', cemId = ''] = people.map(({ id }) => id)
  const { messages } = house.owners
  const conversation = await messages.makeGroup('Walks', [annId, benId, cemId], { id: 'walks' })
  const [ann, ben, cem] = [
    await house.loggedIn('ann'),
    await house.loggedIn('ben'),
    await house.loggedIn('cem'),
  ]
  await messages.write(conversation, cemId, 'of cem', 'c1')
  await messages.write(conversation, benId, 'of ben <b>', 'c2', undefined, [annId])
  await messages.write(conversation, cemId, 'an answer', 'c3', 2)
  await ann.send('/messages/block/ben/', {})
  return { ...house, conversation, ann, ben, cem, annId, benId, cemId }
}

t.test('in a group what is by somebody blocked is one line that opens without scripts', async (t) => {
  const { ann, ben, cem } = await three(t)
  const page = (await ann.get('/messages/group/walks/')).body
  const row = /<li class="message" id="m-2".*?<\/li>/s.exec(page)?.[0] ?? ''
  t.match(row, 'data-folded')
  t.match(
    row,
    /<details class="folded"><summary[^>]*>.*Message from somebody you blocked<\/summary>.*BEN.*of ben &#60;b&#62;/s,
  )
  t.notMatch(row, /data-mentions-me|Mentions you|<details[^>]* open/)
  t.notMatch(/<li class="message" id="m-1".*?<\/li>/s.exec(page)?.[0], line)
  const answer = /<li class="message" id="m-3".*?<\/li>/s.exec(page)?.[0] ?? ''
  t.match(answer, line, 'a quote of it is not shown')
  t.notMatch(answer, /of ben|BEN/)
  t.match((await ann.get('/messages/group/walks/?before=3')).body, 'data-folded', 'nor in older pages')
  t.match((await ann.get('/messages/group/walks/2/')).body, 'of ben', 'its own page shows it')
  for (const other of [ben, cem]) {
    const seen = (await other.get('/messages/group/walks/')).body
    t.notMatch(seen, 'data-folded', 'nobody else is told')
    t.match(seen, 'of ben')
  }
  await ann.send('/messages/unblock/ben/', {})
  t.notMatch((await ann.get('/messages/group/walks/')).body, 'data-folded')
})

t.test('lists and what is pinned do not show it either', async (t) => {
  const { ann, cem, owners, conversation, benId } = await three(t)
  await owners.messages.write(conversation, benId, 'the last word', 'c4')
  const rowOf = (body: string) => /<li id="g-walks".*?<\/li>/s.exec(body)?.[0] ?? ''
  const row = rowOf((await ann.get('/messages/')).body)
  t.match(row, line)
  t.notMatch(row, /the last word|BEN/)
  t.match(rowOf((await cem.get('/messages/')).body), /BEN.*the last word/s)

  await cem.send('/messages/group/walks/pin/', { id: 2 })
  const bar = (await ann.get('/messages/group/walks/pinned/?for=bar')).body
  t.match(bar, line)
  t.notMatch(bar, /of ben|BEN/)
  const pinned = (await ann.get('/messages/group/walks/pinned/')).body
  t.match(pinned, /<details class="folded">.*of ben/s)
  t.match((await cem.get('/messages/group/walks/pinned/?for=bar')).body, 'of ben')
})

t.test('between two nothing is folded, and a block is told to scripts of the page alone', async (t) => {
  const { ann, ben, cem, benId } = await three(t)
  t.match((await ann.get('/messages/')).body, `data-blocked="${benId}"`)
  for (const other of [ben, cem]) t.notMatch((await other.get('/messages/')).body, /<body[^>]*data-blocked/)
  t.notMatch((await ann.get('/messages/chat/ben/')).body, /class="message"[^>]*data-folded/)
})
