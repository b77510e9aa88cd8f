import { accounts, messages } from '@parley/contracts'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'

/**
 * Grows when an older program could no longer read what is written. 2: how people have arranged conversations. 3: groups.
 * 4: what people have saved. 5: blocks and reports.
 */
export const archiveVersion = 5

const closed = { additionalProperties: false }

export const Header = Type.Object({
  parley: Type.Literal('backup'),
  version: Type.Integer({ minimum: 1 }),
  /** When it was begun, in milliseconds since 1970. */
  at: Type.Integer(),
})

const Counts = Type.Object(
  { people: Type.Integer(), conversations: Type.Integer(), entries: Type.Integer() },
  closed,
)
export type Counts = Static<typeof Counts>

const { input: Entries } = messages.restore
const { input: Kept } = accounts.restorePeople
const { input: Saved } = messages.restoreSaved
const { input: Blocks } = messages.restoreBlocks
const { input: Reports } = messages.restoreReports

/**
 * What stands in a line after the first: people and what belongs to them, entries of a conversation (the next ones, with
 * the pointers and what members have arranged beside the last), what people have saved, who blocks whom, what was reported,
 * or at the end how much there was.
 */
export const ArchiveLine = Type.Union([
  Type.Object({ kept: Kept }, closed),
  Type.Object({ log: Entries }, closed),
  Type.Object({ saved: Saved }, closed),
  Type.Object({ blocked: Blocks }, closed),
  Type.Object({ reported: Reports }, closed),
  Type.Object({ end: Counts }, closed),
])
export type ArchiveLine = Static<typeof ArchiveLine>

export const headers = Compile(Header)
export const archiveLines = Compile(ArchiveLine)
