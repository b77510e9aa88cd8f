import t from 'tap'
import {
  chatPage,
  conversationList,
  errorPage,
  errorPartial,
  historyPartial,
  inboxPage,
  loginPage,
  messagePage,
  message,
  notificationsPage,
  peoplePage,
  profilePage,
  settingsPage,
  signupPage,
  switcherResults,
} from '../../src/views/index.ts'
import {
  aboutGroupPage,
  handOverPage,
  invitesPage,
  joinPage,
  leaveGroupPage,
  newGroupPage,
  pickerResults,
} from '../../src/views/groups/index.ts'
import { everydayChat } from './chats.ts'
import { groupMessagePage, groupRows, walksChat } from './group-chats.ts'
import { aboutGroup, group, invites, joining, newGroup } from './group-pages.ts'
import { bell, chrome, conversations, messages, now, people, sessions, viewer } from './demo.ts'

// Short enough for every preview, and broken if any of its five characters comes out as it went in.
const hostile = `zq"u'zo<script>x</script>&t`

const ours = new Set(['invite', 'read', 'sent', 'delivered', 'owner', 'admin', 'member', 'all', 'joining'])
const asked = { next: '/messages/', errors: { form: 'no', username: 'no', password: 'no' } }
const signup = { ...asked, mode: 'invite' as const, username: 'demo', displayName: 'Demo', invite: 'code' }
const directory = { query: 'de', people: Object.values(people), previousPage: 1, nextPage: 3 }
const context = { assetUrl: (name: string) => `/assets/${name}`, now }
const picked = [{ username: 'nobody', unknown: true }]
const [one] = messages(people.rosa, [['peer', now, 'text']])

const views: Record<string, readonly [view: unknown, render: (view: never) => string]> = {
  login: [
    { ...asked, username: 'demo', canSignUp: true },
    (view) => loginPage(chrome({ viewer: null }), view),
  ],
  signup: [signup, (view) => signupPage(chrome({ viewer: null }), view)],
  people: [directory, (view) => peoplePage(chrome(), view)],
  'people, none': [{ ...directory, people: [] }, (view) => peoplePage(chrome(), view)],
  profile: [{ person: people.rosa, joinedAt: now, isSelf: false }, (view) => profilePage(chrome(), view)],
  settings: [
    {
      displayName: 'Demo',
      says: { emoji: '🌴', text: 'demo', until: now },
      statusEnd: '1h',
      hasStatus: true,
      hidesPresence: false,
      sessions,
      errors: { form: 'no', display_name: 'no', current_password: 'no', password: 'no' },
    },
    (view) => settingsPage(chrome(), view),
  ],
  'viewer of settings': [
    viewer,
    (view) =>
      settingsPage(chrome({ viewer: view }), {
        displayName: '',
        says: { emoji: '', text: '' },
        hasStatus: true,
        hidesPresence: false,
        errors: {},
        sessions,
      }),
  ],
  inbox: [{ conversations, current: { username: 'demo' } }, (view) => inboxPage(chrome(), view)],
  list: [{ conversations, current: { username: 'demo' } }, (view) => conversationList(context, view)],
  chat: [{ ...everydayChat(), draft: 'draft', problem: 'problem' }, (view) => chatPage(chrome(), view)],
  'chat of a group': [walksChat(), (view) => chatPage(chrome(), view)],
  'history of a group': [walksChat(), (view) => historyPartial(context, view)],
  'message of a group': [groupMessagePage(), (view) => messagePage(chrome(), view)],
  'list of groups': [
    { conversations: groupRows(), current: { group: 'demo' } },
    (view) => conversationList(context, view),
  ],
  history: [everydayChat(), (view) => historyPartial(context, view)],
  message: [one, (view) => message(context, view)],
  bell: [bell, (view) => notificationsPage(chrome({ bell: view }))],
  viewer: [viewer, (view) => inboxPage(chrome({ viewer: view }), { conversations })],
  token: [{ csrfToken: 'token' }, (view) => inboxPage(chrome(view), { conversations })],
  'new group': [
    { ...newGroup, people: [...picked, people.rosa], errors: { name: 'no', people: 'no' } },
    (view) => newGroupPage(chrome(), view),
  ],
  'about a group': [
    { ...aboutGroup, people: picked, errors: { about: 'no', people: 'no' } },
    (view) => aboutGroupPage(chrome(), view),
  ],
  leaving: [{ group, heir: people.rosa, problem: 'no' }, (view) => leaveGroupPage(chrome(), view)],
  'handing over': [{ group, person: people.rosa }, (view) => handOverPage(chrome(), view)],
  invites: [{ ...invites, errors: { uses: 'no' } }, (view) => invitesPage(chrome(), view)],
  joining: [{ ...joining, problem: 'no' }, (view) => joinPage(chrome(), view)],
  picker: [Object.values(people), (view) => pickerResults(view)],
  switcher: [Object.values(people), (view) => switcherResults(view)],
  error: [{ status: 422, requestId: 'r-1', detail: 'detail' }, (view) => errorPage(chrome(), view)],
  'error partial': [{ status: 422, detail: 'detail' }, (view) => errorPartial(context, view)],
}

for (const [name, [view, render]] of Object.entries(views)) {
  t.test(`${name} escapes each of its texts`, async (t) => {
    const clean = render(view as never)
    let shown = 0
    for (const path of textPaths(view)) {
      const html = render(replaced(view, path) as never)
      const leaks = [`zq"`, `u'zo`, '<script>x', '</script>&t'].filter((part) => html.includes(part))
      t.same(leaks, [], path.join('.'))
      if (html !== clean) shown++
      t.equal(count(html, '<script'), count(clean, '<script'), `${path.join('.')} adds no script`)
    }
    t.ok(shown > 0, 'the hostile text was there to be escaped')
  })
}

t.test('no page has inline scripts, styles or handlers', async (t) => {
  for (const [name, [view, render]] of Object.entries(views)) {
    const html = render(view as never)
    t.notMatch(html, /\sstyle\s*=|<style|\son[a-z]+\s*=\s*["']|javascript:/i, name)
    t.notMatch(html, /<script(?![^>]*\ssrc=)/i, `${name} loads its scripts`)
  }
})

/** Where texts stand in a view. Instants and the few fixed words are made by us, and typed. */
function textPaths(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value === 'string') return isOurs(value) ? [] : [[...path]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => textPaths(inner, [...path, key]))
}

function isOurs(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT/.test(text) || ours.has(text)
}

function replaced(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return hostile
  if (Array.isArray(value))
    return value.map((inner, i) => (String(i) === key ? replaced(inner, rest) : inner))
  const record = value as Record<string, unknown>
  return { ...record, [key]: replaced(record[key], rest) }
}

function count(html: string, part: string): number {
  return html.split(part).length
}
