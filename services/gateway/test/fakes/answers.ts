import type { Bus, Subscription } from '@parley/bus'
import { type ActsFor, type Context, type Operation, ParleyError } from '@parley/contracts'
import type { Static, TObject, TSchema } from 'typebox'

type Output<O extends TSchema> = Static<O> | Promise<Static<O>>

/** The operations of one owner, answered on a bus as the frame of a service does. */
export class FakeAnswers {
  /** How often each operation was asked for, by its name. */
  readonly asked = new Map<string, number>()
  readonly #bus: Bus
  readonly #starts: (() => Promise<Subscription>)[] = []
  #open: Subscription[] = []

  constructor(bus: Bus) {
    this.#bus = bus
  }

  answer<I extends TObject, O extends TSchema, A extends ActsFor>(
    operation: Operation<I, O, A>,
    handler: (input: Static<I>, actor: string) => Output<O>,
  ): void {
    const run = async (payload: unknown) => {
      // What a caller of the frame sends is a context and an input.
      const { context, input } = payload as { context: Context; input: unknown }
      this.asked.set(operation.name, (this.asked.get(operation.name) ?? 0) + 1)
      try {
        if (operation.actsFor === 'person' && !context.actor) throw new ParleyError('UNAUTHENTICATED')
        return { output: await handler(operation.check(input), context.actor ?? '') }
      } catch (error) {
        const known = error instanceof ParleyError ? error : new ParleyError('INTERNAL', String(error))
        return { error: known.toPublic() }
      }
    }
    this.#starts.push(() => this.#bus.respond(operation.subject, operation.owner, run))
  }

  /** Nobody answers any more: callers find the owner away. */
  async close(): Promise<void> {
    await Promise.all(this.#open.map((one) => one.close()))
    this.#open = []
  }

  async open(): Promise<void> {
    this.#open = await Promise.all(this.#starts.map((start) => start()))
  }
}
