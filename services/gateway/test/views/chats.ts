import type { ChatView, ReactionView } from '../../src/views/model.ts'
import { chat, messages, people } from './demo.ts'

/** Conversations that try a layout: the usual, the long, the wide, the strange. */
export function everydayChat(): ChatView {
  const day = '2026-11-22T'
  const today = '2026-11-23T'
  const all = messages(
    people.rosa,
    [
      ['peer', `${day}18:02:00.000Z`, 'Did you get the letter?'],
      ['peer', `${day}18:02:40.000Z`, 'It should have come on Friday.'],
      ['me', `${day}18:20:00.000Z`, 'It did! I read it twice on the way home.'],
      [
        'me',
        `${day}18:20:30.000Z`,
        'The part about the garden in winter is the best thing you have written in a long time. I could see the frost on the gate.',
      ],
      ['me', `${day}18:21:10.000Z`, 'May I show it to the others?'],
      ['peer', `${day}18:40:00.000Z`, 'Of course. Only not the last page :)'],
      [
        'peer',
        `${today}09:05:00.000Z`,
        'Good morning. The timetable is at https://example.org/trains/winter?from=north&to=south#monday and the room is booked:\n\n- Thursday, from two\n- the small one with the window\n- tea is there, cups are not',
      ],
      ['me', `${today}09:11:00.000Z`, '👍'],
      ['me', `${today}09:12:00.000Z`, 'I will bring cups. Shall we take the 14:40?'],
      ['peer', `${today}15:20:00.000Z`, 'The 14:40 it is.'],
      ['peer', `${today}15:21:00.000Z`, 'I will be at the far end of the platform 🙂'],
      ['me', `${today}15:26:00.000Z`, 'See you there!', 'delivered'],
      ['me', `${today}15:27:00.000Z`, 'I am the one with eleven cups.', 'sent'],
    ],
    204,
  )
  return chat(people.rosa, all, { before: 204, firstUnreadN: 213 })
}

/** Messages that were edited or deleted, by either. */
export function changedChat(): ChatView {
  const { messages: all, ...rest } = everydayChat()
  const changed = all.map((message, i) => {
    if (i === 2) return { ...message, edited: true }
    if (i === 6) return { ...message, forwarded: true, saved: true }
    if (i === 9)
      return {
        ...message,
        edited: true,
        quote: { n: 207, author: 'You', text: 'May I show it to the others?', url: '/' },
      }
    if (i === 11)
      return {
        ...message,
        quote: { n: 208, author: people.rosa.displayName, text: '', deleted: true, url: '/' },
      }
    if (i === 8 || i === 10) return { ...message, forwarded: true, reactions: reactions(i === 8 ? 2 : 7) }
    if (i === 3 || i === 5 || i === 12) return { ...message, deleted: true, text: '' }
    return message
  })
  const [first, ...others] = rest.conversations
  const conversations = first?.preview
    ? [{ ...first, preview: { ...first.preview, text: '', deleted: true } }, ...others]
    : rest.conversations
  const pinned = changed
    .filter((_, i) => i === 6 || i === 9 || i === 10)
    .map((one) => ({ ...one, pinned: true }))
  const shown = changed.map((one) => pinned.find(({ n }) => n === one.n) ?? one)
  return {
    ...rest,
    messages: shown,
    conversations,
    pinned: { to: rest.peer, messages: pinned },
  }
}

function reactions(kinds: number): ReactionView[] {
  return ['👍', '🎉', '❤️', '👩‍👩‍👧‍👦', '🏳️‍🌈', '😂', '😮'].slice(0, kinds).map((emoji, i) => ({
    emoji,
    mine: i === 0,
    by:
      i === 0
        ? [
            { id: 'me', name: 'You' },
            { id: 'rosa', name: people.rosa.displayName },
          ]
        : [{ id: 'rosa', name: people.rosa.displayName }],
  }))
}

