/** The data were written by a newer version of this program. The message is fit for whoever starts it. */
export class NewerData extends Error {
  override readonly name = 'NewerData'

  constructor(what: string, found: number, known: number) {
    super(
      `${what} has data of version ${found}, this program knows up to ${known}: start a newer version of it.`,
    )
  }
}
