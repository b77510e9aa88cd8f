import {
  type ConnectionOptions,
  connect,
  type MsgCallback,
  type Msg,
  type NatsConnection,
  type PublishOptions,
  type Subscription,
} from '@nats-io/transport-node'
import { BusUnavailable, type ErrorListener } from './errors.ts'
import { GatheredPublishes } from './gathered-publishes.ts'
import { natsAddress } from './nats-address.ts'
import { Outflow } from './outflow.ts'

const dialWithinMs = 4_000
const pingEveryMs = 2_500
/** Of what a server takes as one message, for headers. */
const headerRoom = 1_024
const encoder = new TextEncoder()

/** A subscription that is made again with every new connection. */
export interface Listening {
  subject: string
  queue?: string
  callback: MsgCallback<Msg>
  subscription?: Subscription
}

export interface LinkOptions {
  url: string
  name: string
  onError: ErrorListener
}

/**
 * One connection to NATS that never gives up: it may be away at first, later, or half dead. `connected` turns
 * true when all subscriptions are there; while it is false nothing is sent and nothing is kept for later.
 */
export class NatsLink {
  connected = false
  #dialling: ConnectionOptions
  #onError: ErrorListener
  #nc: NatsConnection | undefined
  #listenings = new Set<Listening>()
  #listeners = new Set<(connected: boolean) => void>()
  #closed = false
  #outflow = new Outflow()
  #gathered = new GatheredPublishes()
  #pings = new Set<(error: Error) => void>()

  /** @throws TypeError for a URL that is none */
  constructor(options: LinkOptions) {
    this.#dialling = connectionOptions(options)
    this.#onError = options.onError
  }

  /** Resolves when connected, or when the first attempt has failed and the others go on by themselves. */
  async open(): Promise<void> {
    try {
      await this.#attach(await connect(this.#dialling))
    } catch (error) {
      // Only a first attempt says what is wrong, be it the address or the password.
      this.#onError(error, '')
      void this.#keepDialling()
    }
  }

