import type { Static, TObject, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { ErrorCode } from './errors.ts'
import { operationSubject } from './subjects.ts'
import { type Check, checkOf } from './validate.ts'

export type Owner = 'accounts' | 'messages' | 'notifications'

/** For whom an operation is carried out: a person (who is then known), or the calling service itself. */
export type ActsFor = 'person' | 'service'

/** One thing that a service does, answered alike on the bus and over HTTP. */
export interface Operation<
  I extends TObject = TObject,
  O extends TSchema = TSchema,
  A extends ActsFor = ActsFor,
> {
  owner: Owner
  name: string
  actsFor: A
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** With `:name` for the inputs that stand in the path; of the others a GET takes the query, the rest the body. */
  path: string
  summary: string
  input: I
  output: O
  errors: readonly ErrorCode[]
  /** The input whose value decides which instance is asked first, so that what belongs together meets no rival. */
  affinity?: string
  /** `<owner>.v1.<name>` */
  subject: string
  /** Returns the input, or throws INVALID naming the field. */
  check: Check<Static<I>>
}

export type InputOf<Op> = Op extends { input: infer I extends TObject } ? Static<I> : never
export type OutputOf<Op> = Op extends { output: infer O extends TSchema } ? Static<O> : never

/** Declares an operation. Every one is safe to repeat: after an unclear answer its caller may ask again. */
export function operation<I extends TObject, O extends TSchema, A extends ActsFor>(
  declaration: Omit<Operation<I, O, A>, 'subject' | 'check'>,
): Operation<I, O, A> {
  return {
    ...declaration,
    subject: operationSubject(declaration.owner, declaration.name),
    check: checkOf(Compile(declaration.input)),
  }
}

/** Who asks, and by which request it can be followed through the logs of all services. */
export interface Context {
  /** The acting person's id, null where the service itself asks. */
  actor: string | null
  requestId: string
}
