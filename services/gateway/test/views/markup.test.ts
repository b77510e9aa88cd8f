import t from 'tap'
import { chatPage, historyPartial, inboxPage, message } from '../../src/views/index.ts'
import { everydayChat, unsentChat } from './chats.ts'
import { chat, chrome, conversations, messages, now, people } from './demo.ts'

const context = { assetUrl: (name: string) => `/assets/${name}`, now }

t.test('what browser code relies on is there, once', async (t) => {
  const page = chatPage(chrome(), everydayChat())
  const ids = `messages-scroll messages older new-line jump jump-count composer composer-text composer-send
    composer-problem composer-count presence allow-notifications conversations conversations-empty bell bell-badge
    bell-words bell-list bell-empty shortcuts switcher switcher-input switcher-results session-ended connection
    announcer toasts favicon logout me tpl-message tpl-new-line tpl-conversation tpl-notification tpl-toast
    tpl-status-sending tpl-status-sent tpl-status-delivered tpl-status-read tpl-status-failed tpl-status-unknown`
  // What a template holds is not in the page: its ids do not count.
  const live = page.replace(/(<template[^>]*>).*?<\/template>/gs, '$1')
  for (const id of ids.split(/\s+/)) t.equal(live.split(`id="${id}"`).length - 1, 1, `#${id}`)
})

t.test('a message in a page, in history and in a push is the same', async (t) => {
  const all = messages(people.rosa, [['peer', now, 'hello https://example.org']])
  const [pushed = 'no message'] = all.map((one) => message(context, one, { run: 'only', startsDay: true }))
  t.ok(historyPartial(context, chat(people.rosa, all)).includes(pushed))
  t.ok(chatPage(chrome(context), chat(people.rosa, all)).includes(pushed))
})

t.test('the other’s messages carry no status, one’s own do', async (t) => {
  const [theirs, mine] = messages(people.rosa, [
    ['peer', now, 'a'],
    ['me', now, 'b', 'delivered'],
  ]).map((one) => message(context, one))
  t.notMatch(theirs, /class="status"|data-mine/)
  t.match(mine, /data-mine/)
  t.match(mine, 'Delivered')
})

t.test('what failed can be retried or discarded, what is unclear only retried', async (t) => {
  const page = historyPartial(context, unsentChat())
  const item = (state: string) =>
    new RegExp(`<li[^>]*data-state="${state}".*?</li>`, 's').exec(page)?.[0] ?? ''
  t.match(item('failed'), /data-action="retry".*data-action="discard"/)
  t.match(item('unknown'), 'data-action="retry"')
  t.notMatch(item('unknown'), 'discard')
})

t.test('older messages are a link that works by itself', async (t) => {
  const page = historyPartial(context, everydayChat())
  t.match(page, 'href="/messages/chat/demo_rosa/?before&#61;204"')
  t.notMatch(historyPartial(context, { ...everydayChat(), before: null }), 'id="older"')
})

t.test('the new line stands before the first unread message', async (t) => {
  const page = historyPartial(context, everydayChat(), 213)
  t.match(page, /id="new-line".{0,60}<li class="message" id="m-213"/s)
})

t.test('the form says what was shown and carries an id of its own', async (t) => {
  const page = chatPage(chrome(), everydayChat())
  t.match(page, 'name="seen" value="216"')
  t.match(page, 'name="client_id" value="client-next"')
  t.match(page, 'name="csrf_token" value="demo-token"')
  t.match(page, 'action="/messages/send/demo_rosa/"')
})

t.test('where scripts are off, the page tells what it showed', async (t) => {
  const seenUrl = '/messages/seen/demo_rosa/?seq'
  const page = chatPage(chrome(), { ...everydayChat(), seenUrl })
  t.match(page, /<noscript><img [^>]*src="\/messages\/seen\/demo_rosa\/\?seq"/)
  t.notMatch(chatPage(chrome(), everydayChat()), '<noscript>')
})

t.test('an empty inbox says what to do', async (t) => {
  t.match(inboxPage(chrome(), { conversations: [] }), /Write to someone.*href="\/people\/"/s)
  t.notMatch(inboxPage(chrome(), { conversations }), /Choose a conversation.*Write to someone/s)
})
