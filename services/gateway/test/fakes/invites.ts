import { randomBytes } from 'node:crypto'
import { type Invite, limits, ParleyError } from '@parley/contracts'

interface Made {
  conversation: string
  key: string
  invite: Invite
}

interface Asked {
  by: string
  clientId: string
  forMs?: number | undefined
  most?: number | undefined
}

/** The ways into groups, in memory. */
export class FakeInvites {
  #all: Made[] = []

  make(conversation: string, { by, clientId, forMs, most }: Asked): Invite {
    const key = `${conversation} ${by} ${clientId}`
    const known = this.#all.find((one) => one.key === key)
    if (known) return known.invite
    if (this.of(conversation).length >= limits.groupInvites)
      throw new ParleyError('CONFLICT', 'A group has up to 20 invite links: end another one first.')
    const at = Date.now()
    const invite = {
      token: randomBytes(18).toString('base64url'),
      by,
      at,
      used: 0,
      ...(forMs === undefined ? {} : { until: at + forMs }),
      ...(most === undefined ? {} : { most }),
    }
    this.#all.unshift({ conversation, key, invite })
    return invite
  }

  /** Those that still let people in, the newest first. */
  of(conversation: string): Invite[] {
    return this.#all
      .filter((one) => one.conversation === conversation && isOpen(one.invite))
      .map(({ invite }) => invite)
  }

  /** @throws NOT_FOUND where it lets nobody in */
  find(token: string): Made {
    const found = this.#all.find(({ invite }) => invite.token === token && isOpen(invite))
    if (!found) throw new ParleyError('NOT_FOUND')
    return found
  }

  end(conversation: string, token: string): void {
    this.#all = this.#all.filter((one) => one.conversation !== conversation || one.invite.token !== token)
  }
}

function isOpen({
  until = Number.POSITIVE_INFINITY,
  most = Number.POSITIVE_INFINITY,
  used,
}: Invite): boolean {
  return until > Date.now() && used < most
}
