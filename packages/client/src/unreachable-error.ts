import { ParleyError } from '@parley/contracts/parley-error'

/** Nothing answered, so nobody knows whether the request got there. */
export class UnreachableError extends ParleyError {
  constructor(cause: unknown) {
    super('UNAVAILABLE', 'The server cannot be reached.', { unclear: true, cause })
    this.name = 'UnreachableError'
  }
}
