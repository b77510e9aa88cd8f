import { randomBytes } from 'node:crypto'
import {
  blockChanged,
  type DataOf,
  entriesCreated,
  messages,
  ownChanged,
  ParleyError,
  personDeleted,
  readMoved,
} from '@parley/contracts'
import { createService } from '@parley/service'
import type { FastifyInstance } from 'fastify'
import { ClosedConversations } from './blocks/closed-conversations.ts'
import { systemClock } from './clock.ts'
import { EventTeller } from './event-teller.ts'
import { GrowingIds } from './growing-ids.ts'
import { Conversations } from './heads/conversations.ts'
import { Groups } from './groups/groups.ts'
import { InstanceNews } from './heads/instance-news.ts'
import { LiveTeller } from './live-teller.ts'
import { MessageLog } from './log/message-log.ts'
import { Members } from './members.ts'
import { logMetrics, waitingMetrics } from './metrics.ts'
import { arrange } from './operations/arrange.ts'
import { block, blocked, closedOf, copyBlocks, restoreBlocks, unblock } from './operations/blocks.ts'
import { edit, react, remove, unreact, versions } from './operations/change.ts'
import { changes } from './operations/changes.ts'
import { allConversations, allEntries, restore } from './operations/copies.ts'
import { conversation, conversations, heads } from './operations/conversations.ts'
import {
  addMembers,
  changeGroup,
  changeRole,
  createGroup,
  members,
  removeMember,
} from './operations/groups/change-group.ts'
import { createInvite, endInvite, invitation, invites, join } from './operations/groups/invites.ts'
import { forgetPerson } from './operations/forget-person.ts'
import { history } from './operations/history.ts'
import { importMessages } from './operations/import-messages.ts'
import { markDelivered, markRead } from './operations/mark.ts'
import {
  copyReports,
  removeReported,
  report,
  reports,
  restoreReports,
  settleReport,
} from './operations/report-desk.ts'
import { reportMessage, reportPerson } from './operations/reports.ts'
import { copySaved, restoreSaved, save, saved, savedIn, unsave } from './operations/saved.ts'
import { pin, pinned, unpin } from './operations/pin.ts'
import { send } from './operations/send.ts'
import { unread, unreadOf } from './operations/unread.ts'
import { Arranger } from './own/arranger.ts'
import type { MessagesParts, Room } from './parts.ts'
import { Periodic } from './periodic.ts'
import { PointerMover } from './pointers/pointer-mover.ts'
import { Pointers } from './pointers/pointers.ts'
import { RecentMessages } from './unread/recent-messages.ts'
import { Standings } from './unread/standings.ts'
import { UnreadCounter } from './unread/unread-counter.ts'

/**
 * The log of all conversations, and the counts of what is unread. With its store away it is built all the same:
 * operations answer UNAVAILABLE until it is back.
 * @throws NewerData when the data are a newer version's
 */
export async function buildApp(parts: MessagesParts): Promise<FastifyInstance> {
  const { bus, store, secret, logger, clock = systemClock, processMetrics = true } = parts
  const app = await createService({
    name: 'messages',
    bus,
    secret,
    logger,
    processMetrics,
    checks: { [store.name]: () => store.ping() },
  })
  try {
    await store.open()
  } catch (error) {
    if (!(error instanceof ParleyError)) throw error
    app.log.warn({ err: error }, 'the store is away: starting without it')
  }
  const room = furnish(app, { ...parts, clock })

  app.answer(messages.send, (input, context) => send(room, input, context))
  app.answer(messages.history, (input, { actor }) => history(room, input, actor))
  app.answer(messages.edit, (input, { actor }) => edit(room, input, actor))
  app.answer(messages.remove, (input, { actor }) => remove(room, input, actor))
  app.answer(messages.react, (input, { actor }) => react(room, input, actor))
  app.answer(messages.unreact, (input, { actor }) => unreact(room, input, actor))
  app.answer(messages.pin, (input, { actor }) => pin(room, input, actor))
  app.answer(messages.unpin, (input, { actor }) => unpin(room, input, actor))
  app.answer(messages.pinned, (input, { actor }) => pinned(room, input, actor))
  app.answer(messages.save, (input, { actor }) => save(room, input, actor))
  app.answer(messages.unsave, (input, { actor }) => unsave(room, input, actor))
  app.answer(messages.saved, (input, { actor }) => saved(room, input, actor))
  app.answer(messages.savedIn, (input, { actor }) => savedIn(room, input, actor))
  app.answer(messages.copySaved, (input) => copySaved(room, input))
  app.answer(messages.restoreSaved, (input) => restoreSaved(room, input))
  app.answer(messages.versions, (input, { actor }) => versions(room, input, actor))
  app.answer(messages.changes, (input, { actor }) => changes(room, input, actor))
  app.answer(messages.conversations, (input, { actor }) => conversations(room, input, actor))
  app.answer(messages.conversation, (input, { actor }) => conversation(room, input, actor))
  app.answer(messages.heads, (_input, { actor }) => heads(room, actor))
  app.answer(messages.arrange, (input, { actor }) => arrange(room, input, actor))
  app.answer(messages.markRead, (input, { actor }) => markRead(room, input, actor))
  app.answer(messages.markDelivered, (input, { actor }) => markDelivered(room, input, actor))
  app.answer(messages.unread, (_input, { actor }) => unread(room, actor))
  app.answer(messages.unreadOf, (input) => unreadOf(room, input))
  app.answer(messages.createGroup, (input, { actor }) => createGroup(room, input, actor))
  app.answer(messages.changeGroup, (input, { actor }) => changeGroup(room, input, actor))
  app.answer(messages.addMembers, (input, { actor }) => addMembers(room, input, actor))
  app.answer(messages.removeMember, (input, { actor }) => removeMember(room, input, actor))
  app.answer(messages.changeRole, (input, { actor }) => changeRole(room, input, actor))
  app.answer(messages.members, (input, { actor }) => members(room, input, actor))
  app.answer(messages.createInvite, (input, { actor }) => createInvite(room, input, actor))
  app.answer(messages.invites, (input, { actor }) => invites(room, input, actor))
  app.answer(messages.endInvite, (input, { actor }) => endInvite(room, input, actor))
  app.answer(messages.invitation, (input, { actor }) => invitation(room, input, actor))
  app.answer(messages.join, (input, { actor }) => join(room, input, actor))
  app.answer(messages.block, (input, { actor }) => block(room, input, actor))
  app.answer(messages.unblock, (input, { actor }) => unblock(room, input, actor))
  app.answer(messages.blocked, (_input, { actor }) => blocked(room, actor))
  app.answer(messages.closedOf, (input) => closedOf(room, input))
  app.answer(messages.copyBlocks, (input) => copyBlocks(room, input))
  app.answer(messages.restoreBlocks, (input) => restoreBlocks(room, input))
  app.answer(messages.reportMessage, (input, { actor }) => reportMessage(room, input, actor))
  app.answer(messages.reportPerson, (input, { actor }) => reportPerson(room, input, actor))
  app.answer(messages.reports, (input) => reports(room, input))
  app.answer(messages.report, (input) => report(room, input))
  app.answer(messages.removeReported, (input) => removeReported(room, input))
  app.answer(messages.settleReport, (input) => settleReport(room, input))
  app.answer(messages.copyReports, (input) => copyReports(room, input))
  app.answer(messages.restoreReports, (input) => restoreReports(room, input))
  app.addHook('onReady', () =>
    app.consumeEvent(personDeleted, 'messages', async (events) => {
      for (const { data } of events) await forgetPerson(room, data.user)
    }),
  )
  app.answer(messages.allConversations, (input) => allConversations(room, input))
  app.answer(messages.allEntries, (input) => allEntries(room, input))
  app.answer(messages.restore, (input) => restore(room, input))
  app.answer(messages.importMessages, (input) => importMessages(room, input))
  return app
}

