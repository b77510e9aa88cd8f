import type { ErrorStatus } from '../../src/views/model.ts'
import {
  chatPage,
  deletePage,
  errorPage,
  forwardOptions,
  forwardPage,
  inboxPage,
  loginPage,
  messagePage,
  notificationsPage,
  peoplePage,
  pinnedPage,
  profilePage,
  savedPage,
  settingsPage,
  signupPage,
  switcherResults,
} from '../../src/views/index.ts'
import { arrangedStates } from './arranged.ts'
import { blockStates } from './blocked.ts'
import { reportStates } from './reports.ts'
import { changedChat, everydayChat, formattedChat, longChat, strangeChat, unsentChat } from './chats.ts'
import { anonymous, chat, chrome, conversations, now, people, sessions, viewer } from './demo.ts'
import { groupChatStates } from './group-chats.ts'
import type { AssetUrl, Chrome, MessagePageView } from '../../src/views/model.ts'
import { groupPageStates } from './group-pages.ts'

/** Every page in every state that is worth a look, by name. */
const quietly = { says: { emoji: '', text: '' }, hasStatus: false }

export function states(assetUrl: AssetUrl): Record<string, string> {
  const inside = chrome({ assetUrl })
  const quiet = chrome({ assetUrl, bell: { count: 0, messages: [] } })
  const outside = chrome({ assetUrl, ...anonymous })
  const signup = { username: '', displayName: '', invite: '', next: '', errors: {} }
  const everyone = { query: '', people: Object.values(people), previousPage: null, nextPage: 2 }
  const failures: readonly ErrorStatus[] = [403, 404, 413, 422, 429, 500, 503]
  return {
    login: loginPage(outside, { username: '', next: '', errors: {}, canSignUp: true }),
    'login-refused': loginPage(outside, {
      username: 'demo',
      next: '/messages/',
      errors: { form: 'That username and password do not belong together.' },
      canSignUp: true,
    }),
    'login-ended': loginPage(outside, {
      username: '',
      next: '',
      errors: {},
      notice: 'ended',
      canSignUp: false,
    }),
    signup: signupPage(outside, { mode: 'open', ...signup }),
    'signup-refused': signupPage(outside, {
      ...signup,
      mode: 'invite',
      username: 'Demo!',
      errors: {
        invite: 'This invitation has been used already.',
        username: 'Use only a–z, 0–9 and _.',
        password: 'Use at least 10 characters.',
      },
    }),
    'signup-closed': signupPage(outside, { mode: 'closed', ...signup }),
    inbox: inboxPage(inside, { conversations }),
    ...arrangedStates(inside),
    ...blockStates(inside),
    ...reportStates(inside),
    'delete-account': deletePage(inside, { errors: {} }),
    'delete-refused': deletePage(inside, {
      errors: { current_password: 'This is not your current password.' },
    }),
    ...groupChatStates(inside),
    'inbox-empty': inboxPage(quiet, { conversations: [] }),
    chat: chatPage(inside, everydayChat()),
    'chat-changed': chatPage(inside, changedChat()),
    'message-own': messagePage(inside, oneMessage(12)),
    'message-theirs': messagePage(inside, oneMessage(9)),
    'message-refused': messagePage(inside, {
      ...oneMessage(12),
      draft: 'x'.repeat(400),
      problem: 'A message may have up to 5,000 characters; this one has 1 too many.',
    }),
    'message-deleted': messagePage(inside, {
      ...oneMessage(12),
      message: { ...oneMessage(12).message, deleted: true, text: '' },
      versions: [],
    }),
    ...forwardStates(inside),
    ...pinnedStates(inside),
    'chat-empty': chatPage(quiet, chat(people.arabic, [])),
    'chat-unsent': chatPage(inside, unsentChat()),
    'chat-strange': chatPage(inside, strangeChat()),
    'chat-long': chatPage(inside, longChat()),
    ...withMenu(chatPage(inside, changedChat())),
    'chat-formatted': chatPage(inside, formattedChat()),
    ...opened(chatPage(inside, everydayChat()), inboxPage(inside, { conversations })),
    'chat-refused': chatPage(inside, {
      ...everydayChat(),
      draft: 'A text that was\nrefused, and is still here',
      problem: 'A message may have up to 5,000 characters.',
      isOlderPage: true,
    }),
    people: peoplePage(inside, everyone),
    'people-none': peoplePage(inside, { ...everyone, query: 'nobody', people: [], nextPage: null }),
    'people-first': peoplePage(quiet, { ...everyone, people: [], nextPage: null }),
    profile: profilePage(inside, {
      person: people.rosa,
      joinedAt: '2026-03-01T10:00:00.000Z',
      isSelf: false,
      isBlocked: false,
    }),
    'profile-long': profilePage(inside, {
      person: people.unbroken,
      joinedAt: now,
      isSelf: false,
      isBlocked: true,
    }),
    'profile-self': profilePage(quiet, { person: viewer, joinedAt: now, isSelf: true, isBlocked: false }),
    settings: settingsPage(inside, {
      displayName: viewer.displayName,
      ...quietly,
      hidesPresence: false,
      errors: {},
      done: 'password',
      sessions,
    }),
    'settings-hidden': settingsPage(inside, {
      displayName: viewer.displayName,
      ...quietly,
      hidesPresence: true,
      errors: {},
      done: 'presence',
      sessions: sessions.slice(0, 1),
    }),
    'settings-status': settingsPage(inside, {
      displayName: viewer.displayName,
      says: { emoji: '🌴', text: 'By the sea', until: '2026-11-30T00:00:00.000Z' },
      hasStatus: true,
      hidesPresence: false,
      errors: {},
      done: 'status',
      sessions: sessions.slice(0, 1),
    }),
    'settings-status-refused': settingsPage(inside, {
      displayName: viewer.displayName,
      says: { emoji: 'x', text: 'W'.repeat(81) },
      statusEnd: 'today',
      hasStatus: true,
      hidesPresence: false,
      errors: { emoji: 'This takes one emoji, or nothing.', status: 'A status has at most 80 characters.' },
      sessions: sessions.slice(0, 1),
    }),
    'settings-refused': settingsPage(inside, {
      displayName: viewer.displayName,
      ...quietly,
      hidesPresence: false,
      sessions: sessions.slice(0, 1),
      errors: { current_password: 'This is not your current password.' },
    }),
    'settings-long': settingsPage(quiet, {
      sessions,
      ...quietly,
      hidesPresence: true,
      displayName: 'M'.repeat(65),
      errors: { display_name: 'A display name has at most 64 characters.' },
    }),
    notifications: notificationsPage(inside),
    'notifications-empty': notificationsPage(quiet),
    ...Object.fromEntries(
      failures.map((status) => [`error-${status}`, errorPage(inside, { status, requestId: 'demo-0001' })]),
    ),
    ...groupPageStates(inside),
    'error-429-wait': errorPage(outside, { status: 429, retryAfterSeconds: 12 }),
  }
}