  /** The connection as it is now, for the management of JetStream. @throws BusUnavailable */
  get connection(): NatsConnection {
    if (!this.#nc || !this.connected) throw new BusUnavailable('NATS is away')
    return this.#nc
  }

  /**
   * Sends, if connected. @throws BusUnavailable while away, or when 64 MB wait for a server that does not read
   * @throws RangeError for a payload above the server's limit
   */
  publish(subject: string, payload: string, options?: PublishOptions): void {
    const nc = this.connection
    if (this.#outflow.full) throw new BusUnavailable('NATS reads too slowly')
    const bytes = encoder.encode(payload)
    if (bytes.length + headerRoom > (nc.info?.max_payload ?? Infinity))
      throw new RangeError(`a payload of ${bytes.length} bytes is above what NATS takes`)
    this.#gathered.add(nc, { subject, payload: bytes, options })
    this.#outflow.wrote(bytes.length, () => this.#ping(nc))
  }

  /** Resolves when the subscription is at the server; while away at once: it will be, when `connected` is. */
  async listen(listening: Listening): Promise<void> {
    if (this.#closed) throw new BusUnavailable('the bus is closed')
    this.#listenings.add(listening)
    if (!this.#nc) return
    this.#subscribe(this.#nc, listening)
    // Lost meanwhile: restored with the connection.
    if (this.connected) await this.flush().catch(() => undefined)
  }

  /** Stops at once. */
  unlisten(listening: Listening): void {
    this.#listenings.delete(listening)
    listening.subscription?.unsubscribe()
  }

  /** Stops, after what the server had sent already. */
  async drain(listening: Listening): Promise<void> {
    this.#listenings.delete(listening)
    const subscription = listening.subscription
    if (!subscription || subscription.isClosed()) return
    if (!this.connected) return subscription.unsubscribe()
    // Where the connection is lost, the client may leave its promise open; the later ping tells both.
    subscription.drain().catch(() => undefined)
    await this.flush().catch(() => undefined)
  }

  /** Resolves when the server has read what was sent before. @throws BusUnavailable */
  async flush(): Promise<void> {
    await this.#ping(this.connection)
  }

  onConnection(listener: (connected: boolean) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    if (this.connected) await this.flush().catch(() => undefined)
    this.#closed = true
    this.#lost()
    this.connected = false
    await this.#nc?.close()
  }

  async #keepDialling(): Promise<void> {
    try {
      const nc = await connect({
        ...this.#dialling,
        waitOnFirstConnect: true,
        reconnectToServer: () => {
          // The client offers no other way to end its attempts at a first connection.
          if (this.#closed) throw new BusUnavailable('the bus is closed')
          return null
        },
      })
      await this.#attach(nc)
    } catch (error) {
      if (!this.#closed) this.#onError(error, '')
    }
  }

  async #attach(nc: NatsConnection): Promise<void> {
    if (this.#closed) return nc.close()
    this.#nc = nc
    for (const listening of this.#listenings) this.#subscribe(nc, listening)
    void this.#watch(nc)
    await this.#restored(nc)
  }

  #subscribe(nc: NatsConnection, listening: Listening): void {
    const { subject, queue, callback } = listening
    listening.subscription = nc.subscribe(subject, queue === undefined ? { callback } : { queue, callback })
  }

  async #watch(nc: NatsConnection): Promise<void> {
    for await (const status of nc.status()) {
      if (status.type === 'reconnect') void this.#restored(nc)
      if (status.type === 'disconnect') this.#lost()
      if (status.type === 'error') this.#onError(status.error, '')
      if (status.type === 'staleConnection') {
        this.#lost()
        // The client itself first waits for its last write, which a server that reads nothing never ends.
        this.#nc = undefined
        void nc.close()
      }
    }
    this.#lost()
    this.#nc = undefined
    if (!this.#closed) void this.#keepDialling()
  }

  /** A reconnecting client has sent its subscriptions before this ping, so its answer comes after them. */
  async #restored(nc: NatsConnection): Promise<void> {
    if (this.connected) return
    const alive = await this.#ping(nc).then(
      () => true,
      () => false,
    )
    if (alive) this.#set(true)
  }

  #lost(): void {
    this.#outflow.reset()
    this.#gathered.drop()
    for (const reject of this.#pings) reject(new BusUnavailable('NATS went away'))
    this.#pings.clear()
    this.#set(false)
  }

  /** The client's own promise may stay open when the connection is lost. */
  async #ping(nc: NatsConnection): Promise<void> {
    let fail: ((error: Error) => void) | undefined
    this.#gathered.release()
    try {
      await new Promise<void>((resolve, reject) => {
        fail = reject
        this.#pings.add(reject)
        nc.flush().then(resolve, (cause: unknown) => reject(new BusUnavailable('NATS went away', { cause })))
      })
    } finally {
      if (fail) this.#pings.delete(fail)
    }
  }

  #set(connected: boolean): void {
    if (this.connected === connected || this.#closed) return
    this.connected = connected
    for (const listener of this.#listeners) {
      try {
        listener(connected)
      } catch (error) {
        this.#onError(error, '')
      }
    }
  }
}

function connectionOptions({ url, name }: LinkOptions): ConnectionOptions {
  const { servers, tls, user, pass, token } = natsAddress(url)
  return {
    servers,
    name,
    maxReconnectAttempts: -1,
    ignoreAuthErrorAbort: true,
    reconnectDelayHandler: () => 200 + Math.random() * 300,
    timeout: dialWithinMs,
    pingInterval: pingEveryMs,
    maxPingOut: 2,
    noAsyncTraces: true,
    ...(tls ? { tls: {} } : {}),
    ...(user === undefined ? {} : { user }),
    ...(pass === undefined ? {} : { pass }),
    ...(token === undefined ? {} : { token }),
  }
}
