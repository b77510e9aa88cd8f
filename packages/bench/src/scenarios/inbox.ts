import { measure } from '../measure.ts'
import { manyChats } from '../people/many-chats.ts'
import { signUp } from '../people/sign-up.ts'
import type { Scenario } from '../scenario.ts'
import { Meter } from '../statistics/meter.ts'
import { ClientSocket } from '../traffic/client-socket.ts'
import { Requests } from '../traffic/requests.ts'
import { rateFigures, requestRate } from './request-rate.ts'

const chats = 200
/** The page lists the newest hundred. */
const onPage = 100

/** Everything that a person's inbox shows, as JSON and as the page. */
export const inbox: Scenario = {
  name: 'inbox',
  summary: 'an inbox of 200 conversations: as JSON (/ws/, one socket each) and as the page GET /messages/',
  async run(work) {
    const { house, options, say } = work
    const [person] = await signUp(house.urls, 1)
    if (!person) throw new Error('somebody is needed')
    say(`writing to ${chats} people`)
    await manyChats(house, person, { chats, messages: 2 })

    const sockets = await Promise.all(
      Array.from({ length: options.connections }, () => {
        const nothing = () => undefined
        return ClientSocket.open({
          url: person.url,
          cookie: person.cookie,
          onPush: nothing,
          onClose: nothing,
        })
      }),
    )
    for (const socket of sockets) await socket.hello()
    const meter = new Meter()
    const requests = new Requests(sockets.length, meter, async (i) => {
      const answer = await sockets[i]?.inbox()
      if (answer?.conversations.length !== chats)
        throw new Error(`an inbox of ${chats} has ${answer?.conversations.length}`)
    })
    const { seconds } = options
    const json = await measure({ processes: house.processes(), meter, seconds, unit: 'inbox' })
    await requests.stop()
    await Promise.all(sockets.map((socket) => socket.close()))

    const page = await requestRate(work, {
      people: [person],
      connections: options.connections,
      unit: 'page',
      accept: 'text/html',
      request: (connection) => connection.get('/messages/'),
      check: ({ body }) => {
        const links = body.toString('latin1').match(/href="\/messages\/chat\//g)?.length ?? 0
        if (links < onPage) throw new Error(`a page of ${onPage} conversations links ${links}`)
      },
    })
    return {
      figures: [
        ...rateFigures('inboxes of 200, JSON', json),
        ...rateFigures('inbox pages of 100, HTML', page.measured),
      ],
      measured: [json, page.measured],
      faults: [...requests.faults, ...page.faults],
    }
  },
}
