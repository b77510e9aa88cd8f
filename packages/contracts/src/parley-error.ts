// Apart from errors.ts, so that browsers get it without the schemas.

/** Every error that leaves a service. `docs/errors.md` is held to this table by a test. */
export const errorTable = {
  INVALID: { status: 422, retry: false, sentence: 'Something in this request is not as it should be.' },
  UNAUTHENTICATED: { status: 401, retry: false, sentence: 'Please log in first.' },
  FORBIDDEN: { status: 403, retry: false, sentence: 'You may not do that.' },
  NOT_FOUND: { status: 404, retry: false, sentence: 'There is nothing here.' },
  CONFLICT: {
    status: 409,
    retry: false,
    sentence: 'That is already taken, or was already done differently.',
  },
  TOO_LARGE: { status: 413, retry: false, sentence: 'That is too large.' },
  RATE_LIMITED: { status: 429, retry: true, sentence: 'That was too fast. Please wait a moment.' },
  UNAVAILABLE: { status: 503, retry: true, sentence: 'This cannot be done right now. Please try again.' },
  INTERNAL: { status: 500, retry: true, sentence: 'Something went wrong on our side.' },
} as const

export type ErrorCode = keyof typeof errorTable

export const errorCodes = Object.keys(errorTable) as ErrorCode[]

/** What a caller gets to read of an error. */
export interface PublicError {
  code: ErrorCode
  message: string
  /** The input that is wrong. */
  field?: string
  /** When a new try makes sense. */
  retryAfterMs?: number
  /** The request may or may not have been carried out; with the same client id it is safe to try again. */
  unclear?: boolean
}

/** Thrown at the edge that knows; one handler turns it into JSON, a page, a partial or a frame. */
export class ParleyError extends Error {
  readonly code: ErrorCode
  readonly field: string | undefined
  readonly retryAfterMs: number | undefined
  readonly unclear: boolean

  constructor(
    code: ErrorCode,
    message?: string,
    options: Omit<PublicError, 'code' | 'message'> & { cause?: unknown } = {},
  ) {
    super(
      message ?? errorTable[code].sentence,
      options.cause === undefined ? undefined : { cause: options.cause },
    )
    this.name = 'ParleyError'
    this.code = code
    this.field = options.field
    this.retryAfterMs = options.retryAfterMs
    this.unclear = options.unclear ?? false
  }

  get status(): number {
    return errorTable[this.code].status
  }

  toPublic(): PublicError {
    return {
      code: this.code,
      message: this.message,
      ...(this.field === undefined ? {} : { field: this.field }),
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
      ...(this.unclear ? { unclear: true } : {}),
    }
  }

  static fromPublic(error: PublicError): ParleyError {
    const { code, message, ...rest } = error
    return new ParleyError(code in errorTable ? code : 'INTERNAL', message, rest)
  }
}
