import type { DemoUsername } from './people.ts'

export interface DemoConversation {
  between: [DemoUsername, DemoUsername]
  /** How long ago the last message was, in minutes. */
  endedMinutesAgo: number
  /** Messages of the first ('<') and the second ('>') person, oldest first; `unread` of them at the end are not read yet. */
  lines: string[]
  unread: number
}

const long = `Here is the whole plan, so that we need not look for it again.

1. We meet at the east gate at nine. If it rains, under the arcade.
2. The keys are with the porter; say that you come for the exhibition.
3. The boxes on the left go up first, because the lift is only ours until eleven.

Everything else can wait until Thursday. The list of labels is at https://example.org/exhibition/labels?room=3&sort=number and the floor plan lies on the desk.

Thank you for doing this with me!`

/** Demo data: written for this purpose, about nothing that happened. */
export const demoConversations: DemoConversation[] = [
  {
    between: ['demo_ada', 'demo_boris'],
    endedMinutesAgo: 3,
    unread: 2,
    lines: [
      '< Did the parcel arrive?',
      '> Yes, this morning. Спасибо большое!',
      '> The lamp works, and it is exactly the green that I had hoped for.',
      '< 🎉',
      '< Then it only needs a place.',
      '> On the piano, I think. Или на подоконник?',
      '< On the piano. In the evening one sees it from the street.',
      '> I will send a picture when it is dark.',
      '> Are you coming by on Saturday?',
    ],
  },
  {
    between: ['demo_ada', 'demo_chen'],
    endedMinutesAgo: 95,
    unread: 0,
    lines: [
      '> 明天的会议改到下午三点了，可以吗？',
      '< 可以。地点不变？',
      '> 不变，还是二楼的小房间。',
      '< 👍',
      '> 我把议程放在这里：https://example.org/agenda',
      '< 收到，谢谢！',
    ],
  },
  {
    between: ['demo_ada', 'demo_dalia'],
    endedMinutesAgo: 60 * 20,
    unread: 1,
    lines: [
      '< How was the journey?',
      '> طويلة، لكنها جميلة. وصلنا مع غروب الشمس.',
      '> The train was late (again), so we had tea in صالة الانتظار for an hour.',
      '< That sounds like a good hour.',
      '> كانت كذلك 😊',
    ],
  },
  {
    between: ['demo_ada', 'demo_farah'],
    endedMinutesAgo: 60 * 26,
    unread: 0,
    lines: [`> ${long}`, '< I will be there at nine, with gloves.', '> ❤️'],
  },
  {
    between: ['demo_ada', 'demo_eleni'],
    endedMinutesAgo: 60 * 24 * 4,
    unread: 0,
    lines: [
      '< Καλημέρα! Is the book back in the library?',
      '> Καλημέρα! Not yet, next week.',
      '< No hurry.',
      '> Θα σου γράψω μόλις έρθει.',
      '< 📚🙏',
    ],
  },
  {
    between: ['demo_boris', 'demo_chen'],
    endedMinutesAgo: 60 * 5,
    unread: 1,
    lines: ['< Ты видел новый график?', '> 看到了，我觉得没问题。', '< Отлично.', '> 那就这样定了。'],
  },
]