function oneMessage(index: number): MessagePageView {
  const { peer, messages } = everydayChat()
  const message = messages[index] ?? messages[0]
  if (!message) throw new Error('there is no such message')
  const versions = [
    { text: message.text, at: message.at },
    { text: 'I am the one with ten cups.', at: '2026-11-23T15:26:40.000Z' },
    { text: 'I am the one with the cups.', at: '2026-11-23T15:26:00.000Z' },
  ]
  const [reacted] = changedChat().messages.flatMap(({ reactions: all }) => (all ? [all] : []))
  return {
    peer,
    message: { ...message, edited: true, reactions: reacted ?? [] },
    versions,
    chatUrl: '/',
    closed: false,
    linkUrl: '/messages/at/demo/rosa_b/215/',
    clientId: 'demo',
  }
}

function pinnedStates(inside: Chrome): Record<string, string> {
  const { peer, pinned } = changedChat()
  const [first] = pinned.messages
  const long = first ? [{ ...first, text: 'w'.repeat(5_000), author: people.unbroken }] : []
  return {
    pinned: pinnedPage(inside, { ...pinned, peer }),
    'pinned-long': pinnedPage(inside, {
      to: peer,
      messages: [...long, ...pinned.messages],
      peer: people.unbroken,
    }),
    saved: savedPage(inside, {
      rows: [...long, ...pinned.messages].map((message) => ({ message, peer })),
      older: 'x',
      isFirst: false,
    }),
    'saved-none': savedPage(inside, { rows: [], older: null, isFirst: true }),
    'pinned-none': pinnedPage(inside, { to: peer, messages: [], peer }),
    'chat-pinned-long': chatPage(inside, {
      ...everydayChat(),
      pinned: { to: peer, messages: long },
    }),
  }
}

