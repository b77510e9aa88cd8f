import { Writable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import t from 'tap'
import { gather } from '../../src/socket/gathered-writes.ts'

/** A connection that tells what it was told to write, call by call. */
function connection() {
  const calls: string[][] = []
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk, _encoding, done) => {
      calls.push([String(chunk)])
      done()
    },
    writev: (chunks, done) => {
      calls.push(chunks.map(({ chunk }) => String(chunk)))
      done()
    },
  })
  const write = (text: string) => {
    gather(stream)
    stream.write(text)
  }
  return { calls, stream, write }
}

t.test('what is written in one turn goes to the system in one call, in its order', async (t) => {
  const [one, other] = [connection(), connection()]
  one.write('a')
  other.write('x')
  await Promise.resolve()
  one.write('b')
  one.write('c')
  t.same(one.calls, [])
  await nextTurn()
  t.same(one.calls, [['a', 'b', 'c']])
  t.same(other.calls, [['x']])
})

t.test('the next turn has its own, and nothing stays behind', async (t) => {
  const { calls, stream, write } = connection()
  write('a')
  await nextTurn()
  write('b')
  await nextTurn()
  t.same(calls.flat(), ['a', 'b'])
  t.equal(stream.writableLength, 0)
  t.equal(stream.writableCorked, 0)
})

t.test('a connection that ended meanwhile harms nobody', async (t) => {
  const [gone, here] = [connection(), connection()]
  gone.write('a')
  here.write('b')
  gone.stream.destroy()
  await nextTurn()
  t.same(here.calls, [['b']])
})
