import t from 'tap'
import { accountStore, storageOf, type ValueStorage } from '../../src/browser/account-store.ts'
import { charactersLeft, isTooLong } from '../../src/browser/chat/characters-left.ts'
import { composerKey } from '../../src/browser/chat/composer-key.ts'
import { compareStanding } from '../../src/browser/chat/message-order.ts'
import { further, stateBy } from '../../src/browser/chat/receipt-state.ts'
import { listStep } from '../../src/browser/list-step.ts'
import { peerOf } from '../../src/browser/peer-of.ts'
import { shortcutOf } from '../../src/browser/shortcut-of.ts'

const noModifiers = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false }

t.test('messages stand by their numbers, and unsent ones after them in the order of writing', async (t) => {
  const standings = [
    { seq: 0, order: 9 },
    { seq: 3, order: 0 },
    { seq: 0, order: 7 },
    { seq: 1, order: 8 },
    { seq: 2, order: 0 },
  ]
  t.strictSame(
    standings.toSorted(compareStanding).map(({ seq, order }) => seq || -order),
    [1, 2, 3, -7, -9],
  )
})

t.test('a message is as far as the other person’s receipt, and never goes back', async (t) => {
  const receipt = { readSeq: 3, deliveredSeq: 5 }
  t.strictSame(
    [3, 4, 5, 6].map((seq) => stateBy(receipt, seq)),
    ['read', 'delivered', 'delivered', 'sent'],
  )
  t.equal(further('read', 'sent'), 'read')
  t.equal(further('sent', 'delivered'), 'delivered')
  t.equal(further('sending', 'sent'), 'sent')
})

t.test('Enter sends, except while an input method is open or with Shift', async (t) => {
  const enter = { ...noModifiers, key: 'Enter', isComposing: false, keyCode: 13 }
  t.equal(composerKey(enter, false), 'send')
  t.equal(composerKey({ ...enter, ctrlKey: true }, false), 'send')
  t.equal(composerKey({ ...enter, shiftKey: true }, false), undefined)
  t.equal(composerKey({ ...enter, isComposing: true }, false), undefined)
  t.equal(composerKey({ ...enter, keyCode: 229 }, false), undefined, 'Safari, after the composition')
  t.equal(composerKey({ ...enter, key: 'ArrowUp' }, true), 'lastMessage')
  t.equal(composerKey({ ...enter, key: 'ArrowUp' }, false), undefined)
  t.equal(composerKey({ ...enter, key: 'ArrowUp', altKey: true }, true), undefined)
})

t.test('the room that is left is told near the end, in characters as people count them', async (t) => {
  t.equal(charactersLeft(''), '')
  t.equal(charactersLeft('x'.repeat(4_799)), '')
  t.equal(charactersLeft('x'.repeat(4_800)), '200 characters left')
  t.equal(charactersLeft('😀'.repeat(4_999)), '1 character left')
  t.equal(charactersLeft('😀'.repeat(2_500)), '')
  t.equal(charactersLeft('x'.repeat(5_002)), '2 characters too many')
  t.same(['x'.repeat(5_000), '😀'.repeat(5_000), 'x'.repeat(5_001)].map(isTooLong), [false, false, true])
})

t.test('arrow keys stop at the ends', async (t) => {
  t.equal(listStep('ArrowDown', -1, 3), 0)
  t.equal(listStep('ArrowDown', 2, 3), 2)
  t.equal(listStep('ArrowUp', 0, 3), 0)
  t.equal(listStep('ArrowUp', -1, 3), 2)
  t.equal(listStep('Home', 2, 3), 0)
  t.equal(listStep('End', 0, 3), 2)
  t.equal(listStep('a', 0, 3), undefined)
  t.equal(listStep('ArrowDown', 0, 0), undefined)
})

t.test('shortcuts', async (t) => {
  const key = { ...noModifiers, isComposing: false }
  t.equal(shortcutOf({ ...key, key: 'k', ctrlKey: true }, true), 'switcher')
  t.equal(shortcutOf({ ...key, key: 'K', metaKey: true }, false), 'switcher')
  t.equal(shortcutOf({ ...key, key: 'k' }, false), undefined)
  t.equal(shortcutOf({ ...key, key: '?' }, false), 'shortcuts')
  t.equal(shortcutOf({ ...key, key: '?' }, true), undefined, 'it is being written')
  t.equal(shortcutOf({ ...key, key: 'k', ctrlKey: true, altKey: true }, false), undefined)
})

t.test('the other person of a conversation', async (t) => {
  t.equal(peerOf('d_ann_ben', 'ann'), 'ben')
  t.equal(peerOf('d_ann_ben', 'ben'), 'ann')
  t.equal(peerOf('g_club', 'ann'), undefined)
})

t.test('drafts belong to an account, and go with it', async (t) => {
  const values = new Map<string, string>()
  const storage: ValueStorage = {
    get length() {
      return values.size
    },
    key: (index) => [...values.keys()][index] ?? null,
    getItem: (key) => values.get(key) ?? null,
    setItem(key, value) {
      if (value.length > 10) throw new Error('full')
      values.set(key, value)
    },
    removeItem: (key) => values.delete(key),
  }
  const ann = accountStore('ann', storage)
  const ben = accountStore('ben', storage)
  ann.set('d_ann_ben', 'to Ben')
  ann.set('d_ann_cat', 'to Cat')
  ben.set('d_ann_ben', 'to Ann')
  t.equal(ann.get('d_ann_ben'), 'to Ben')
  ann.set('d_ann_ben', 'far too long for here')
  t.equal(ann.get('d_ann_ben'), 'to Ben', 'full: what was there stays')
  ann.set('d_ann_cat', '')
  t.equal(values.size, 2)
  ann.erase()
  t.equal(ann.get('d_ann_ben'), '')
  t.equal(ben.get('d_ann_ben'), 'to Ann')
  const nowhere = accountStore('ann', undefined)
  nowhere.set('x', 'y')
  nowhere.erase()
  t.equal(nowhere.get('x'), '')
  const forbidden = {
    get localStorage(): ValueStorage {
      throw new Error('forbidden')
    },
  }
  t.equal(storageOf(forbidden), undefined)
  t.equal(storageOf({ localStorage: storage }), storage)
})
