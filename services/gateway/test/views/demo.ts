import type {
  BellView,
  ChatView,
  Chrome,
  ConversationView,
  MessageState,
  MessageView,
  PersonView,
  SessionView,
  Viewer,
} from '../../src/views/model.ts'

/** Data to look at pages with. Nobody in it exists. */
export const now = '2026-11-23T15:30:00.000Z'

export const viewer: Viewer = { id: 'u-demo', username: 'demo', displayName: 'Demo Viewer', isAdmin: false }

const person = (username: string, displayName: string, more: Partial<PersonView> = {}): PersonView => ({
  username,
  displayName,
  ...more,
})

export const people = {
  rosa: person('demo_rosa', 'Rosa Demo', {
    online: true,
    status: { emoji: '🌴', text: 'By the sea until Monday', until: '2026-11-30T00:00:00.000Z' },
  }),
  short: person('x__', 'X', { online: false, lastSeenAt: '2026-11-23T15:12:00.000Z' }),
  long: person(
    'a_very_long_username_of_thirty',
    'Wilhelmina Alexandrina van der Voorbeeld-Demonstratie-Langenaam',
    { status: { emoji: '', text: `In a meeting <b>that takes long</b> ${'and longer '.repeat(4)}` } },
  ),
  arabic: person('demo_arabic', 'شخص تجريبي', {
    online: true,
    status: { emoji: '☕️', text: 'أعود قريبا' },
  }),
  chinese: person('demo_chinese', '示例用户', { online: false, lastSeenAt: '2026-11-20T08:00:00.000Z' }),
  emoji: person('demo_emoji', '🦊 Fox Demo', { status: { emoji: '🎧', text: '' } }),
  zalgo: person('demo_zalgo', `Z${'\u0301\u0316\u0327\u0334'.repeat(12)}algo Demo`),
  cyrillic: person('demo_cyrillic', 'Демо Пример'),
  greek: person('demo_greek', 'Δείγμα Χρήστης'),
  unbroken: person('demo_unbroken', 'M'.repeat(64), { status: { emoji: '🧱', text: 'W'.repeat(80) } }),
} as const

export function chrome(more: Partial<Chrome> = {}): Chrome {
  return { viewer, csrfToken: 'demo-token', assetUrl: (name) => `/assets/${name}`, now, bell, ...more }
}

export const anonymous: Partial<Chrome> = { viewer: null, bell: null }

/** Where the demo viewer is logged in. */
export const sessions: readonly SessionView[] = [
  {
    session: 'digest-of-the-first-session',
    device: 'Firefox on Linux',
    begunAt: '2026-11-03T09:00:00.000Z',
    usedAt: now,
    isCurrent: true,
  },
  {
    session: 'digest-of-the-second-session',
    device: 'Samsung Internet on Android',
    begunAt: '2026-11-20T19:40:00.000Z',
    usedAt: '2026-11-23T14:50:00.000Z',
    isCurrent: false,
  },
  {
    session: 'digest-of-the-third-session',
    device: 'Safari on iPhone',
    begunAt: '2026-11-01T07:00:00.000Z',
    usedAt: '2026-11-23T11:10:00.000Z',
    isCurrent: false,
  },
  {
    session: 'digest-of-the-fourth-session',
    device: 'a-script-with-a-name-that-has-no-spaces-and-sixty-characters',
    begunAt: '2026-09-30T23:59:00.000Z',
    usedAt: '2026-11-22T08:00:00.000Z',
    isCurrent: false,
  },
  {
    session: 'digest-of-the-fifth-session',
    device: '',
    usedAt: '2026-11-12T08:00:00.000Z',
    isCurrent: false,
  },
]

/** A line of a conversation with a person. */
type PersonLine = ConversationView & { peer: PersonView }

export const conversations: readonly PersonLine[] = [
  line(
    people.rosa,
    'The 14:40 it is. I will be at the far end of the platform 🙂',
    2,
    '2026-11-23T15:21:00.000Z',
  ),
  line(people.arabic, 'أراك غدًا في المكتبة إن شاء الله', 1, '2026-11-23T14:02:00.000Z'),
  line(
    people.long,
    'Thank you, that was exactly what I needed to know about the whole matter',
    0,
    '2026-11-23T09:15:00.000Z',
    true,
  ),
  line(people.chinese, '好的，明天见！我会把文件带过来。', 0, '2026-11-22T20:44:00.000Z'),
  line(people.short, 'ok', 0, '2026-11-22T11:00:00.000Z', true),
  line(people.zalgo, `h${'\u0301\u0316\u0327\u0334'.repeat(20)}ello`, 120, '2026-11-20T11:00:00.000Z'),
  line(people.emoji, '🎉🎉🎉', 0, '2026-11-19T11:00:00.000Z'),
  line(people.unbroken, 'w'.repeat(300), 0, '2026-10-02T11:00:00.000Z'),
  line(people.cyrillic, 'Спасибо, всё получилось с первого раза', 0, '2026-09-11T11:00:00.000Z'),
  line(people.greek, 'Τα λέμε την Παρασκευή', 0, '2025-12-24T11:00:00.000Z', true),
]

function line(peer: PersonView, text: string, unread: number, at: string, mine = false): PersonLine {
  return { conversation: `c-${peer.username}`, peer, preview: { text, mine, at }, unread }
}

export const bell: BellView = {
  count: 123,
  messages: conversations
    .filter((one) => one.unread > 0)
    .map(({ peer, preview }) => ({
      sender: peer,
      text: preview?.text ?? '',
      at: preview?.at ?? now,
      chatUrl: `/messages/chat/${peer.username}/`,
    })),
}

/** Messages numbered from `first`, given as [who, when, text, state]. */
export function messages(
  peer: PersonView,
  lines: readonly (readonly [who: 'me' | 'peer', at: string, text: string, state?: MessageState])[],
  first = 1,
): MessageView[] {
  return lines.map(([who, at, text, state = 'read'], i) => ({
    conversation: `c-${peer.username}`,
    seq: first + i,
    n: first + i,
    clientId: `client-${first + i}`,
    mine: who === 'me',
    author: who === 'me' ? viewer : peer,
    text,
    at,
    state,
    url: `/messages/chat/${peer.username}/${first + i}/`,
  }))
}

export function chat(peer: PersonView, all: readonly MessageView[], more: Partial<ChatView> = {}): ChatView {
  return {
    peer,
    conversation: `c-${peer.username}`,
    conversations,
    pinned: { to: peer, messages: [] },
    messages: all,
    before: null,
    firstUnreadN: null,
    isOlderPage: false,
    seenSeq: all.at(-1)?.seq ?? 0,
    clientId: 'client-next',
    closed: false,
    isPeerBlocked: false,
    ...more,
  }
}
