import { arrangePage, chatPage, inboxPage, messagePage, notificationsPage } from '../../src/views/index.ts'
import type {
  ChatView,
  ConversationView,
  GroupView,
  MembershipView,
  MessagePageView,
  MessageView,
  PersonView,
} from '../../src/views/model.ts'
import { longText } from './chats.ts'
import { chat, type chrome, conversations, now, people, viewer } from './demo.ts'

const walks: GroupView = { group: 'demowalks', displayName: 'Demo walks on Thursdays', count: 12 }
const great: GroupView = { group: 'demogreat', displayName: 'W'.repeat(100), count: 1_000 }

/** Pages of groups, by name. */
export function groupChatStates(inside: ReturnType<typeof chrome>): Record<string, string> {
  const all = groupChat(walks)
  const rows = groupRows()
  return {
    'groupchat-chat': chatPage(inside, { ...all, conversations: rows }),
    'groupchat-typing': chatPage(inside, { ...all, conversations: rows })
      .replace('id="typing" class="typing" hidden', 'id="typing" class="typing"')
      .replace(
        'Typing…</span></p>',
        'Rosa, Wilhelmina Alexandrina von und zu Demonstration and M are typing</span></p>',
      ),
    'groupchat-great': chatPage(inside, { ...groupChat(great), conversations: rows }),
    'groupchat-empty': chatPage(inside, {
      ...groupChat(walks),
      messages: [],
      lines: [line(1, '2026-11-23T15:00:00.000Z', ['You', ' made the group'])],
      conversations: rows,
    }),
    'groupchat-folded': chatPage(inside, foldedChat()),
    'groupchat-later': chatPage(inside, { ...all, beginsLater: true, conversations: rows }),
    'groupchat-inbox': inboxPage(inside, { conversations: rows }),
    'groupchat-notifications': notificationsPage({
      ...inside,
      bell: {
        count: 3,
        mentions: [
          { sender: people.rosa, group: walks, text: '@demo, who has the maps?', at: now, chatUrl: '/' },
        ],
        messages: [
          { sender: people.long, group: walks, text: longText(), at: now, chatUrl: '/' },
          { sender: people.rosa, text: 'To you alone', at: now, chatUrl: '/' },
        ],
      },
    }),
    'groupchat-arrange': arrangePage(inside, {
      peer: great,
      own: undefined,
      unread: 1,
      isBlocked: false,
      from: 'list',
      backUrl: '/',
    }),
    'groupchat-message': messagePage(inside, groupMessagePage()),
  }
}

/** A list in which groups are. */
export function groupRows(): ConversationView[] {
  const at = '2026-11-23T15:25:00.000Z'
  const row = (peer: GroupView, author: PersonView | undefined, unread: number): ConversationView => ({
    conversation: `g_${peer.group}`,
    peer,
    at,
    preview: author
      ? { text: 'See you on the hill, and bring the maps', mine: false, author: author.displayName, at }
      : null,
    unread,
    mentions: unread > 0 ? 1 : 0,
  })
  return [
    row(walks, people.rosa, 3),
    row(great, people.unbroken, 0),
    row({ group: 'demonew', displayName: 'ب', count: 2 }, undefined, 0),
    ...conversations.slice(0, 5),
  ]
}

/** A group in which the viewer blocks somebody, with a list that says so. */
function foldedChat(): ChatView {
  const all = groupChat(walks)
  const blocked = people.rosa.username
  const messages = all.messages.map((one) =>
    one.author.username === blocked ? { ...one, folded: true, reactions: reacted } : one,
  )
  const answer = { ...said_(15, people.short, '2026-11-23T15:21:00.000Z', 'Yes'), quote: foldedQuote }
  const [row, ...rows] = groupRows()
  const preview = { text: '', mine: false, folded: true, at: '2026-11-23T15:25:00.000Z' }
  return {
    ...all,
    messages: [...messages, answer],
    pinned: { to: walks, messages: messages.slice(0, 1) },
    conversations: row ? [{ ...row, preview }, ...rows] : rows,
  }
}

const reacted = [{ emoji: '👍', mine: false, by: [{ id: 'rosa', name: 'Rosa' }] }]
const foldedQuote = { n: 14, author: '', text: '', folded: true, url: '/' }

export function walksChat(): ChatView {
  return groupChat(walks)
}

function groupChat(peer: GroupView): ChatView {
  const at = (minute: number) => `2026-11-23T15:${String(minute).padStart(2, '0')}:00.000Z`
  const said = [
    said_(2, people.rosa, at(2), 'Who comes on Thursday?'),
    said_(3, people.rosa, at(3), 'The hill, if it is dry.'),
    said_(4, people.unbroken, at(4), 'Me! '.repeat(30)),
    said_(5, people.arabic, at(5), 'أهلًا وسهلًا! سأكون هناك'),
    { ...said_(6, viewer, at(6), 'And me', 'read'), mine: true },
    {
      ...said_(8, people.long, at(9), 'I missed something. What hill?'),
      quote: { n: 1, author: '', text: '', unseen: true },
    },
    {
      ...said_(9, people.short, at(10), '🦊 @all, and you there with the map, @demo'),
      mentions: ['all', 'demo'],
      mentionsViewer: true,
    },
    {
      ...said_(10, viewer, at(11), 'That one.', 'delivered'),
      mine: true,
      reactions: [{ emoji: '👍', mine: false, by: [{ id: 'rosa', name: 'Rosa' }] }],
    },
    { ...said_(11, viewer, at(11), 'With the tree', 'sent'), mine: true },
    said_(14, people.rosa, at(20), longText().slice(0, 400)),
  ]
  const lines = [
    line(1, '2026-11-22T15:00:00.000Z', [{ name: 'Rosa' }, ' made the group']),
    line(7, at(8), [
      'You',
      ' added ',
      { name: people.long.displayName },
      ', ',
      { name: 'M' },
      ' and ',
      '7 others',
    ]),
    line(12, at(12), [{ name: people.unbroken.displayName }, ' left']),
    line(13, at(13), [{ name: 'Rosa' }, ' named the group “', { name: peer.displayName }, '”']),
  ]
  return { ...chat(people.rosa, said), peer, lines, conversation: `g_${peer.group}`, arrangeUrl: '/' }
}

function said_(
  seq: number,
  author: PersonView,
  at: string,
  text: string,
  state: MessageView['state'] = 'sent',
): MessageView {
  const common = { conversation: 'g_demowalks', seq, n: seq, clientId: `client-${seq}`, mine: false }
  return { ...common, author, text, at, state, url: '/', ofGroup: true }
}

function line(seq: number, at: string, words: MembershipView['sentences'][number]): MembershipView {
  return { conversation: 'g_demowalks', seq, n: seq, at, sentences: [words] }
}

/** The page of one's own message in a group. */
export function groupMessagePage(): MessagePageView {
  const [message] = walksChat().messages.filter(({ mine }) => mine)
  if (!message) throw new Error('there is no such message')

  return {
    peer: walks,
    message,
    versions: [{ text: message.text, at: message.at }],
    chatUrl: '/',
    closed: false,
    linkUrl: '/messages/group/demo/at/215/',
    clientId: 'demo',
    receipts: [
      { words: 'Read by', names: ['Rosa', people.unbroken.displayName, 'M'], count: 3 },
      { words: 'Delivered to', names: [people.long.displayName], count: 940 },
      { words: 'Not yet', names: ['M'], count: 1 },
    ],
  }
}