function furnish(
  app: FastifyInstance,
  parts: MessagesParts & { clock: NonNullable<MessagesParts['clock']> },
): Room {
  const { bus, store, clock } = parts
  const onError = (error: unknown) => app.log.warn({ err: error }, 'will be tried again')
  const makeId = () => randomBytes(9).toString('base64url')
  const groups = new Groups(store)
  const live = new LiveTeller({ bus, groups, onError })
  const news = new InstanceNews({ bus, instance: makeId() })
  const recent = new RecentMessages(() => news.isHeard)
  const mover = new PointerMover({
    store,
    live,
    clock,
    onStored(pointers) {
      standings.learn({ heads: [], pointers })
      news.tell({ pointers })
    },
  })
  const ownTeller = new EventTeller<DataOf<typeof ownChanged>>({
    tell: (data, id) => app.publishEvent(ownChanged, data, id),
    idOf: ({ conversation, user, revision }) => `${conversation}:${user}:own:${revision}`,
    isAlone: store.exclusive,
    onError,
  })
  const arranger = new Arranger({
    store,
    bus,
    teller: ownTeller,
    onStored(owns) {
      standings.learn({ heads: [], pointers: [], owns })
      news.tell({ owns })
    },
  })
  const teller = new EventTeller<DataOf<typeof readMoved>>({
    tell: (data, id) => app.publishEvent(readMoved, data, id),
    idOf: ({ conversation, user, readSeq }) => `${conversation}:${user}:${readSeq}`,
    isAlone: store.exclusive,
    onError,
  })
  const blockTeller = new EventTeller<DataOf<typeof blockChanged>>({
    tell: (data, id) => app.publishEvent(blockChanged, data, id),
    idOf: ({ conversation, user, change }) => `${conversation}:${user}:block:${change}`,
    isAlone: store.exclusive,
    onError,
  })
  const tellKept = async () => {
    await teller.tellKept()
    await ownTeller.tellKept()
    await blockTeller.tellKept()
  }
  const telling = new Periodic({ clock, ms: 1_000, work: tellKept, onError })
  const figures = logMetrics(app)
  const log = new MessageLog({
    store,
    bus,
    clock,
    figures,
    onError,
    tellEntries: (data, id) => app.publishEvent(entriesCreated, data, id),
    onRead: async (conversation, pointer) => void (await pointers.moved(conversation, pointer)),
    makeId,
    news,
    groups,
    live,
    onNews(heard) {
      recent.learn(heard.heads)
      standings.learn(heard)
      mover.learn(heard.pointers)
    },
    onNewsLost() {
      standings.forget()
      recent.forget()
    },
  })
  waitingMetrics(app, log)
  const pointers: Pointers = new Pointers({ ends: log.ends, mover, groups, teller })
  const conversations = new Conversations({ store, overlay: log.overlay })
  const standings: Standings = new Standings({ conversations, groups, clock, isFollowed: () => news.isHeard })

  app.addHook('onReady', async () => {
    await log.start()
    await telling.run()
  })
  app.addHook('onClose', async () => {
    await log.close()
    await mover.idle()
    await telling.close()
  })
  return {
    secret: parts.secret,
    store,
    log,
    groups,
    members: new Members({ groups, ends: log.ends, isInformed: () => log.isInformed }),
    conversations,
    pointers,
    arranger,
    closed: new ClosedConversations(store),
    blockTeller,
    makeId,
    savedIds: new GrowingIds(() => clock.now()),
    now: () => clock.now(),
    unread: new UnreadCounter({ store, standings, recent, now: () => clock.now() }),
    figures,
  }
}
