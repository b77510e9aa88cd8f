/** The store cannot be reached, or did not answer in time; whether a write was carried out is unknown. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
  /** The frame turns it into UNAVAILABLE. */
  readonly statusCode = 503
}

/** The data were written by a newer version of Parley, which this one must not touch. */
export class StoreTooNew extends Error {
  override readonly name = 'StartError'

  constructor(found: number, known: number) {
    super(
      `The accounts were written by a newer version of Parley (their format is ${found}, this version knows up to ${known}): start that version.`,
    )
  }
}