function forwardStates(inside: Chrome): Record<string, string> {
  const { peer, message, clientId } = oneMessage(9)
  const found = Object.values(people)
  const page = { peer, message, clientId, query: '', chosen: [], found }
  const options = forwardOptions(
    inside,
    found.map((party) => ({ conversation: party.username, party })),
  )
  return {
    forward: forwardPage(inside, page),
    'forward-refused': forwardPage(inside, {
      ...page,
      query: 'nobody <b>',
      found: [],
      chosen: found.slice(0, 3),
      message: { ...message, text: 'x'.repeat(5_000) },
      problem: 'There is nobody called nobody.',
    }),
    'forward-deleted': forwardPage(inside, { ...page, message: { ...message, deleted: true, text: '' } }),
    'chat-forward': chatPage(inside, changedChat())
      .replace('<dialog id="forward"', '<dialog open id="forward"')
      .replace(
        ' dir="auto"></p><form id="forward-form"',
        ' dir="auto">The 14:40 it is.</p><form id="forward-form"',
      )
      .replace('aria-multiselectable="true">', (tag) => tag + options)
      .replace(
        'aria-selected="false" data-conversation',
        'aria-selected="true" data-active data-conversation',
      )
      .replace('aria-live="polite"></p>', 'aria-live="polite">Rosa Demo</p>')
      .replace('type="button" disabled>', 'type="button">'),
  }
}

/** The menu of a message, and the composer while it is edited. */
function withMenu(page: string): Record<string, string> {
  const menu = /<template id="tpl-message-menu">(.*?)<\/template>/s.exec(page)?.[1] ?? ''
  const open = menu.replace('class="message-menu"', 'class="message-menu" data-above')
  return {
    'chat-menu': page.replace(/(id="m-215".*?)(<\/div><\/li>)/s, `$1${open}$2`),
    'chat-picker': page
      .replace('<dialog id="emoji-picker"', '<dialog open id="emoji-picker"')
      .replace(
        'role="listbox" aria-label="Emoji">',
        (tag) => tag + '<button class="emoji" role="option">😀</button>'.repeat(90),
      ),
    'chat-replying': page
      .replace('class="compose-about" hidden', 'class="compose-about" data-about="reply"')
      .replace(
        'data-slot="about">',
        'data-slot="about">Replying to Wilhelmina Alexandrina von und zu Demonstration',
      ),
    'chat-editing': page
      .replace('class="compose-about" hidden', 'class="compose-about" data-about="edit"')
      .replace('data-slot="about">', 'data-slot="about">Editing your message')
      .replace('required></textarea>', 'required>I will bring cups.</textarea>'),
  }
}

/** What scripts would open or show, opened in the markup. */
function opened(page: string, inbox: string): Record<string, string> {
  const found = switcherResults(Object.values(people))
  const withResults = page.replace('role="listbox" aria-label="People">', (tag) => tag + found)
  return {
    'chat-bell': page.replace('<details id="bell"', '<details open id="bell"'),
    'inbox-me': inbox.replace('<details id="me"', '<details open id="me"'),
    'chat-offline': page
      .replace('data-state="online"><span data-for', 'data-state="offline"><span data-for')
      .replace('type="button" hidden>', 'type="button">')
      .replace('class="jump" type="button" hidden>', 'class="jump" type="button">')
      .replace('id="jump-count" class="badge">', 'id="jump-count" class="badge">4'),
    'chat-shortcuts': page.replace('<dialog id="shortcuts"', '<dialog open id="shortcuts"'),
    'chat-formatting': page.replace('<dialog id="formatting"', '<dialog open id="formatting"'),
    'chat-switcher': withResults.replace('<dialog id="switcher"', '<dialog open id="switcher"'),
    'chat-ended': page.replace('<dialog id="session-ended"', '<dialog open id="session-ended"'),
  }
}
