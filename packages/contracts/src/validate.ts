import type { TSchema } from 'typebox'
import type { Validator } from 'typebox/compile'
import { ParleyError } from './errors.ts'

/** Returns the value as what it was found to be. @throws ParleyError INVALID or TOO_LARGE, naming the field */
export type Check<T> = (value: unknown) => T

export function checkOf<S extends TSchema, T>(validator: Validator<Record<never, never>, S>): Check<T> {
  const isSound = (value: unknown): value is T => validator.Check(value)
  return (value) => {
    if (isSound(value)) return value
    throw firstFault(validator, value)
  }
}

function firstFault(validator: { Errors(value: unknown): Iterable<Fault> }, value: unknown): ParleyError {
  const faults = [...validator.Errors(value)]
  const fault = faults.find(({ keyword }) => keyword === 'additionalProperties') ?? faults[0]
  const field = nameOf(fault)
  const message = field ? `${field} ${fault?.message ?? 'is not valid'}` : (fault?.message ?? 'not valid')
  return new ParleyError('INVALID', message, field ? { field } : {})
}

interface Fault {
  keyword: string
  instancePath: string
  message: string
  params: object
}

function nameOf(fault: Fault | undefined): string | undefined {
  if (!fault) return undefined
  const missing = 'requiredProperties' in fault.params ? fault.params.requiredProperties : undefined
  const unknown = 'additionalProperties' in fault.params ? fault.params.additionalProperties : undefined
  const last = Array.isArray(missing) ? missing[0] : Array.isArray(unknown) ? unknown[0] : undefined
  const path = [...fault.instancePath.split('/').filter(Boolean), ...(typeof last === 'string' ? [last] : [])]
  return path.length > 0 ? path.join('.').slice(0, 100) : undefined
}
