import { type Check, checkOf, socket } from '@parley/contracts'
import { Compile } from 'typebox/compile'
import type { Static } from 'typebox'

export type FrameOf<T extends socket.RequestType> = Static<(typeof socket.requestFrames)[T]>

const { requestFrames } = socket

/** Compiled once: returns the frame of a type, or throws INVALID naming the field. */
export const requestChecks: { [T in socket.RequestType]: Check<FrameOf<T>> } = {
  hello: checkOf(Compile(requestFrames.hello)),
  open: checkOf(Compile(requestFrames.open)),
  send: checkOf(Compile(requestFrames.send)),
  forward: checkOf(Compile(requestFrames.forward)),
  edit: checkOf(Compile(requestFrames.edit)),
  delete: checkOf(Compile(requestFrames.delete)),
  react: checkOf(Compile(requestFrames.react)),
  unreact: checkOf(Compile(requestFrames.unreact)),
  pin: checkOf(Compile(requestFrames.pin)),
  unpin: checkOf(Compile(requestFrames.unpin)),
  pinned: checkOf(Compile(requestFrames.pinned)),
  save: checkOf(Compile(requestFrames.save)),
  unsave: checkOf(Compile(requestFrames.unsave)),
  saved: checkOf(Compile(requestFrames.saved)),
  versions: checkOf(Compile(requestFrames.versions)),
  changes: checkOf(Compile(requestFrames.changes)),
  history: checkOf(Compile(requestFrames.history)),
  heads: checkOf(Compile(requestFrames.heads)),
  inbox: checkOf(Compile(requestFrames.inbox)),
  arrange: checkOf(Compile(requestFrames.arrange)),
  block: checkOf(Compile(requestFrames.block)),
  unblock: checkOf(Compile(requestFrames.unblock)),
  blocked: checkOf(Compile(requestFrames.blocked)),
  read: checkOf(Compile(requestFrames.read)),
  delivered: checkOf(Compile(requestFrames.delivered)),
  watch: checkOf(Compile(requestFrames.watch)),
  people: checkOf(Compile(requestFrames.people)),
  typing: checkOf(Compile(requestFrames.typing)),
  group: checkOf(Compile(requestFrames.group)),
  ping: checkOf(Compile(requestFrames.ping)),
}

export function isRequestType(type: string): type is socket.RequestType {
  return Object.hasOwn(requestChecks, type)
}
