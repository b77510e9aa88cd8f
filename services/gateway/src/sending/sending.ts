import '../fastify.ts'
import {
  closedWords,
  directMembers,
  type Entry,
  errorCodes,
  isGroup,
  messages,
  ParleyError,
} from '@parley/contracts'
import { toParleyError } from '@parley/service'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { Counter, Gauge, Histogram } from 'prom-client'
import { Mentions } from '../groups/mentions.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { messageText } from './message-text.ts'
import { SendQueue, type Waiting } from './send-queue.ts'

/** With a text, or with the message that it takes over. */
export type OutgoingMessage = {
  conversation: string
  clientId: string
  /** The number of the message that it is a reply to. */
  re?: number | undefined
  /** The seq up to which the sender had seen the conversation. */
  seen?: number | undefined
} & ({ text: string } | { forward: Forwarded })

export interface Forwarded {
  conversation: string
  n: number
}

/**
 * The one way to the log, for sockets and HTTP alike. Resolves with the entry once it is durable. What a person sends
 * to one conversation is written in the order of the calls; after a failure that is worth a retry, what was
 * called later and is still waiting fails as well, so that the retry comes before it.
 * @throws ParleyError INVALID (field `text`), NOT_FOUND, CONFLICT, RATE_LIMITED, UNAVAILABLE, INTERNAL
 */
export type SendMessage = (viewer: Viewer, message: OutgoingMessage, requestId: string) => Promise<Entry>

const maxWaiting = 20_000

/** `app.sendMessage` */
export const sending = fp(
  async (app: FastifyInstance) => {
    const queues = new Map<string, SendQueue>()
    let waiting = 0
    const mentions = new Mentions(app)
    const batchSizes = new Histogram({
      name: 'parley_gateway_send_batch_messages',
      help: 'Messages in one request to messages',
      buckets: [1, 2, 4, 8, 16, 32, 64],
      registers: [app.metrics],
    })
    const refused = new Counter({
      name: 'parley_gateway_sends_refused_total',
      help: 'Messages that were not accepted, by the code of the error',
      labelNames: ['code'],
      registers: [app.metrics],
    })
    // From the first one on it counts as growth.
    for (const code of errorCodes) refused.inc({ code }, 0)
    new Gauge({
      name: 'parley_gateway_sends_waiting',
      help: 'Messages that people have sent and that are not answered yet',
      registers: [app.metrics],
      collect() {
        this.set(waiting)
      },
    })

    function queueOf(user: string, conversation: string): SendQueue {
      const key = `${user} ${conversation}`
      const known = queues.get(key)
      if (known) return known
      const queue = new SendQueue({
        take: () => app.sendLimit.take(user, 1),
        send: (batch) => request(user, conversation, batch),
        onIdle: () => queues.delete(key),
      })
      queues.set(key, queue)
      return queue
    }

    async function request(user: string, conversation: string, batch: readonly Waiting[]) {
      const requestId = batch[0]?.requestId ?? ''
      await assertPeer(user, conversation, requestId)
      batchSizes.observe(batch.length)
      const seen = batch.reduce<number | undefined>(
        (most, { seen }) => (seen === undefined ? most : Math.max(most ?? 0, seen)),
        undefined,
      )
      const mentioned = await mentions.of(user, conversation, batch.map(textOf), requestId)
      const input = {
        conversation,
        messages: batch.map(({ clientId, content, re }, i) => ({
          clientId,
          ...content,
          ...(re === undefined ? {} : { re }),
          ...(mentioned[i] === undefined ? {} : { mentions: mentioned[i] }),
        })),
        ...(seen === undefined ? {} : { seen }),
      }
      return (await app.call(messages.send, input, { actor: user, requestId })).results
    }

    /**
     * Any two ids make a conversation, and messages knows no people: that there is someone at its other end is known here.
     * Who is in a group, messages knows.
     */
    async function assertPeer(user: string, conversation: string, requestId: string): Promise<void> {
      if (isGroup(conversation)) return
      const peer = directMembers(conversation)?.find((member) => member !== user)
      if (peer === undefined) throw new ParleyError('NOT_FOUND')
      const found = await app.people.byIds([peer], requestId).catch((error: unknown) => {
        // What is under way between people does not wait for accounts.
        app.log.warn({ err: error, requestId }, 'a message goes to someone who could not be looked up')
        return undefined
      })
      if (found && !found.has(peer)) throw new ParleyError('NOT_FOUND')
      if (found?.get(peer)?.deleted) throw new ParleyError('FORBIDDEN', closedWords)
    }

    const sendMessage: SendMessage = async (viewer, message, requestId) => {
      const { conversation, clientId, re, seen } = message
      const content =
        'text' in message ? { text: messageText(message.text, 'text') } : { forward: message.forward }
      if (waiting >= maxWaiting) throw new ParleyError('UNAVAILABLE', undefined, { retryAfterMs: 1_000 })
      waiting += 1
      try {
        return await new Promise<Entry>((resolve, reject) => {
          queueOf(viewer.person.id, conversation).add({
            clientId,
            content,
            re,
            seen,
            requestId,
            resolve,
            reject,
          })
        })
      } finally {
        waiting -= 1
      }
    }
    app.decorate('sendMessage', async (...message) => {
      try {
        return await sendMessage(...message)
      } catch (error) {
        refused.inc({ code: toParleyError(error).code })
        throw error
      }
    })
  },
  { name: 'parley-sending', dependencies: ['parley-metrics'] },
)

/** What is taken over mentions nobody anew. */
function textOf({ content }: Waiting): string {
  return 'text' in content ? content.text : ''
}

declare module 'fastify' {
  interface FastifyInstance {
    sendMessage: SendMessage
  }
}