export function unsentChat(): ChatView {
  const all = messages(people.short, [
    ['peer', '2026-11-23T15:01:00.000Z', 'Are you there?'],
    ['me', '2026-11-23T15:02:00.000Z', 'In the train, the network comes and goes', 'read'],
    ['me', '2026-11-23T15:03:00.000Z', 'This one did not get through, and says so.', 'failed'],
    ['me', '2026-11-23T15:04:00.000Z', 'Nobody knows yet about this one.', 'unknown'],
    ['me', '2026-11-23T15:04:30.000Z', 'This one is on its way', 'sending'],
    ['me', '2026-11-23T15:04:40.000Z', 'And this one behind it', 'sending'],
  ])
  return chat(people.short, all)
}

export function strangeChat(): ChatView {
  const at = (minute: number) => `2026-11-23T15:${String(minute).padStart(2, '0')}:00.000Z`
  const all = messages(people.long, [
    ['peer', at(1), 'أهلًا وسهلًا! هل وصلتك الرسالة؟ الرابط هنا: https://example.org/ar'],
    ['me', at(2), '收到了，谢谢。我们明天下午三点在图书馆门口见，好吗？如果下雨就改到后天。'],
    ['peer', at(3), '🎉'],
    ['me', at(3), '🦊👩‍👩‍👧‍👦🏳️‍🌈'],
    ['peer', at(4), `https://example.org/${'a-long-path/'.repeat(22)}end?of=it`],
    ['me', at(5), 'w'.repeat(180)],
    ['peer', at(6), `Z${'\u0301\u0316\u0327\u0334\u0321\u0353'.repeat(40)}algo comes`],
    ['me', at(7), 'unharmed by what came before'],
    ['peer', at(8), '<script>alert("no")</script> & <b>bold</b> \u202Ereversed\u202C end'],
    ['me', at(9), 'नमस्ते, こんにちは, 안녕하세요, Γεια σου, Привет, שלום, Xin chào', 'read'],
    ['me', at(11), 'x', 'delivered'],
  ])
  return chat(people.long, all)
}

export function longChat(): ChatView {
  const at = '2026-11-23T15:10:00.000Z'
  return chat(
    people.short,
    messages(people.short, [
      ['peer', at, longText()],
      ['me', at, 'x'],
    ]),
  )
}

/** Every mark, in both kinds of bubbles, narrow and wide. */
export function formattedChat(): ChatView {
  const at = (minute: number) => `2026-11-23T15:${String(minute).padStart(2, '0')}:00.000Z`
  const all = messages(people.rosa, [
    [
      'peer',
      at(1),
      'That is **really** important, *please* read it ~~today~~ by tomorrow: `npm start` and then [the plan](https://example.org/plan).',
    ],
    [
      'me',
      at(2),
      '> That is really important\n> and it is long enough that it does not fit on one line of any telephone\n\nRead it, and **yes** to all of it.',
    ],
    [
      'peer',
      at(3),
      'For Thursday:\n- cups\n- tea, the black one and also the green one that nobody likes but everybody drinks\n  - and sugar\n- **the letters**\n\nAnd in this order:\n1. come\n2. drink\n10. read',
    ],
    [
      'me',
      at(4),
      'This is it:\n```ts\nexport function unread(head: Head, member: Member): number {\n  return head.n - member.readN // and what is one\u2019s own is not counted, as a matter of course\n}\n```\nand this: `const answer = await app.call(messages.history, { before: 204, limit: 200 })`',
    ],
    ['peer', at(5), '```\nshort\n```'],
    ['me', at(6), '- one\n- two'],
    ['peer', at(7), '> > deeper\n> less deep\n> - with a list\n> 1. and `code`'],
    ['me', at(8), 'snake_case_words, 2*3*4, ¯\\_(ツ)_/¯, *.ts and\n\n\n>_< stay'],
    ['peer', at(9), '> اقتباس طويل بعض الشيء\n- عنصر أول\n- عنصر **ثان** و `code`'],
    ['me', at(10), '> one line'],
  ])
  return chat(people.rosa, all)
}

/** 5,000 characters of plain words. */
export function longText(): string {
  const sentence =
    'A long letter goes on and on, one sentence after the other, and the page must bear it calmly. '
  return sentence.repeat(60).slice(0, 5000)
}
