import { createReadStream } from 'node:fs'
import { StartError } from '@parley/service'
import { streamArray } from 'stream-json/streamers/stream-array.js'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'

const Key = Type.Union([
  Type.Integer(),
  Type.String({ maxLength: 200 }),
  Type.Tuple([Type.String({ maxLength: 200 })]),
])

/** A record of Django's `dumpdata`; `pk` is absent where natural keys were asked for. */
const Dumped = Type.Object({ model: Type.String(), pk: Type.Optional(Key), fields: Type.Object({}) })

export const DjangoUser = Type.Object({
  username: Type.String({ maxLength: 200 }),
  password: Type.String({ maxLength: 300 }),
  first_name: Type.Optional(Type.String()),
  last_name: Type.Optional(Type.String()),
  is_active: Type.Optional(Type.Boolean()),
  is_superuser: Type.Optional(Type.Boolean()),
  date_joined: Type.Optional(Type.String()),
})
export type DjangoUser = Static<typeof DjangoUser>

/** People are named by key, or by natural key (a list of the username). */
export const DjangoMessage = Type.Object({
  sender: Key,
  recipient: Key,
  content: Type.String(),
  created_at: Type.String(),
  is_read: Type.Boolean(),
})
export type DjangoMessage = Static<typeof DjangoMessage>
export type DjangoKey = Static<typeof Key>

interface Models {
  'auth.user': DjangoUser
  'messaging.message': DjangoMessage
}

const fieldsOf: { [M in keyof Models]: (fields: unknown) => Models[M] | { fault: string } } = {
  'auth.user': checked<DjangoUser>(Compile(DjangoUser)),
  'messaging.message': checked<DjangoMessage>(Compile(DjangoMessage)),
}

export interface DumpRecord<F> {
  /** Its place in the file, from 1. */
  position: number
  pk: DjangoKey | undefined
  /** What the record holds, or why it cannot be used. */
  fields: F | { fault: string }
}

/** The records of one model, in the file's order, read as a stream: the file may be larger than memory. */
export async function* recordsOf<M extends keyof Models>(
  file: string,
  model: M,
): AsyncGenerator<DumpRecord<Models[M]>> {
  let position = 0
  for await (const value of valuesOf(file)) {
    position += 1
    if (!dumped.Check(value)) {
      // Said once, in the pass over people.
      if (model === 'auth.user')
        yield { position, pk: undefined, fields: { fault: 'is not a record of dumpdata' } }
    } else if (value.model === model) {
      yield { position, pk: value.pk, fields: fieldsOf[model](value.fields) }
    }
  }
}

const dumped = Compile(Dumped)

function checked<T>(validator: { Check(value: unknown): boolean; Errors(value: unknown): Iterable<Fault> }) {
  return (fields: unknown): T | { fault: string } => {
    if (validator.Check(fields)) return fields as T
    const [first] = validator.Errors(fields)
    return { fault: first ? `${first.instancePath.slice(1)} ${first.message}`.trim() : 'is not valid' }
  }
}

interface Fault {
  instancePath: string
  message: string
}

async function* valuesOf(file: string): AsyncGenerator<unknown> {
  const source = createReadStream(file)
  const items = streamArray.withParserAsStream()
  source.on('error', (error) => items.destroy(error))
  try {
    for await (const item of source.pipe(items)) yield (item as { value: unknown }).value
  } catch (cause) {
    throw new StartError(
      `${file} cannot be read as a JSON list of records: ${cause instanceof Error ? cause.message : 'not readable'}`,
      { cause },
    )
  } finally {
    source.destroy()
  }
}
