import type { ParleyError } from '@parley/contracts'
import { unreadBody } from '../rendering/unread-body.ts'
import { Connection } from './connection.ts'
import type { LiveDelivery } from './live-delivery.ts'
import type { UnreadDelivery } from './unread-relay.ts'
import { plainError } from './plain-error.ts'

/** `/ws/notifications/`: the body of `/messages/unread/` at once and whenever it changes. */
export class NotificationsConnection extends Connection {
  readonly kind = 'notifications'
  #ready = false
  #shown = ''

  override opened(): void {
    const first = this.carryOut({}, async ({ requestId }) => {
      await this.room.subscribed
      const { unread } = this.room
      const current = await unread.current(requestId).catch((error: unknown) => {
        unread.ask()
        throw error
      })
      this.#show(current)
    })
    void first.then(() => {
      this.#ready = true
    })
  }

  override live(delivery: LiveDelivery): void {
    // What comes before the first count may be older than that; the relay then asks again.
    if (delivery.type === 'unread' && this.#ready) this.#show(delivery)
  }

  override recover(): void {
    this.room.unread.ask()
  }

  #show({ unread, around }: UnreadDelivery): void {
    const body = JSON.stringify(unreadBody(unread, around))
    // Counted again without a change, as after a reconnect.
    if (body === this.#shown || !this.write(body)) return
    this.#shown = body
    this.parts.metrics.delivered(this.kind)
    for (const { conversation, seq } of [...unread.messages, ...(unread.mentions ?? [])])
      this.parts.delivered.add(this.viewer.person.id, conversation, seq)
  }

  /** Takes no requests. */
  protected override handle(): void {}

  protected override refuse(error: ParleyError, frame?: Record<string, unknown>): void {
    this.write(plainError(error, frame))
  }
}
